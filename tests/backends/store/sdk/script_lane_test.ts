import { assert, assertEquals, assertRejects } from "@std/assert";
import { ScriptLane } from "../../../../backends/store/sdk/script_lane.ts";
import {
  keptBuffer,
  KeptMemory,
} from "../../../../backends/store/sdk/kept_memory.ts";
import type { ObjectLaneSpec } from "../../../../ffi/mod.ts";
import {
  KeptColumns,
  LANE_OPS,
  loadCore,
  type StatusName,
} from "../../../../ffi/mod.ts";
import { makeRig, type Rig, type RigOptions } from "./_memory_store.ts";

/** Sizes that differ from one generation to the next. */
const sizeBytes = (index: number, generation: number) =>
  5000 + index * 10 + generation * 1000;

async function run(
  options: RigOptions,
): Promise<Rig & { readonly status: number }> {
  const rig = makeRig({ sizeBytes, ...options });
  const status = await new ScriptLane(rig.context).run();
  return { ...rig, status };
}

Deno.test("ScriptLane puts each key once and reads every byte back", async () => {
  using core = loadCore();
  const { stamp } = core;
  const write = await run({ stamp });
  assertEquals(write.status, 0);
  assertEquals(write.store.objects.size, 4);
  assertEquals(write.memory.get("put_ops"), 4);
  assertEquals(write.memory.get("put_bytes"), 24_060);
  const read = await run({ stamp, rig: write, spec: { weights: { get: 1 } } });
  assertEquals(read.memory.get("objects_compared"), 4);
  assertEquals(read.memory.get("get_bytes"), 24_060);
  assertEquals([read.found, read.memory.get("units_bad")], [[], 0]);
  assertEquals(read.memory.get("state"), 4);
  assert(read.memory.get("cpu_ns") > 0);
  assertEquals(read.memory.latency("get", "first-byte").count, 4);
  assertEquals(read.memory.sizeClass("get", 1).latency.count, 4);
});

Deno.test("ScriptLane mixes everything for long without a false alarm", async () => {
  using core = loadCore();
  const { found, status, memory } = await run({
    stamp: core.stamp,
    space: { keyCount: 20, partBytes: 4096, multipartFromBytes: 9000 },
    spec: {
      limitOps: 3000,
      depth: 8,
      choose: { kind: "random" },
      listLimit: 7,
      partDepth: 2,
      weights: {
        ...{ get: 30, range: 10, put: 30, upload: 5 },
        ...{ head: 10, list: 5, delete: 10 },
      },
    },
  });
  assertEquals([status, found], [0, []]);
  assertEquals(memory.get("units_bad"), 0);
  for (
    const op of ["get", "range", "put", "upload", "head", "list", "delete"]
  ) {
    assert(memory.counters()[`${op}Ops` as "getOps"] > 50, op); // one of them
  }
  assert(memory.get("objects_compared") > 500);
});

Deno.test("ScriptLane stays right when outcomes are unknown", async () => {
  using core = loadCore();
  const rig = makeRig({
    stamp: core.stamp,
    sizeBytes,
    space: { keyCount: 10, partBytes: 4096 },
    spec: {
      limitOps: 2000,
      depth: 4,
      errorsMax: 1_000_000,
      choose: { kind: "random" },
      weights: { get: 40, put: 30, upload: 10, delete: 10, head: 10 },
    },
  });
  let turn = 0;
  const sometimes = (status: StatusName) => () =>
    turn++ % 7 === 0 ? status : undefined;
  rig.store.lies = {
    fail: sometimes("HTTP_RESET"),
    failLate: sometimes("HTTP_TIMEOUT"),
  };
  const status = await new ScriptLane(rig.context).run();
  assertEquals([status, rig.found], [0, []]);
  assert(rig.memory.get("writes_ambiguous") > 20);
  assert(rig.memory.get("units_ambiguous") > 20);
  assert(rig.memory.get("errors_reset") > 20);
  assertEquals(rig.memory.get("first_error_status"), 1103);
});

Deno.test("ScriptLane ends with the status of an error too many", async () => {
  using core = loadCore();
  const rig = makeRig({ stamp: core.stamp, spec: { errorsMax: 1 } });
  rig.store.lies = { fail: () => "HTTP_DENIED" };
  const status = await new ScriptLane(rig.context).run();
  const { putErrors, firstErrorOp, errorsDenied } = rig.memory.counters();
  assertEquals([status, putErrors, errorsDenied], [-1110, 2, 2]);
  assertEquals(firstErrorOp, 5);
  assertEquals(rig.memory.get("status"), 1110);
});

Deno.test("ScriptLane passes on what is not an answer of the store", async () => {
  using core = loadCore();
  const rig = makeRig({
    stamp: core.stamp,
    sizeBytes: () => {
      throw new RangeError("a bug");
    },
  });
  await assertRejects(() => new ScriptLane(rig.context).run(), RangeError);
});

Deno.test("ScriptLane stops when it is told, and at its limits", async () => {
  using core = loadCore();
  const { stamp } = core;
  const endless: Partial<ObjectLaneSpec> = { limitOps: 0, depth: 3 };
  const rig = makeRig({ stamp, spec: endless });
  rig.store.lies = {
    fail: () => {
      rig.isStopped = rig.store.calls.length >= 10;
      return undefined;
    },
  };
  assertEquals(await new ScriptLane(rig.context).run(), 0);
  const bytes = await run({ stamp, spec: { ...endless, limitBytes: 30_000 } });
  assertEquals(bytes.memory.get("put_ops") <= 8, true);
  const time = await run({ stamp, spec: { ...endless, limitNs: 100_000 } });
  assert(time.memory.get("put_ops") < 60);
});

Deno.test("ScriptLane counts the warm-up apart", async () => {
  using core = loadCore();
  const { memory } = await run({
    stamp: core.stamp,
    spec: { limitOps: 100, warmupNs: 50_000 },
  });
  const { warmupOps, putOps } = memory.counters();
  assert(warmupOps > 0 && putOps > 0, `${warmupOps} and ${putOps}`);
  assertEquals(warmupOps + putOps, 100);
  assertEquals(memory.latency("put", "service").count, putOps);
});

Deno.test("ScriptLane measures an open loop from the intended start", async () => {
  using core = loadCore();
  const { memory, waits } = await run({
    stamp: core.stamp,
    spec: {
      limitOps: 20,
      arrival: { kind: "constant", intervalPs: 5e9, phaseNs: 1_000_000 },
    },
  });
  const response = memory.latency("put", "response");
  assertEquals(response.count, 20);
  assert(response.sumNs >= memory.latency("put", "service").sumNs);
  assert(waits.length >= 20);
  assertEquals(memory.latency("get", "response").count, 0);
});

Deno.test("ScriptLane skips a delete where nothing is there, and says so", async () => {
  using core = loadCore();
  const { memory, store } = await run({
    stamp: core.stamp,
    spec: { weights: { delete: 1 } },
  });
  assertEquals(memory.get("writes_skipped"), 4);
  assertEquals(store.calls, []);
});

Deno.test("ScriptLane never has two writes of one key in flight", async () => {
  using core = loadCore();
  const rig = makeRig({
    stamp: core.stamp,
    space: { keyCount: 3 },
    spec: {
      ...{ limitOps: 600, depth: 16, choose: { kind: "random" } },
      weights: { put: 3, delete: 1 },
    },
  });
  const open = new Set<string>();
  const { client } = rig.context;
  const once = async (key: string, write: () => Promise<void>) => {
    assertEquals(open.has(key), false, key);
    open.add(key);
    await write();
    open.delete(key);
  };
  const watched = Object.assign(Object.create(client), {
    put: (key: string, bytes: Uint8Array<ArrayBuffer>) =>
      once(key, () => client.put(key, bytes)),
    delete: (key: string) => once(key, () => client.delete(key)),
  });
  const context = { ...rig.context, client: watched };
  assertEquals(await new ScriptLane(context).run(), 0);
  assert(rig.memory.get("conflicts") > 10);
});

Deno.test("ScriptLane keeps what was done when the first lane of its gate ended", async () => {
  using core = loadCore();
  const { stamp } = core;
  const alone = await run({ stamp });
  assertEquals(alone.memory.get("steady_write_ops"), 4);
  assertEquals(
    alone.memory.get("steady_ns"),
    alone.memory.get("end_ns"),
  );
  const rig = makeRig({ sizeBytes, stamp, spec: { depth: 1 } });
  rig.context.firstEnd.tell(5);
  assertEquals(await new ScriptLane(rig.context).run(), 0);
  assertEquals(rig.memory.get("steady_ns"), 5);
  assertEquals(rig.memory.get("steady_write_ops"), 0);
  assertEquals(rig.memory.get("put_ops"), 4);
});

Deno.test("ScriptLane keeps each operation that it counts, and no other", async () => {
  using core = loadCore();
  const kept = new KeptMemory(keptBuffer(4096));
  const { memory, store } = await run({
    stamp: core.stamp,
    kept,
    space: { keyCount: 20, partBytes: 4096, multipartFromBytes: 9000 },
    spec: {
      ...{ limitOps: 600, depth: 4, warmupNs: 2_000_000, errorsMax: 600 },
      ...{ choose: { kind: "random" }, listLimit: 7, attemptsMax: 1 },
      weights: {
        ...{ get: 30, range: 10, put: 30, upload: 5 },
        ...{ head: 10, list: 5, delete: 10 },
      },
    },
  });
  assert(store.objects.size > 0);
  const columns = new KeptColumns(4096);
  assertEquals(kept.take(columns), 0);
  const sums = { warmup: 0, attempts: 0 };
  const ops = new Map<string, { count: number; bytes: number }>();
  for (let at = 0; at < columns.count; at++) {
    sums.attempts += columns.attempts[at] ?? 0;
    assert((columns.endNs[at] ?? 0n) > (columns.startNs[at] ?? 0n));
    if (columns.flags[at] === 1) {
      sums.warmup++;
      continue;
    }
    const op = LANE_OPS[columns.ops[at] ?? 0] ?? "";
    const { bytes, count } = ops.get(op) ?? { count: 0, bytes: 0 };
    const more = Number(columns.lengths[at]);
    ops.set(op, { count: count + 1, bytes: bytes + more });
    const hasGeneration = ["put", "upload"].includes(op) ||
      more > 0 && ["get", "range"].includes(op);
    assertEquals((columns.generations[at] ?? 0n) > 0n, hasGeneration, op);
  }
  assertEquals(sums.warmup, memory.get("warmup_ops"));
  assert(sums.warmup > 0);
  assertEquals(sums.attempts, memory.get("attempts"));
  for (const op of LANE_OPS.slice(3)) {
    const { bytes = 0, count = 0 } = ops.get(op) ?? {};
    const counter = (what: "ops" | "bytes") =>
      memory.get(`${op as "get"}_${what}`); // one of them
    assertEquals([op, count, bytes], [op, counter("ops"), counter("bytes")]);
  }
});
