import { assertEquals, assertThrows } from "@std/assert";
import {
  CoreError,
  KeptColumns,
  type KeptOperation,
  LANE_OPS,
  loadCore,
} from "../../ffi/mod.ts";
import { LAYOUTS } from "../../ffi/layout.ts";
import { laneSpec, openMemory } from "./core_fixture.ts";

function operation(over: Partial<KeptOperation> = {}): KeptOperation {
  return {
    ...{ op: "range", intendedNs: 10, startNs: 11, firstByteNs: 12 },
    ...{ endNs: 13, place: 14, offset: 15, bytes: 16, generation: 17 },
    ...{ status: -5, attempts: 3, isWarmup: true },
    ...over,
  };
}

function rows(columns: KeptColumns) {
  return Array.from({ length: columns.count }, (_, at) => ({
    op: LANE_OPS[columns.ops[at] ?? 0],
    place: Number(columns.places[at]),
    offset: Number(columns.offsets[at]),
    bytes: Number(columns.lengths[at]),
    generation: Number(columns.generations[at]),
    status: columns.statuses[at],
    attempts: columns.attempts[at],
    flags: columns.flags[at],
    times: [
      ...[columns.intendedNs[at], columns.startNs[at]],
      ...[columns.firstByteNs[at], columns.endNs[at]],
    ].map(Number),
  }));
}

Deno.test("KeptColumns.add() fills each field of a row, until there is no room", () => {
  const columns = new KeptColumns(2);
  assertEquals(columns.bytes.length, 2 * LAYOUTS.sv_kept.sizeBytes);
  assertEquals(columns.add(operation()), true);
  const other = { intendedNs: null, firstByteNs: null, attempts: 1e6 };
  assertEquals(columns.add(operation({ ...other, isWarmup: false })), true);
  assertEquals(columns.add(operation()), false);
  const row = {
    ...{ op: "range" as const, place: 14, offset: 15, bytes: 16 }, // not any op
    ...{ generation: 17, status: -5 },
  };
  const expected = [
    { ...row, attempts: 3, flags: 1, times: [10, 11, 12, 13] },
    { ...row, attempts: 65535, flags: 0, times: [0, 11, 0, 13] },
  ];
  assertEquals(rows(columns), expected);
  const copied = columns.copy();
  columns.count = 0;
  columns.add(operation({ place: 99 }));
  assertEquals([copied.room, rows(copied)], [2, expected]);
});

Deno.test("takeKept() moves what the core kept behind what is there", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  using lane = space.lane(gate, laneSpec({ sync: { kind: "end" } }));
  const columns = new KeptColumns(41);
  assertThrows(() => lane.takeKept(columns), CoreError, "STATE");
  assertThrows(() => lane.keep(100), CoreError, "LAYOUT");
  lane.keep(128);
  assertThrows(() => lane.keep(128), CoreError, "STATE");
  columns.add(operation());
  gate.open();
  assertEquals(await lane.join(), 0);
  assertEquals(lane.takeKept(columns), 0);
  assertEquals(columns.count, 41);
  const [first, ...written] = rows(columns);
  assertEquals([first?.op, first?.place], ["range", 14]);
  assertEquals(
    written.map(({ op, offset, bytes, generation, attempts }) => [
      ...[op, offset, bytes, generation, attempts],
    ]),
    Array.from({ length: 40 }, (_, at) => ["write", at * 4096, 4096, 1, 1]),
  );
  columns.count = 0;
  lane.takeKept(columns);
  assertEquals(columns.count, 25);
  assertEquals(rows(columns).at(-1)?.op, "sync");
  columns.count = 0;
  lane.takeKept(columns);
  assertEquals(columns.count, 0);
});

Deno.test("takeKept() says how many found no room in the ring", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  using lane = space.lane(gate, laneSpec());
  lane.keep(16);
  gate.open();
  await lane.join();
  const columns = new KeptColumns(64);
  assertEquals([lane.takeKept(columns), columns.count], [48, 16]);
});

Deno.test("a lane that is closed tells its operations no more", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  const lane = space.lane(gate, laneSpec());
  lane.close();
  assertThrows(() => lane.keep(16), CoreError, "the lane is closed");
  const columns = new KeptColumns(1);
  assertThrows(() => lane.takeKept(columns), CoreError, "the lane is closed");
});
