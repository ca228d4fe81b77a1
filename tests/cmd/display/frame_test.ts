/** The promises of cmd/display/frame.ts. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { renderFrame } from "../../../cmd/display/frame.ts";
import { advance, startProgress } from "../../../cmd/display/progress.ts";
import {
  makeDisplayPlan,
  makeDisplayStep,
  makeEnded,
  makeFindings,
  makeProgress,
  makeStarted,
} from "../../_support/display_plan.ts";

const S = 1e9;
const WIDE = { columns: 80, rows: 12, color: false };

function progressOf(stepCount: number) {
  const steps = Array.from(
    { length: stepCount },
    (_, index) => makeDisplayStep(`step-${index}`, { durationNs: 10 * S }),
  );
  return [
    makeStarted("step-0", 0),
    makeEnded("step-0", 10 * S),
    makeStarted("step-1", 10 * S),
    makeProgress("step-1", 14 * S),
    makeFindings("step-1", 2),
  ].reduce(advance, startProgress(makeDisplayPlan(steps)));
}

Deno.test("renderFrame() shows what is done, what runs and what comes", () => {
  assertEquals(renderFrame(progressOf(3), WIDE), [
    "quick 00000000000000aa  1 of 3 steps  findings 2",
    "  done  step-0         local          10 s",
    "  now   step-1         local        [#########...............]  40 %" +
    "  6 s left",
    "  next  step-2         local",
  ]);
});

Deno.test("renderFrame() shows part of many steps, around the running one", () => {
  const lines = renderFrame(progressOf(40), { ...WIDE, rows: 6 });
  assertEquals(lines.length, 6);
  assertStringIncludes(lines[2] ?? "", "now   step-1 ");
  assertEquals(lines.at(-1), "        and 36 more");
});

Deno.test("renderFrame() never fills a line of a narrow terminal", () => {
  for (const columns of [10, 40, 60]) {
    for (const line of renderFrame(progressOf(3), { ...WIDE, columns })) {
      assert(line.length < columns, `${columns}: ${line}`);
    }
  }
});

Deno.test("renderFrame() colors findings only when there are some", () => {
  const colored = { ...WIDE, color: true };
  assertStringIncludes(
    renderFrame(progressOf(3), colored)[0] ?? "",
    "\x1b[31m",
  );
  const none = startProgress(makeDisplayPlan([]));
  assert(!renderFrame(none, colored).join("").includes("\x1b"));
});

Deno.test("renderFrame() keeps share and time left where it is narrow", () => {
  const [head, done, now] = renderFrame(progressOf(3), {
    ...WIDE,
    columns: 40,
  });
  assertEquals(head, "1 of 3 steps  findings 2");
  assertEquals(done, "  done  step-0            10 s");
  assertEquals(now, "  now   step-1           40 %  6 s left");
  const wider = renderFrame(progressOf(3), { ...WIDE, columns: 60 })[2];
  assertStringIncludes(wider ?? "", "[####");
  assertStringIncludes(wider ?? "", "6 s left");
});
