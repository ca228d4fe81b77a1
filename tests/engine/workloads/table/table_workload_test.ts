import { assertEquals, assertThrows } from "@std/assert";
import { compilePlan } from "../../../../engine/plan/mod.ts";
import { UsageError } from "../../../../engine/profile/mod.ts";
import { input, target } from "../../plan/plan_input.ts";

const STEP = "{name: c, load: table, appends: 2, rows: 10}";
const place = (name: string, holdsTables = true) =>
  target({ name, url: `s3://${name}`, facts: null, holdsTables });

Deno.test("TABLE_WORKLOAD puts equal rows below a prefix of the run", () => {
  const targets = [place("x"), place("y")];
  const steps = compilePlan(input([STEP], { targets })).targets
    .map(({ steps: [step] }) => step?.kind === "table" ? step : null);
  assertEquals(steps[0]?.keyPrefix, "sv-0123456789abcdef-table-0/");
  assertEquals(steps[0]?.seed, steps[1]?.seed);
});

Deno.test("TABLE_WORKLOAD refuses a target that cannot hold a table", () => {
  assertThrows(
    () => compilePlan(input([STEP], { targets: [place("x", false)] })),
    UsageError,
    "a table needs keys",
  );
});
