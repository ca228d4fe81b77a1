import { assertEquals, assertThrows } from "@std/assert";
import { loaderReadBack } from "../../../engine/workers/read_back_samples.ts";
import { loaderStep, plannedSamples } from "../../_support/loader_fixture.ts";
import { plannedTarget } from "../../_support/plan_fixture.ts";

const target = plannedTarget({
  steps: [loaderStep({ op: "write" }), loaderStep({ op: "save" })],
});

Deno.test("loaderReadBack() reads all that was to be written once, in order", () => {
  const steps = loaderReadBack(target, plannedSamples(), undefined);
  assertEquals(steps.map(({ op, ops }) => [op, ops]), [
    ["read", 10],
    ["restore", 4],
  ]);
  assertEquals(steps.every(({ lanes }) => lanes[0]?.verify), true);
});

Deno.test("loaderReadBack() narrows to a sample or a shard, and to no other number", () => {
  const of = (key: number) =>
    loaderReadBack(target, plannedSamples(), key).map(({ op, only }) => [
      op,
      only,
    ]);
  assertEquals(of(3), [["read", 3]]);
  assertEquals(of(12), [["restore", 12]]);
  assertThrows(() => of(14), RangeError, "it has 10 samples and 4 shards");
});
