import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { StorageError } from "../../../../backends/errors.ts";
import type { SinkPlan } from "../../../../backends/mod.ts";
import {
  type EndedCopy,
  runCopies,
} from "../../../../engine/workloads/pipeline/mod.ts";
import { StreamedMemory } from "../../../_support/memory_streams.ts";
import {
  copiesRun,
  copiesStep,
  memorySite,
} from "../../../_support/pipeline_fixture.ts";

Deno.test("runCopies() copies to every place, reads again, and leaves nothing", async () => {
  const other = new StreamedMemory();
  const { backend, options } = copiesRun();
  const { source } = options;
  const told: number[] = [];
  const report = await runCopies({
    ...options,
    destinations: [source, memorySite("n", other)],
    tell: (copied) => told.push(copied),
  });
  const { copied, copies, copiedBytes, readBack, to } = report;
  assertEquals([copied, copies, copiedBytes, readBack], [6, 6, 600, 6]);
  assertEquals([to, report.latenciesNs.length], [["m", "n"], 6]);
  assertEquals([report.findings, report.failed], [[], []]);
  assertEquals(told.at(-1), 6);
  assertEquals((await backend.list()).objects, []);
  assertEquals((await other.list()).objects, []);
});

Deno.test("runCopies() tells the course of its copies, and what they held", async () => {
  const { course = [], copied, copiedBytes, memoryPeakBytes } = await runCopies(
    copiesRun().options,
  );
  const sum = (name: "count" | "bytes") =>
    course.reduce((total, row) => total + row[name], 0);
  assertEquals([sum("count"), sum("bytes")], [copied, copiedBytes]);
  const most = Math.max(...course.map(({ heldBytesMax = 0 }) => heldBytesMax));
  assertEquals(most > 0 && most <= memoryPeakBytes, true);
});

Deno.test("runCopies() has every retry in its course, also of copies that fail", async () => {
  const { options } = copiesRun({ step: copiesStep({ attempts: 3 }) });
  const { source } = options;
  const face = {
    ...source.face,
    openSink: (plan: SinkPlan) => source.face.openSink(plan),
    openSource(key: string) {
      if (!key.endsWith("/1")) return source.face.openSource(key);
      return Promise.reject(
        new StorageError("It is away", {
          ...{ kind: "Unavailable", operation: "get", transient: true },
        }),
      );
    },
  };
  const report = await runCopies({ ...options, source: { ...source, face } });
  assertEquals([report.copied, report.failed.length], [2, 1]);
  const { course = [], retries } = report;
  assertEquals(retries, 2);
  assertEquals(course.reduce((sum, row) => sum + row.retries, 0), 2);
});

Deno.test("runCopies() finds a bit that a destination has otherwise", async () => {
  const report = await runCopies(copiesRun({}, "bit").options);
  assertEquals(report.findings.length, 3);
  assertStringIncludes(report.findings[0]?.sentence ?? "", "of the copy of");
});

Deno.test("runCopies() finds a source that is not what was made", async () => {
  const { options } = copiesRun();
  const make = async (...words: Parameters<typeof options.make>) => {
    await options.make(...words);
    return { sha256: "0".repeat(64) };
  };
  const report = await runCopies({ ...options, make });
  assertEquals([report.copied, report.findings.length], [0, 3]);
});

Deno.test("runCopies() counts what the memory held, and refuses what cannot fit", async () => {
  const { options } = copiesRun({}, "memory");
  const { memoryLimitBytes, memoryPeakBytes } = await runCopies(options);
  assertEquals(memoryPeakBytes > memoryLimitBytes, true);
  const small = copiesRun({ step: copiesStep({ memoryBytes: 2 }) });
  const { failed } = await runCopies(small.options);
  assertEquals(failed.length, 3);
  assertStringIncludes(failed[0]?.sentence ?? "", "two of its parts must fit");
});

Deno.test("runCopies() that is stopped begins nothing more", async () => {
  const abort = new AbortController();
  abort.abort();
  const { options } = copiesRun({ signal: abort.signal });
  const report = await runCopies(options);
  assertEquals([report.copied, report.isStopped], [0, true]);
});

Deno.test("runCopies() takes away what it made when making fails", async () => {
  const { backend, options } = copiesRun();
  const make = async (...words: Parameters<typeof options.make>) => {
    const made = await options.make(...words);
    if (words[1].index < 1) return made;
    throw new StorageError("No", { kind: "NoSpace", operation: "put" });
  };
  await assertRejects(() => runCopies({ ...options, make }), StorageError);
  assertEquals((await backend.list()).objects, []);
});

Deno.test("runCopies() tells each copy and each reading of one that it counts", async () => {
  for (const lie of [undefined, "bit"] as const) {
    const told: EndedCopy[] = [];
    const { options } = copiesRun({}, lie);
    const report = await runCopies({
      ...options,
      ended: (copy) => told.push(copy),
    });
    const good = told.filter(({ op, failure }) =>
      op === "copy" && failure === null
    );
    assertEquals(good.length, report.copied);
    const bytes = good.reduce((sum, copy) => sum + copy.bytes, 0);
    assertEquals(bytes, report.copiedBytes);
    const back = told.filter(({ op }) => op === "read-back");
    assertEquals(back.length, report.readBack);
    const bad = told.filter(({ failure }) => failure === "differs");
    assertEquals(bad.length, report.findings.length);
  }
});
