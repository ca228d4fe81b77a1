import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CoreError, COUNTERS, loadCore } from "../../ffi/mod.ts";
import { laneSpec, openMemory, runLane } from "./core_fixture.ts";

Deno.test("RunningLane.counters() has one number for each counter", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  const { counters } = await runLane(space);
  assertEquals(Object.keys(counters).length, COUNTERS.length);
  assertEquals(counters.writeBytes, 64 * 4096);
  assertEquals(counters.seekSeed, 7);
  assertEquals(counters.state, 4);
});

Deno.test("RunningLane.latency() counts each operation once", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  using lane = space.lane(gate, laneSpec());
  assertEquals(lane.latency("write", "service").count, 0);
  gate.open();
  await lane.join();
  const { counts, count, minNs, maxNs, sumNs } = lane.latency(
    "write",
    "service",
  );
  assertEquals(count, 64);
  assertEquals(counts.reduce((sum, n) => sum + n, 0n), 64n);
  assert(minNs !== null && minNs > 0 && minNs <= maxNs && maxNs <= sumNs);
  const empty = lane.latency("read", "service");
  assertEquals([empty.count, empty.minNs, empty.counts.length], [0, null, 0]);
  assertEquals(lane.latency("write", "response").count, 0);
});

Deno.test("RunningLane.findings() tells each bad unit once", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  core.faults.arm("write.zero:after=3:count=1");
  try {
    await runLane(space);
  } finally {
    core.faults.clear();
  }
  using gate = space.gate();
  using lane = space.lane(gate, laneSpec({ readPermille: 1000, lane: 5 }));
  gate.open();
  await lane.join();
  const [finding, ...others] = lane.findings();
  assertEquals(others, []);
  assertEquals(
    [finding?.class, finding?.unit, finding?.lane, finding?.offsetBytes],
    ["zeroed", 3, 5, 3 * 4096],
  );
  assertEquals(lane.findings(), []);
  assertEquals(lane.counters().unitsBad, 1);
});

Deno.test("RunningLane.findings() empties a ring of more than one call", async () => {
  using core = loadCore();
  await using space = await openMemory(core, { fileBytes: 100 * 4096 });
  const whole = { regionUnits: 100, limitOps: 100 };
  core.faults.arm("write.zero");
  try {
    await runLane(space, laneSpec(whole));
  } finally {
    core.faults.clear();
  }
  const read = await runLane(space, laneSpec({ ...whole, readPermille: 1000 }));
  const { unitsBad, findingsDropped } = read.counters;
  assertEquals(unitsBad, 100);
  assertEquals(read.findings.length, 100 - findingsDropped);
  assert(read.findings.length > 64, `${read.findings.length} findings`);
});

Deno.test("RunningLane.join() gives the status of a lane that failed", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  core.faults.arm("submit.eio");
  try {
    const { status, counters } = await runLane(space);
    assertEquals(counters.firstErrorStatus, 5);
    assert(counters.writeErrors > 0);
    assertEquals(status === 0, counters.status === 0);
  } finally {
    core.faults.clear();
  }
});

Deno.test("RunningLane.join() may be called twice, and many lanes at once", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  // More than the threads that blocking calls have.
  const lanes = Array.from({ length: 40 }, (_, lane) =>
    space.lane(
      gate,
      laneSpec({ lane, regionUnit: lane, regionUnits: 1, limitOps: 1 }),
    ));
  const joins = lanes.flatMap((lane) => [lane.join(), lane.join()]);
  // File access still works while all of them wait at the gate.
  assertEquals((await core.probePath("/")).kind, "directory");
  gate.open();
  assertEquals(new Set(await Promise.all(joins)), new Set([0]));
  for (const lane of lanes) lane.close();
});

Deno.test("RunningLane.close() ends a running lane; nothing works after it", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  const lane = space.lane(gate, laneSpec({ limitOps: 0 }));
  gate.open();
  lane.close();
  lane.close();
  assertThrows(() => lane.counters(), CoreError, "the lane is closed");
  assertThrows(() => lane.findings(), CoreError);
  assertThrows(() => lane.latency("read", "service"), CoreError);
  assertThrows(() => lane.stop(), CoreError);
  await assertRejects(() => lane.join(), CoreError);
});
