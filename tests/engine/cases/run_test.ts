/** Promises of `engine/cases/run.ts`. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { HidingBackend, StorageError } from "../../../backends/mod.ts";
import { MemBackend } from "../../../backends/mem.ts";
import {
  Catalogue,
  makeCatalogue,
  runCases,
} from "../../../engine/cases/mod.ts";
import { casePorts, caseRun } from "../../_support/case_fixture.ts";

const never = () => new Promise<never>(() => {});

Deno.test("runCases() emits one sample for each case, in order", async () => {
  const { options, samples } = caseRun();
  assertEquals(await runCases(options), { isAbandoned: false });
  assertEquals(samples.map(({ id, verdict }) => [id, verdict]), [
    ["object.a", "held"],
    ["object.b", "held"],
    ["object.real_io.direct", "skipped"],
    ["table.x", "skipped"],
  ]);
  assertEquals(samples.slice(2).map(({ reason }) => reason), [
    "It is for direct: targets, and this one is file:",
    "Not built: tables",
  ]);
});

Deno.test("runCases() skips what is slow unless it is asked for", async () => {
  const way = { kind: "conformance" } as const;
  const slow = { id: "object.s", source: "s", meaning: "m", way };
  const catalogue = new Catalogue([{ ...slow, isSlow: true }]);
  for (
    const [withSlow, verdict, reason] of [
      [false, "skipped", "add --include slow"],
      [true, "held", "It held"],
    ] as const
  ) {
    const { options, samples } = caseRun({
      ...{ catalogue, selected: catalogue.ids, withSlow },
    });
    await runCases(options);
    assertEquals(samples.map((one) => one.verdict), [verdict]);
    assertStringIncludes(samples[0]?.reason ?? "", reason);
  }
});

Deno.test("runCases() shows the command that breaks a case again", async () => {
  const conform = () =>
    Promise.resolve({ verdict: "broken", reason: "Byte 1 is 2" } as const);
  const { options, samples } = caseRun({
    selected: ["object.a"],
    ports: casePorts({ conform }),
  });
  await runCases(options);
  assertEquals(
    samples[0]?.reason,
    "Byte 1 is 2; again with: try object.a on file:///x",
  );
});

Deno.test("runCases() leaves a case that does not end, and tries no other", async () => {
  const { options, samples } = caseRun({
    selected: ["object.a", "object.b"],
    timeoutNs: 5e9,
    ports: casePorts({
      conform: never,
      clock: { nowNs: () => 0, sleepMs: () => Promise.resolve() },
    }),
  });
  assertEquals(await runCases(options), { isAbandoned: true });
  assertEquals(samples.map(({ verdict, reason }) => [verdict, reason]), [
    ["failed", "It did not end within 5 s"],
    ["skipped", "Case object.a did not end and may still hold the target"],
  ]);
});

Deno.test("runCases() begins nothing after the signal", async () => {
  const stop = new AbortController();
  const { options, samples } = caseRun({
    selected: ["object.a", "object.b", "table.x"],
    signal: stop.signal,
    ports: casePorts({
      conform: () => {
        stop.abort();
        return Promise.resolve({ verdict: "held", reason: "It held" });
      },
    }),
  });
  await runCases(options);
  assertEquals(samples.map(({ reason }) => reason), [
    "It held",
    "The run was stopped before",
    "Not built: tables",
  ]);
});

Deno.test("runCases() leaves the running case at the hard signal", async () => {
  const { options, samples } = caseRun({
    selected: ["object.a"],
    hardSignal: AbortSignal.abort(),
    ports: casePorts({ conform: never }),
  });
  assertEquals(await runCases(options), { isAbandoned: true });
  assertEquals(samples[0]?.reason, "It was stopped before it ended");
});

Deno.test("runCases() tells a failing world from a promise not claimed", async () => {
  const failing = new MemBackend({ url: "mem:" });
  failing.put = () =>
    Promise.reject(
      new StorageError("Cannot put", { kind: "NoSpace", operation: "put" }),
    );
  const silent = new HidingBackend(new MemBackend({ url: "mem:" }), "write");
  const seen: string[] = [];
  for (const backend of [failing, silent]) {
    const { options, samples } = caseRun({
      selected: ["object.real_io.direct"],
      target: { name: "t", url: "direct:///x", backend },
    });
    await runCases(options);
    seen.push(...samples.map(({ verdict }) => verdict));
  }
  assertEquals(seen, ["failed", "not claimed"]);
});

Deno.test("runCases() rejects with a bug", async () => {
  const conform = () => Promise.reject(new TypeError("x is undefined"));
  const { options } = caseRun({ ports: casePorts({ conform }) });
  await assertRejects(() => runCases(options), TypeError);
});

Deno.test("runCases() tries power cuts through what it is handed", async () => {
  const catalogue = makeCatalogue({
    table: "case\tsource\tmeaning\n",
    suite: [],
    trials: [{ id: "a", promise: "p", isBug: false }],
  });
  const asked: string[] = [];
  const { options, samples } = caseRun({
    catalogue,
    selected: catalogue.ids,
    ports: casePorts({
      powerCuts: (subject) => {
        asked.push(subject);
        const end = { states: 20_000, violations: 0, elapsedNs: 1e9 };
        return Promise.resolve({ ...end, isStopped: false, shortest: null });
      },
    }),
  });
  await runCases(options);
  assertEquals(samples.map(({ id, verdict }) => [id, verdict]), [
    ["crash.a", "held"],
    ["crash.states", "held"],
  ]);
  assertEquals(asked, ["a", "a"]);
});
