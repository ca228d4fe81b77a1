/** The promises of cmd/display/run_display.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type IntervalRow,
  makeDisplay,
  type RowTexts,
} from "../../../cmd/display/run_display.ts";
import type { Output } from "../../../cmd/mod.ts";
import { testContext } from "../../_support/cli.ts";
import {
  makeDisplayPlan,
  makeDisplayStep,
  makeFindings,
  makeStarted,
} from "../../_support/display_plan.ts";
import { FakeTerminal } from "../../_support/fake_terminal.ts";

const ROWS: RowTexts = {
  header: (target) => ["", target],
  row: ({ step, startNs, interval }) =>
    `  ${step} ${interval.endNs - startNs} ns`,
};

function makeRow(step: string, endNs: number): IntervalRow {
  const op = {
    count: 0,
    bytes: 0,
    errors: 0,
    meanNs: null,
    p50Ns: null,
    p99Ns: null,
    maxNs: null,
  };
  const interval = {
    startNs: 0,
    endNs,
    ops: { read: op, write: op, sync: op },
    isWarmup: false,
    findings: 0,
    backlog: 0,
  };
  return { target: "local", step, interval };
}

function display(
  output: Output,
  set: { live?: boolean; quiet?: boolean } = {},
) {
  let closed = 0;
  const shown = makeDisplay({
    plan: makeDisplayPlan([makeDisplayStep("fill", { bytes: 10 })]),
    output,
    manners: { live: set.live ?? false, color: false },
    quiet: set.quiet ?? false,
    rows: ROWS,
    onClosed: () => closed++,
  });
  return { shown, closed: () => closed };
}

Deno.test("makeDisplay() in a pipe prints rows under one header a target", () => {
  const context = testContext();
  const { shown } = display(context.stdout);
  shown.sample(makeStarted("fill", 5));
  shown.interval(makeRow("fill", 6));
  shown.interval(makeRow("fill", 7));
  shown.interval(makeRow("mix", 8));
  shown.end();
  assertEquals(
    context.out(),
    "\nlocal\n  fill 1 ns\n  fill 2 ns\n  mix 8 ns\n",
  );
});

Deno.test("makeDisplay() shows the first findings one by one", () => {
  const context = testContext();
  const { shown } = display(context.stdout);
  shown.sample(makeFindings("fill", 3));
  shown.sample(makeFindings("fill", 30));
  const lines = context.out().trimEnd().split("\n");
  assertEquals(lines.length, 5);
  assertEquals(lines[0], "FINDING  local fill: lost at offset 4096");
});

Deno.test("makeDisplay() names the key of a finding", () => {
  const context = testContext();
  const { shown } = display(context.stdout);
  const found = makeFindings("fill", 1);
  if (found.type !== "step-findings") throw new TypeError("no findings");
  shown.sample({ ...found, keys: ["p/k7"] });
  assertEquals(
    context.out(),
    "FINDING  local fill: lost at offset 4096 of p/k7\n",
  );
});

Deno.test("makeDisplay() shows one kind on one key once, and leaves room", () => {
  const context = testContext();
  const { shown } = display(context.stdout);
  const found = makeFindings("fill", 20);
  if (found.type !== "step-findings") throw new TypeError("no findings");
  const keys = found.findings.map((_, at) => at < 18 ? "k1" : `k${at}`);
  shown.sample({ ...found, keys });
  shown.sample({ ...found, keys });
  assertEquals(
    context.out().trimEnd().split("\n").map((line) => line.split(" of ")[1]),
    ["k1", "k18", "k19"],
  );
});

Deno.test("makeDisplay() with --quiet prints nothing", () => {
  const context = testContext();
  const { shown } = display(context.stdout, { quiet: true });
  shown.sample(makeFindings("fill", 3));
  shown.interval(makeRow("fill", 1));
  shown.end();
  assertEquals(context.out(), "");
});

Deno.test("makeDisplay() on a terminal keeps rows above the live list", () => {
  const terminal = new FakeTerminal(80);
  const { shown } = display(terminal, { live: true });
  shown.sample(makeStarted("fill", 0));
  shown.interval(makeRow("fill", 1));
  const lines = terminal.lines();
  assertEquals(lines.slice(0, 3), ["", "local", "  fill 1 ns"]);
  assertStringIncludes(lines[3] ?? "", "0 of 1 steps");
  assertStringIncludes(lines[4] ?? "", "now   fill ");
  shown.end();
  assertEquals(terminal.lines(), ["", "local", "  fill 1 ns"]);
  assertEquals(terminal.isCursorShown, true);
});

Deno.test("makeDisplay() tells once that its reader left, and goes on", () => {
  const context = testContext({ pipeClosesAfter: 3 });
  const { shown, closed } = display(context.stdout);
  shown.interval(makeRow("fill", 1));
  shown.interval(makeRow("fill", 2));
  shown.end();
  assertEquals(closed(), 1);
});
