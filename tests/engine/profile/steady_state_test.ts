/** Promises of `engine/profile/steady_state.ts`. */
import { assert, assertEquals } from "@std/assert";
import { mistakeLines, oneStep, parsed } from "./profile_text.ts";

function read(
  steadyState: string,
  more: Readonly<Record<string, string>> = {},
) {
  const [step] = parsed(oneStep({ steadyState, ...more })).steps;
  return step?.kind === "block" || step?.kind === "object"
    ? step.steadyState
    : undefined;
}

Deno.test("steadyState has the bounds of SNIA where none are given", () => {
  assertEquals(read("{window: 10s}"), {
    windowNs: 10e9,
    slopePercent: 10,
    rangePercent: 20,
  });
  assertEquals(read("{window: 1m, slope: 5%, range: 7.5%}"), {
    windowNs: 60e9,
    slopePercent: 5,
    rangePercent: 7.5,
  });
});

Deno.test("steadyState is of loads of keys, too", () => {
  const text = `${
    oneStep({ load: "object", op: "put", steadyState: "{window: 5s}" })
  }objects: {keys: 10, sizes: 4KiB}\n`;
  const [step] = parsed(text).steps;
  assertEquals(step?.kind === "object" && step.steadyState?.windowNs, 5e9);
});

Deno.test("steadyState refuses a window that cannot be, with what can", () => {
  const wrong = [
    ["{window: 2s}", "3s to 90d"],
    ["{slope: 5%}", "window"],
    ["{window: 5}", "unit"],
    ["{window: 5s, range: 0%}", "0.1% to 100%"],
    ["5s", "a mapping"],
  ] as const;
  for (const [steadyState, part] of wrong) {
    const lines = mistakeLines(oneStep({ steadyState })).join("\n");
    assert(lines.includes(part), lines);
  }
  const late = oneStep({ steadyState: "{window: 8s}", duration: "8s" });
  assertEquals(mistakeLines(late), [
    "steps[0].steadyState.window: Cannot become steady before the step ends: " +
    "give a window below its duration",
  ]);
});
