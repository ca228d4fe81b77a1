import { assertEquals, assertThrows } from "@std/assert";
import { compilePlan } from "../../../../engine/plan/mod.ts";
import { UsageError } from "../../../../engine/profile/mod.ts";
import { input, target } from "../../plan/plan_input.ts";

const STEP = "{name: c, load: pipeline, objects: 2, sizes: 4KiB}";
const store = (name: string, movesStreams = true) =>
  target({ name, url: `s3://${name}`, facts: null, movesStreams });

function stepsOf(names: readonly string[]) {
  const targets = names.map((name) => store(name));
  return compilePlan(input([STEP], { targets })).targets
    .map(({ steps: [step] }) => step?.kind === "pipeline" ? step : null);
}

Deno.test("PIPELINE_WORKLOAD leads from each target to the next, and the last to the first", () => {
  assertEquals(stepsOf(["x", "y", "z"]).map((step) => step?.next), [
    "y",
    "z",
    "x",
  ]);
  const [one] = stepsOf(["x"]);
  assertEquals(one?.next, null);
  assertEquals(one?.keyPrefix, "sv-0123456789abcdef-copies-0/");
});

Deno.test("PIPELINE_WORKLOAD makes equal objects on every target", () => {
  const [one, other] = stepsOf(["x", "y"]);
  assertEquals(one?.seed, other?.seed);
});

Deno.test("PIPELINE_WORKLOAD refuses a target that moves no streams", () => {
  assertThrows(
    () => compilePlan(input([STEP], { targets: [store("x", false)] })),
    UsageError,
    "moves no streams",
  );
});
