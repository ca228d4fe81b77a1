/** The promises of cmd/display/display_for.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { displayFor } from "../../../cmd/display/display_for.ts";
import { listenForInterrupt } from "../../../cmd/interrupt.ts";
import { makeArgs } from "../../_support/args.ts";
import { testContext } from "../../_support/cli.ts";
import {
  makeDisplayPlan,
  makeDisplayStep,
  makeFindings,
} from "../../_support/display_plan.ts";

function show(flags: Readonly<Record<string, readonly string[]>>) {
  const context = testContext();
  const interrupt = listenForInterrupt(context);
  const shown = displayFor({
    context,
    args: makeArgs(flags),
    plan: makeDisplayPlan([makeDisplayStep("fill", { bytes: 10 })]),
    interrupt,
  });
  shown.sample(makeFindings("fill", 1));
  context.send("SIGINT");
  shown.end();
  return context;
}

Deno.test("displayFor() shows on stdout, and on stderr beside JSON", () => {
  assertStringIncludes(show({}).out(), "FINDING");
  const beside = show({ json: ["-"] });
  assertEquals(beside.out(), "");
  assertStringIncludes(beside.err(), "FINDING");
});

Deno.test("displayFor() answers an interrupt", () => {
  assertStringIncludes(show({}).out(), "Stopping: what is in flight");
});

Deno.test("displayFor() shows nothing with --quiet", () => {
  assertEquals(show({ quiet: [] }).out(), "");
});
