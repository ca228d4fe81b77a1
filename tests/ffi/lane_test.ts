import { assertEquals, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { laneSpec, openMemory, runLane } from "./core_fixture.ts";

Deno.test("CoreLane writes, reads back and compares every unit", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  const write = await runLane(space);
  assertEquals([write.status, write.counters.unitsWritten], [0, 64]);
  const read = await runLane(space, laneSpec({ readPermille: 1000 }));
  assertEquals(read.status, 0);
  assertEquals(read.counters.unitsCompared, 64);
  assertEquals([read.counters.unitsBad, read.findings.length], [0, 0]);
});

Deno.test("CoreLane refuses a spec that the core refuses, and says which", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  const error = assertThrows(
    () => space.lane(gate, laneSpec({ lane: 3, depth: 0 })),
    CoreError,
    "lane 3",
  );
  assertEquals(error.statusName, "LAYOUT");
});
