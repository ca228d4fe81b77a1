/** The promises of cmd/operation_log.ts. */
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { tableFromIPC } from "apache-arrow";
import { OP_LOG_FLAG, OperationLog } from "../../cmd/operation_log.ts";
import type { Report } from "../../engine/mod.ts";
import type { KeptColumns } from "../../ffi/mod.ts";
import { makeArgs } from "../_support/args.ts";
import { Child } from "../_support/child.ts";
import { runCli, testContext } from "../_support/cli.ts";
import { FakeLane } from "../_support/fake_lane.ts";
import { logAndReport, rowsOfCut } from "../_support/operation_rows.ts";
import { plan, plannedLane } from "../_support/plan_fixture.ts";
import { withRunPlace } from "../_support/short_profile.ts";
import { withStorePlace } from "../_support/store_place.ts";

const OUT = ["--op-log", "ops.arrow", "--json", "report.json"];

/** A load of each kind that needs no store, and one with a warm-up. */
const LOADS = `
name: loads
size: 1MiB
samples: { count: 12, size: 4KiB, format: npy }
checkpoints: { count: 1, shards: 2, shardSize: 64KiB }
steps:
  - { name: fill, load: block, op: write, blockSize: 64KiB, total: 1MiB, sync: end }
  - { name: mix, load: block, op: { read: 50, write: 50 }, pattern: random,
      blockSize: 4KiB, rate: 4000/s, warmup: 50ms, duration: 200ms, lanes: 2 }
  - { name: copies, load: pipeline, objects: 3, sizes: { 4KiB: 100 },
      digests: [crc64nvme], memory: 16MiB, parallel: 2 }
  - { name: rows, load: table, appends: 4, rows: 50, writers: 2, readers: 1 }
  - { name: write, load: loader, op: write, workers: 2 }
  - { name: train, load: loader, op: read, workers: 2, epochs: 2, batch: 4 }
  - { name: save, load: loader, op: save, workers: 2 }
  - { name: restore, load: loader, op: restore, workers: 2 }
`;

Deno.test("run --op-log holds what the report counts, of each load on a folder", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    await Deno.writeTextFile(`${cwd}/loads.yaml`, LOADS);
    const { exit, out, err } = await runCli([
      ...["run", "--profile", "loads.yaml", "--target", `file://${cwd}/x`],
      ...OUT,
    ], { cwd, env });
    const { log, report } = await logAndReport(
      ...[`${cwd}/ops.arrow`, `${cwd}/report.json`] as const, // a pair
    );
    assertEquals(log, report, out + err);
    const { operationLog }: Report = JSON.parse(
      await Deno.readTextFile(`${cwd}/report.json`),
    );
    const rows = tableFromIPC(await Deno.readFile(`${cwd}/ops.arrow`)).numRows;
    const { kept, lost, path } = operationLog ?? {};
    assertEquals([path, kept, lost], [`${cwd}/ops.arrow`, rows, 0]);
    assertStringIncludes(err, ` operations in ${cwd}/ops.arrow\n`);
    assertEquals(exit, 0, out + err);
  });
});

Deno.test("run --op-log holds what the report counts, of objects on a store", async () => {
  await withStorePlace({}, async ({ cwd, run }) => {
    const { exit, err } = await run([
      ...["run", "--profile", "short.yaml", "--target", "store", ...OUT],
    ]);
    assertEquals(exit, 0, err);
    const { log, report } = await logAndReport(
      ...[`${cwd}/ops.arrow`, `${cwd}/report.json`] as const, // a pair
    );
    assertEquals(log, report);
    const table = tableFromIPC(await Deno.readFile(`${cwd}/ops.arrow`));
    const column = (name: string) => [...table.getChild(name) ?? []];
    assert(column("key").every((key) => /^sv-[\da-f]{16}\/\d+$/.test(key)));
    const [starts, ends] = [column("start_ns"), column("end_ns")];
    const isWithin = column("first_byte_ns").map((ns, at) =>
      ns === null || starts[at] <= ns && ns <= ends[at]
    );
    assertEquals(new Set(isWithin), new Set([true]));
  });
});

Deno.test("run --op-log that is refused leaves the log of the run before", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const run = (log: string) =>
      runCli(["run", ...flags, "--keep", "--op-log", log], { cwd, env });
    assertEquals((await run("ops.arrow")).exit, 0);
    const before = await Deno.readFile(`${cwd}/ops.arrow`);
    assert(rowsOfCut(before) > 0);
    for (const log of ["ops.arrow", "new.arrow"]) {
      const { exit, err } = await run(log);
      assertEquals(exit, 3, err);
      assertStringIncludes(err, "it holds the files of run");
    }
    assertEquals(await Deno.readFile(`${cwd}/ops.arrow`), before);
    await assertRejects(
      () => Deno.stat(`${cwd}/new.arrow`),
      Deno.errors.NotFound,
    );
  });
});

Deno.test("run --op-log says of faults in the file what was armed", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const armed = ["--fault", "latency.delay:count=1"];
    const { exit, out, err } = await runCli(
      ["run", ...flags, ...OUT, ...armed],
      { cwd, env },
    );
    assertEquals(exit, 0, out + err);
    const { schema } = tableFromIPC(await Deno.readFile(`${cwd}/ops.arrow`));
    const text = schema.metadata.get("faults_armed") ?? "";
    assert(text.startsWith("FAULTS ARMED: latency.delay"), text);
  });
});

Deno.test("run --op-log on a full disk still ends in a report, and says so", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const { exit, err } = await runCli(
      ["run", ...flags, "--op-log", "/dev/full", "--json", "report.json"],
      { cwd, env },
    );
    assertEquals(exit, 3, err);
    assertStringIncludes(err, 'Cannot write "/dev/full": ');
    const { operationLog, verdict }: Report = JSON.parse(
      await Deno.readTextFile(`${cwd}/report.json`),
    );
    assertEquals(verdict.outcome, "pass");
    const { failure = "", kept = 0, lost = 0 } = operationLog ?? {};
    assertStringIncludes(failure, 'Cannot write "/dev/full": ');
    assertEquals([kept, lost], [0, 128]);
  });
});

Deno.test("run --op-log into a device ends as the run itself", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const { exit, err } = await runCli(
      ["run", ...flags, "--op-log", "/dev/null"],
      { cwd, env },
    );
    assertEquals(exit, 0, err);
    assertStringIncludes(err, "op-log   128 operations in /dev/null\n");
  });
});

Deno.test("run --op-log that is killed leaves whole batches, a stream from byte 8 on", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const child = new Child([
      ...["run", "--profile", "long.yaml", "--target", `file://${cwd}/x`],
      ...["--quiet", "--op-log", "ops.arrow"],
    ], { cwd, env });
    let hasEnded = false;
    const ended = child.end().finally(() => hasEnded = true);
    const rows = () =>
      Deno.readFile(`${cwd}/ops.arrow`).then(rowsOfCut, () => 0);
    let seen = 0;
    while (!hasEnded && seen <= 64) {
      await new Promise((go) => setTimeout(go, 20));
      seen = await rows();
    }
    child.kill("SIGKILL");
    const { signal, err } = await ended;
    assertEquals(signal, "SIGKILL", err);
    assert(await rows() >= seen, `${seen} rows were there`);
  });
});

async function openLog(path: string): Promise<OperationLog> {
  const args = makeArgs({ [OP_LOG_FLAG.name]: [path] });
  const about = { plan: plan(), faultsArmed: [] };
  const log = await OperationLog.open(testContext(), args, about);
  if (log === undefined) throw new TypeError("There is no log");
  log.begin();
  return log;
}

Deno.test("OperationLog counts what comes too fast instead of growing", async () => {
  const path = await Deno.makeTempFile();
  try {
    const log = await openLog(path);
    const told = { startNs: 1, endNs: 2, attempts: 1, generation: null };
    for (let count = 0; count < 100_010; count++) {
      log.one({
        ...{ target: "local", step: "fill", op: "copy", lane: 0, key: "k" },
        ...{ bytes: 1, failure: null, ...told },
      });
    }
    const facts = await log.finish();
    assertEquals([facts.kept, facts.lost], [100_000, 10]);
    assertEquals(tableFromIPC(await Deno.readFile(path)).numRows, 100_000);
    assertEquals(await log.finish(), facts);
  } finally {
    await Deno.remove(path);
  }
});

type Taken = (readonly [lane: number, rows: number])[];

/** Has all its operations already, and says when they are taken. */
class FullLane extends FakeLane {
  readonly #taken: Taken;
  #rows: number;

  constructor(lane: number, rows: number, taken: Taken) {
    super({ ...plannedLane({ lane }), seed: 0n });
    this.#rows = rows;
    this.#taken = taken;
  }

  keep(): void {}

  takeKept(columns: KeptColumns): number {
    const rows = Math.min(this.#rows, columns.room - columns.count);
    if (rows > 0) this.#taken.push([this.spec.lane, rows]);
    columns.count += rows;
    this.#rows -= rows;
    return 0;
  }
}

Deno.test("OperationLog asks a slow lane beside one that fills each batch", async () => {
  const log = await openLog("/dev/null");
  const taken: Taken = [];
  log.lanes({
    ...{ target: "local", step: "fill", keyName: () => null },
    lanes: [new FullLane(0, 200_000, taken), new FullLane(1, 1000, taken)],
  }).end();
  const { kept } = await log.finish();
  assertEquals(taken.slice(0, 3), [[0, 65_536], [1, 1000], [0, 64_536]]);
  assertEquals(kept, 201_000);
});

Deno.test("OperationLog whose turn fails says so at its end, in order", async () => {
  const log = await openLog("/dev/null");
  const asked = Promise.withResolvers<void>();
  const lane = new FullLane(0, 1, []);
  lane.takeKept = () => {
    asked.resolve();
    throw new RangeError("Array buffer allocation failed");
  };
  log.lanes({
    ...{ target: "local", step: "fill", keyName: () => null, lanes: [lane] },
  });
  await asked.promise;
  // Were it told to nobody, the process would end before the next timer.
  await new Promise((resolve) => setTimeout(resolve, 0));
  await assertRejects(() => log.finish(), RangeError, "allocation failed");
  await assertRejects(() => log.finish(), RangeError, "allocation failed");
});

Deno.test("OperationLog is none without its flag", async () => {
  const opened = await OperationLog.open(testContext(), makeArgs(), {
    plan: plan(),
    faultsArmed: [],
  });
  assertEquals(opened, undefined);
});
