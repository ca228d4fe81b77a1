/** The promises of cmd/display/display_for.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { displayFor } from "../../../cmd/display/display_for.ts";
import { makeArgs } from "../../_support/args.ts";
import { testContext } from "../../_support/cli.ts";
import {
  makeDisplayPlan,
  makeDisplayStep,
  makeFindings,
} from "../../_support/display_plan.ts";

function show(flags: Readonly<Record<string, readonly string[]>>) {
  const context = testContext();
  const shown = displayFor({
    context,
    args: makeArgs(flags),
    plan: makeDisplayPlan([makeDisplayStep("fill", { bytes: 10 })]),
    interrupt: { close() {} },
  });
  shown.sample(makeFindings("fill", 1));
  shown.end();
  return context;
}

Deno.test("displayFor() shows on stdout, and on stderr beside JSON", () => {
  assertStringIncludes(show({}).out(), "FINDING");
  const beside = show({ json: ["-"] });
  assertEquals(beside.out(), "");
  assertStringIncludes(beside.err(), "FINDING");
});

Deno.test("displayFor() shows nothing with --quiet", () => {
  assertEquals(show({ quiet: [] }).out(), "");
});
