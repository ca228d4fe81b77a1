/** Promises of `engine/cases/power_cuts.ts`. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { PowerCutsEnd } from "../../../engine/cases/mod.ts";
import {
  judgeAllPowerCuts,
  judgePowerCuts,
} from "../../../engine/cases/power_cuts.ts";

const SCHEMES = ["file"];
const KEPT: PowerCutsEnd = {
  states: 6000,
  violations: 0,
  elapsedNs: 2e9,
  isStopped: false,
  shortest: null,
};
const BROKEN: PowerCutsEnd = {
  ...KEPT,
  violations: 17,
  shortest: { sentence: "It is gone", events: 12, replay: "show it" },
};

function judge(isBug: boolean, end: PowerCutsEnd) {
  const way = {
    kind: "power-cuts",
    schemes: SCHEMES,
    subject: "s",
    isBug,
  } as const;
  return judgePowerCuts(way, () => Promise.resolve(end));
}

Deno.test("judgePowerCuts() holds a promise that no state broke, and shows one that did", async () => {
  assertEquals(await judge(false, KEPT), {
    verdict: "held",
    reason: "6,000 distinct states in 2.0 s, 0 violations",
  });
  assertEquals(await judge(false, BROKEN), {
    verdict: "broken",
    reason: "Broken in 17 of 6,000 distinct states in 2.0 s; the shortest, " +
      "after 12 entries of the log: It is gone; see it with: show it",
  });
});

Deno.test("judgePowerCuts() holds a bug only when a state shows it", async () => {
  const found = await judge(true, BROKEN);
  assertEquals(found.verdict, "held");
  assertStringIncludes(found.reason, "Found by 17 of 6,000");
  assertEquals(await judge(true, KEPT), {
    verdict: "broken",
    reason: "6,000 distinct states in 2.0 s: none shows what is wrong",
  });
});

Deno.test("judgePowerCuts() takes no states for no verdict", async () => {
  const { verdict } = await judge(false, { ...KEPT, states: 0 });
  assertEquals(verdict, "failed");
  // Ctrl-C between two cases: the next one is not begun, and did not fail.
  const early = await judge(false, { ...KEPT, states: 0, isStopped: true });
  assertEquals(early.verdict, "skipped");
});

Deno.test("judgePowerCuts() holds nothing that was stopped, and keeps what was found", async () => {
  const stopped = await judge(false, { ...KEPT, isStopped: true });
  assertEquals(stopped.verdict, "skipped");
  assertStringIncludes(stopped.reason, "stopped after 6,000");
  const broken = await judge(false, { ...BROKEN, isStopped: true });
  assertEquals(broken.verdict, "broken");
});

function judgeAll(ends: Readonly<Record<string, PowerCutsEnd>>) {
  const way = {
    kind: "power-cuts-total",
    schemes: SCHEMES,
    promises: ["a", "b"],
    bugs: ["bug"],
  } as const;
  return judgeAllPowerCuts(
    way,
    (subject) => Promise.resolve(ends[subject] ?? KEPT),
  );
}

Deno.test("judgeAllPowerCuts() adds up, and says how fast", async () => {
  assertEquals(await judgeAll({ bug: BROKEN }), {
    verdict: "held",
    reason: "12,000 distinct states in 4.0 s (3,000 a second), 0 violations; " +
      "1 of 1 seeded bugs and lies found",
  });
});

Deno.test("judgeAllPowerCuts() is broken by too few states, a violation, a bug not found", async () => {
  for (
    const ends of [
      { bug: BROKEN, a: { ...KEPT, states: 3999 } },
      { bug: BROKEN, b: BROKEN },
      { bug: KEPT },
    ]
  ) {
    const { reason, verdict } = await judgeAll(ends);
    assertEquals(verdict, "broken");
    assertStringIncludes(reason, "it must be 10,000 states, 0 violations");
  }
});
