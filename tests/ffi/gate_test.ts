import { assertEquals, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { laneSpec, openMemory } from "./core_fixture.ts";

Deno.test("CoreGate holds lanes back until it is opened", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  using first = space.lane(gate, laneSpec({ regionUnits: 32, limitOps: 32 }));
  using second = space.lane(
    gate,
    laneSpec({ lane: 1, regionUnit: 32, regionUnits: 32, limitOps: 32 }),
  );
  assertEquals([first.counters().state, second.counters().state], [0, 0]);
  gate.open();
  assertEquals([await first.join(), await second.join()], [0, 0]);
  assertEquals(first.counters().writeOps + second.counters().writeOps, 64);
});

Deno.test("CoreGate.stop() ends its lanes, also those still waiting", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  using gate = space.gate();
  using lane = space.lane(gate, laneSpec({ limitOps: 0 }));
  gate.stop();
  assertEquals(await lane.join(), 0);
});

Deno.test("CoreGate.close() refuses while it has lanes, and is harmless twice", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  const gate = space.gate();
  const lane = space.lane(gate, laneSpec());
  const error = assertThrows(() => gate.close(), CoreError);
  assertEquals(error.statusName, "STATE");
  lane.close();
  gate.close();
  gate.close();
});

Deno.test("CoreGate refuses everything once it is closed", async () => {
  using core = loadCore();
  await using space = await openMemory(core);
  const gate = space.gate();
  gate.close();
  for (
    const use of [
      () => gate.open(),
      () => gate.stop(),
      () => space.lane(gate, laneSpec()),
    ]
  ) assertThrows(use, CoreError, "the gate is closed");
});
