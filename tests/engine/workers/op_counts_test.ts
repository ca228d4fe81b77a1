/** Promises of `engine/workers/op_counts.ts`. */
import { assertEquals } from "@std/assert";
import {
  allCounts,
  LOAD_OPS,
  opCounts,
  sumOf,
} from "../../../engine/workers/op_counts.ts";
import { LANE_OPS } from "../../../ffi/mod.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

const LANES = [
  laneCounters({ getOps: 2, getBytes: 10, getErrors: 1, syncOps: 4 }),
  laneCounters({ getOps: 3, headOps: 1, headErrors: 5 }),
];

Deno.test("LOAD_OPS has the operations of the core in their order", () => {
  assertEquals<readonly string[]>(LOAD_OPS, LANE_OPS);
});

Deno.test("opCounts() adds one operation over all lanes", () => {
  assertEquals(opCounts(LANES, "get"), { count: 5, bytes: 10, errors: 1 });
  assertEquals(opCounts(LANES, "sync"), { count: 4, bytes: 0, errors: 0 });
});

Deno.test("allCounts() adds every operation", () => {
  assertEquals(allCounts(LANES), { count: 10, bytes: 10, errors: 6 });
});

Deno.test("sumOf() takes a counter that a saved lane lacks for 0", () => {
  const { retries: _, ...older } = laneCounters({ attempts: 2 });
  const lanes = [JSON.parse(JSON.stringify(older)), laneCounters()];
  assertEquals([sumOf(lanes, "retries"), sumOf(lanes, "attempts")], [0, 2]);
});
