import { assert, assertEquals, assertThrows } from "@std/assert";
import { compareReports } from "../../../../engine/report/compare/compare_reports.ts";
import {
  conditionsExit,
  conditionText,
  judgeCondition,
  parseCondition,
  percentText,
} from "../../../../engine/report/compare/condition.ts";
import { groupOf, OPTIONS } from "./comparison_fixture.ts";

function judged(text: string, base: number[], other: number[]) {
  const comparison = compareReports(
    [groupOf("A", base), groupOf("B", other)],
    OPTIONS,
  );
  return judgeCondition(comparison, parseCondition(text));
}

Deno.test("parseCondition() reads step, operation, metric and limit", () => {
  assertEquals(parseCondition("over.write.get.p99.9 >= +2.5%"), {
    text: "over.write.get.p99.9 >= +2.5%",
    step: "over.write",
    op: "get",
    metric: "p99.9",
    compare: ">=",
    limit: 0.025,
  });
  assertEquals(parseCondition("read.iops < -5 %").limit, -0.05);
});

Deno.test("parseCondition() refuses what is none, with an example", () => {
  for (const text of ["read.p98 > 1%", "p99 > 1%", "read.p99 > 1", "", "a.b"]) {
    assertThrows(() => parseCondition(text), RangeError, "read.p99 > +10%");
  }
});

Deno.test("judgeCondition() needs the whole interval beyond the limit", () => {
  const base = [100e3, 101e3, 102e3, 103e3];
  const more = base.map((ns) => 1.3 * ns);
  const wild = [90e3, 105e3, 120e3, 180e3];
  const outcomes = (other: number[]) =>
    judged("write.p99 > +10%", base, other).map(({ outcome }) => outcome);
  assertEquals(outcomes(more), ["missed"]);
  assertEquals(outcomes(base), ["met"]);
  assertEquals(outcomes(wild), ["undecided"]);
});

Deno.test("judgeCondition() says what one run each is worth", () => {
  const [only] = judged("fill.write.p99 > +10%", [1e5], [2e5]);
  assertEquals(only?.outcome, "missed");
  if (only === undefined) throw new TypeError("has one outcome");
  assert(only.sentence.includes("too few runs to know"));
  assert(conditionText(only).startsWith("FAILED, fail if fill.write.p99"));
});

Deno.test("judgeCondition() finds nothing for an operation that is not there", () => {
  assertEquals(judged("read.p99 > +10%", [1e5], [2e5]), []);
});

Deno.test("conditionsExit() is 5 for missed, else 4 for undecided, else 0", () => {
  const one = (outcome: "met" | "missed" | "undecided") => ({
    text: "",
    sentence: "",
    outcome,
  });
  assertEquals(conditionsExit([one("undecided"), one("missed")]), 5);
  assertEquals(conditionsExit([one("undecided"), one("met")]), 4);
  assertEquals([conditionsExit([one("met")]), conditionsExit([])], [0, 0]);
});

Deno.test("percentText() always has its sign", () => {
  assertEquals([percentText(0.123), percentText(-0.5)], ["+12.3 %", "-50.0 %"]);
});
