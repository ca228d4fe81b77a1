/** The promises of cmd/make_plan.ts. */
import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { askedLoads, makePlan } from "../../cmd/make_plan.ts";
import { readSelection } from "../../cmd/selection.ts";
import { Wiring } from "../../cmd/wiring.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";

Deno.test("askedLoads() tells what a store must be able to do", () => {
  const context = testContext();
  const selection = readSelection(context, makeArgs({ target: ["mem:"] }));
  assertEquals(askedLoads(selection), { offsets: true, keys: false });
  const profile = { ...selection.profile, steps: [] };
  assertEquals(askedLoads({ ...selection, profile }), {
    offsets: false,
    keys: false,
  });
});

Deno.test("makePlan() draws run id and seed anew, and keeps a given seed", async () => {
  const context = testContext();
  const wiring = new Wiring(context);
  const flags = { target: ["mem:"], size: ["1MiB"] };
  const drawn = readSelection(context, makeArgs(flags));
  const opened = await wiring.openTargets(drawn.targets, "create");
  const [first, second] = [1, 2].map(() => makePlan(context, drawn, opened));
  assertMatch(first?.runId ?? "", /^[0-9a-f]{16}$/);
  assertNotEquals(first?.runId, second?.runId);
  assertNotEquals(first?.seed, second?.seed);
  const given = readSelection(context, makeArgs({ ...flags, seed: ["7"] }));
  assertEquals(makePlan(context, given, opened).seed, "7");
  await wiring.close();
});
