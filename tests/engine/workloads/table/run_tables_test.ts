import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { failingTarget } from "../../../../engine/cases/table/failing_target.ts";
import type { EndedTableOperation } from "../../../../engine/workloads/table/mod.ts";
import { tableRun } from "../../../_support/table_load_fixture.ts";
import { BrokenBackend } from "./_broken_backend.ts";
import { armed } from "./table_fixture.ts";

Deno.test("runTables() appends, merges, compares all rows and takes them away", async () => {
  const { backend, report, told } = await tableRun();
  assertEquals([report.appended, report.rows, report.readBack], [6, 120, 120]);
  assertEquals([report.findingsCount, report.failed, report.versions], [
    0,
    [],
    6,
  ]);
  assertEquals(report.latenciesNs.length, 6);
  assertEquals(report.comparedRows >= 120 && report.snapshots > 0, true);
  assertEquals(told.at(-1), 6);
  assertEquals((await backend.list()).objects, []);
});

/** Turns a bit of each file of rows that is read, or forgets some. */
class LyingBackend extends MemBackend {
  readonly #lie: "flip" | "lost" | "weak";

  constructor(lie: "flip" | "lost" | "weak") {
    super({ url: "mem:" });
    this.#lie = lie;
  }

  override async put(key: string, bytes: Uint8Array) {
    if (this.#lie !== "flip" || !key.includes("_data/")) {
      return await super.put(key, bytes);
    }
    const turned = bytes.map((byte, at) => at === 20 ? byte ^ 1 : byte);
    return await super.put(key, turned);
  }

  override async putIfAbsent(key: string, bytes: Uint8Array) {
    if (this.#lie === "weak") return await super.put(key, bytes);
    const facts = await super.putIfAbsent(key, bytes);
    const isLost = this.#lie === "lost" && key.endsWith("manifest-4.svm");
    if (isLost) await super.delete(key);
    return facts;
  }
}

Deno.test("runTables() finds bits that are turned, versions that are lost, and two that won one", async () => {
  for (const lie of ["flip", "lost", "weak"] as const) {
    const backend = new LyingBackend(lie);
    const { report } = await tableRun({ backend, step: { appends: 12 } });
    assertEquals([lie, report.findingsCount > 0], [lie, true]);
  }
});

Deno.test("runTables() looks up commits whose answer was lost, and counts them", async () => {
  const backend = new BrokenBackend();
  backend.fates = ["lost answer", "lost request"];
  const { report } = await tableRun({ backend });
  assertEquals(
    [report.findingsCount, report.appended, report.unknownOutcomes],
    [0, 6, 2],
  );
});

Deno.test("runTables() tells what the storage refuses, and does not call it wrong", async () => {
  const backend = failingTarget(new MemBackend({ url: "mem:" }), {
    calls: ["put", "putStream"],
    kind: "NoSpace",
    after: 3,
    count: 2,
  });
  const { report } = await tableRun({ backend });
  assertEquals([report.findingsCount, report.appended], [0, 4]);
  assertEquals(report.failed.length, 2);
  assertStringIncludes(report.failed[0]?.sentence ?? "", "NoSpace");
});

Deno.test("runTables() tells each append and each snapshot that it counts", async () => {
  const backend = new BrokenBackend();
  backend.fates = ["lost answer", "lost request"];
  const told: EndedTableOperation[] = [];
  const { report } = await tableRun({
    backend,
    ended: (one) => told.push(one),
  });
  const appends = told.filter(({ op }) => op === "append");
  assertEquals(appends.length, report.appended + report.failed.length);
  const good = appends.filter(({ failure }) => failure === null);
  assertEquals(
    good.map(({ startNs, endNs }) => endNs - startNs),
    report.latenciesNs,
  );
  const bytes = good.reduce((sum, one) => sum + one.bytes, 0);
  assertEquals(bytes, report.rowBytes);
  const attempts = good.reduce((sum, one) => sum + one.attempts, 0);
  assertEquals(attempts, report.appended + report.conflicts);
  const snapshots = told.filter(({ op }) => op === "snapshot");
  assertEquals(snapshots.length, report.snapshots);
});

Deno.test("runTables() leaves no file open whose writer failed", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const putStream = backend.putStream.bind(backend);
  let begun = 0;
  let ended = 0;
  backend.putStream = (key, bytes) => {
    begun += 1;
    return putStream(key, bytes).finally(() => ended += 1);
  };
  const { report } = await tableRun({
    backend,
    ports: { faults: armed({ "writer.close.fail": 1 }) },
    // More than a writer holds: files are begun before they are closed.
    step: { appends: 2, rows: 1200, vectorBytes: 4096, codec: "uncompressed" },
  });
  assertEquals([report.appended, report.failed.length], [1, 1]);
  assertEquals([begun, ended], [2, 2]);
});

Deno.test("runTables() rejects with a mistake of a reader, and its writers end", async () => {
  const backend = new MemBackend({ url: "mem:" });
  const failed = Promise.withResolvers<void>();
  backend.getRange = (key) => {
    failed.resolve();
    return Promise.reject(new TypeError(`A mistake of ours in ${key}`));
  };
  const putIfAbsent = backend.putIfAbsent.bind(backend);
  backend.putIfAbsent = async (key, bytes) => {
    // The first one gives the readers their rows.
    if (!key.endsWith("manifest-1.svm")) await failed.promise;
    return await putIfAbsent(key, bytes);
  };
  await assertRejects(
    () => tableRun({ backend, step: { appends: 60 } }),
    TypeError,
    "A mistake of ours",
  );
  const { objects } = await backend.list();
  const versions = objects.filter(({ key }) => key.endsWith(".svm")).length;
  assertEquals(versions < 30, true, `${versions} of 60 were written`);
});

Deno.test("runTables() counts apart what commits wait for others of this process", async () => {
  let ns = 0;
  const backend = new MemBackend({ url: "mem:" });
  const putIfAbsent = backend.putIfAbsent.bind(backend);
  const put = backend.put.bind(backend);
  const written = Promise.withResolvers<void>();
  let files = 0;
  backend.put = async (key, bytes) => {
    if (key.includes("_data/") && ++files === 11) written.resolve();
    return await put(key, bytes);
  };
  backend.putIfAbsent = async (key, bytes) => {
    // All ten ask before one wins; time passes for each try.
    if (!key.endsWith("manifest-1.svm")) await written.promise;
    ns += 1e6;
    return await putIfAbsent(key, bytes);
  };
  const { report } = await tableRun({
    backend,
    nowNs: () => ns,
    step: { appends: 20, writers: 10, readers: 1 },
  });
  const { appended, latenciesNs, waitsNs = [] } = report;
  assertEquals([appended, waitsNs.length, waitsNs[0]], [20, 20, 0]);
  assertEquals(waitsNs.every((one) => one >= 0), true);
  // Ten ask, and few may try: the others wait for at least one version.
  assertEquals(Math.max(...waitsNs) >= 1e6, true);
  assertEquals(latenciesNs.every((one) => one >= 1e6), true);
});
