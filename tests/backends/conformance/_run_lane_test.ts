import { assertEquals, assertRejects } from "@std/assert";
import { runLane } from "../../../backends/conformance/_run_lane.ts";
import { StorageError } from "../../../backends/mod.ts";
import { FakeSpace } from "../../_support/fake_space.ts";
import { laneSpec, spaceSpec } from "../../ffi/core_fixture.ts";

Deno.test("runLane() tells what the lane counted, and closes it", async () => {
  const space = new FakeSpace(spaceSpec(), (lane) => {
    lane.now = { writeOps: 7 };
    lane.end(0);
  });
  const counted = await runLane(space, laneSpec());
  assertEquals(counted.writeOps, 7);
  assertEquals(space.lanes.map((lane) => lane.isClosed), [true]);
  assertEquals(space.gates.map((gate) => gate.isClosed), [true]);
});

Deno.test("runLane() blames the world for a lane that fails", async () => {
  const space = new FakeSpace(spaceSpec(), (lane) => lane.end(-5));
  const error = await assertRejects(
    () => runLane(space, laneSpec()),
    StorageError,
    "Cannot end the load: the lane stopped with status -5",
  );
  assertEquals(error.kind, "Unexpected");
  assertEquals(space.gates.map((gate) => gate.isClosed), [true]);
});
