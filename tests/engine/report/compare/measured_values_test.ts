import { assertEquals } from "@std/assert";
import {
  measuredValues,
  METRICS,
} from "../../../../engine/report/compare/measured_values.ts";
import { groupOf } from "./comparison_fixture.ts";

Deno.test("measuredValues() has each figure once for every run", () => {
  const found = [...measuredValues(groupOf("a", [1e5, 2e5]), true).values()];
  assertEquals(found.map(({ metric }) => metric), METRICS);
  const p99 = found.find(({ metric }) => metric === "p99");
  assertEquals(p99?.values.map(Math.round), [1e5, 2e5]);
  assertEquals([p99?.target, p99?.isUncertain], ["local", false]);
});

Deno.test("measuredValues() takes one target when only that is asked for", () => {
  const group = { ...groupOf("a", [1e5]), target: "other" };
  assertEquals(measuredValues(group, false).size, 0);
});
