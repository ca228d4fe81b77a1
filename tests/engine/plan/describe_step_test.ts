/** Promises of `engine/plan/describe_step.ts`. */
import { assertEquals } from "@std/assert";
import { describeStep } from "../../../engine/plan/describe_step.ts";
import { input, planned } from "./plan_input.ts";

function lines(step: string): string[] {
  const [first] = planned(input([step], { top: "size: 64MiB" })).steps;
  if (first === undefined) throw new Error("no step");
  return describeStep(first, { number: 3, nameWidth: 4 });
}

Deno.test("describeStep() tells operation, lanes and end of a step", () => {
  assertEquals(lines("{name: a, load: block, op: write}"), [
    "  3  a     write in order, 1 MiB blocks",
    "           1 lane of depth 16, io_uring, closed loop",
    "           64 MiB; nothing to compare; no sync",
  ]);
});

Deno.test("describeStep() tells every limit", () => {
  const step = "{name: a, load: block, op: read, total: 32MiB, ops: 10, " +
    "duration: 2s, warmup: 500ms, verify: never}";
  assertEquals(lines(step).slice(-2).map((line) => line.trim()), [
    "32 MiB or 10 operations or 2 s after 500 ms of warm-up; nothing is",
    "compared; no sync",
  ]);
});

Deno.test("describeStep() tells even and odd arrivals, and the rate of all lanes", () => {
  const text = (rate: string) =>
    lines(
      `{name: a, load: block, op: read, lanes: 3, ops: 9, rate: ${rate}}`,
    ).join(" ");
  const even = "open loop at 500.5/s with even gaps";
  assertEquals(text("500.5/s").includes(even), true, text("500.5/s"));
  const odd = "open loop at 7/s with Poisson arrivals";
  const poisson = text("{rate: 7/s, arrival: poisson}");
  assertEquals(poisson.includes(odd), true, poisson);
});

Deno.test("describeStep() counts the cases of a step", () => {
  const step = { kind: "cases", name: "c", cases: ["a", "b"] } as const;
  assertEquals(describeStep(step, { number: 1, nameWidth: 1 }), [
    "  1  c  2 cases: a, b",
  ]);
});
