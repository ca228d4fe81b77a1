import { assertEquals, assertThrows } from "@std/assert";
import { compilePlan } from "../../../../engine/plan/mod.ts";
import { UsageError } from "../../../../engine/profile/mod.ts";
import { input, target } from "../../plan/plan_input.ts";

const promise = { level: "regular", source: "they say so" } as const;
const store = (name = "x") =>
  target({
    name,
    url: `s3://${name}`,
    facts: null,
    consistency: { promise, endpoints: 3 },
  });

Deno.test("CONSISTENCY_WORKLOAD plans clients by the target's promise", () => {
  const plan = compilePlan(
    input(["{name: race, load: consistency, ops: 50}"], {
      targets: [store(), store("y")],
    }),
  );
  const [first, second] = plan.targets.map(({ steps }) => steps[0]);
  assertEquals(first, {
    kind: "consistency",
    name: "race",
    clients: 16,
    keys: 4,
    keyPrefix: "sv-0123456789abcdef-clients-0/",
    seed: first?.kind === "consistency" ? first.seed : -1,
    valueMinBytes: 256,
    valueMaxBytes: 752,
    partBytes: 5 * 1024 ** 2,
    ops: 50,
    durationNs: null,
    promise,
    endpoints: 3,
  });
  // Equal seeds make equal choices on every target.
  assertEquals(first, second);
});

Deno.test("CONSISTENCY_WORKLOAD lets the profile expect something else", () => {
  const [planned] = compilePlan(
    input(["{name: race, load: consistency, expect: eventual}"], {
      targets: [store()],
    }),
  ).targets[0]?.steps ?? [];
  assertEquals(planned?.kind === "consistency" && planned.promise, {
    level: "eventual",
    source: "the profile expects it",
  });
});

Deno.test("CONSISTENCY_WORKLOAD refuses storage without keys", () => {
  assertThrows(
    () => compilePlan(input(["{name: race, load: consistency}"])),
    UsageError,
    "this storage has no keys to put and read",
  );
});
