/** Promises of `engine/workers/merge_sizes.ts`. */
import { assertEquals } from "@std/assert";
import {
  mergeSizes,
  SIZE_CLASSES_BYTES,
} from "../../../engine/workers/merge_sizes.ts";
import { SIZE_CLASS_BYTES } from "../../../ffi/mod.ts";
import { FakeLane } from "../../_support/fake_lane.ts";
import { FakeObjectLane } from "../../_support/fake_store.ts";
import { plannedObjectLane } from "../../_support/object_plan_fixture.ts";
import { plannedLane } from "../../_support/plan_fixture.ts";
import { latencyOf } from "../../_support/recording_fixture.ts";

Deno.test("SIZE_CLASSES_BYTES are the classes of the core", () => {
  assertEquals(SIZE_CLASSES_BYTES, SIZE_CLASS_BYTES);
});

Deno.test("mergeSizes() adds lanes and leaves empty classes out", () => {
  const lanes = [0, 1].map((lane) =>
    new FakeObjectLane({ ...plannedObjectLane({ lane }), seed: 0n })
  );
  for (const lane of lanes) {
    lane.sizes.set("put 2", { latency: latencyOf([10, 20]), bytes: 600 });
  }
  lanes[0]?.sizes.set("get 0", { latency: latencyOf([5]), bytes: 7 });
  assertEquals(
    mergeSizes(lanes).map((
      { op, uptoBytes, bytes, totals },
    ) => [op, uptoBytes, bytes, totals.count]),
    [["get", 4096, 7, 1], ["put", 256 * 1024, 1200, 4]],
  );
});

Deno.test("mergeSizes() knows no sizes of blocks", () => {
  assertEquals(mergeSizes([new FakeLane({ ...plannedLane(), seed: 0n })]), []);
});
