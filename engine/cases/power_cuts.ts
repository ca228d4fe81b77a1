/**
 * What the enumeration of power cuts says of one promise, of one bug that it
 * must find, and of all of them together. Numbers in, an outcome out.
 */
import { formatCount } from "../profile/mod.ts";
import type { CaseOutcome, CaseWay, PowerCutsEnd } from "./case.ts";

/** Fewer states than that are no proof, whatever they said. */
export const POWER_CUT_STATES_MIN = 10_000;

/** Tries every power cut on one subject. */
export type PowerCuts = (subject: string) => Promise<PowerCutsEnd>;

type PowerCutsWay = Extract<CaseWay, { kind: "power-cuts" }>;
type TotalWay = Extract<CaseWay, { kind: "power-cuts-total" }>;

/** A bug that no state shows is broken: then the search proves nothing. */
export async function judgePowerCuts(
  { isBug, subject }: PowerCutsWay,
  powerCuts: PowerCuts,
): Promise<CaseOutcome> {
  const end = await powerCuts(subject);
  const { isStopped, shortest, states, violations } = end;
  const tried = `${formatCount(states)} distinct states in ${secondsText(end)}`;
  // What was found until then counts; what was not may still be there.
  if (isStopped && shortest === null) {
    return { verdict: "skipped", reason: `The run was stopped after ${tried}` };
  }
  if (states === 0) {
    return { verdict: "failed", reason: "There was no state to be tried" };
  }
  if (isBug && shortest === null) {
    return { verdict: "broken", reason: `${tried}: none shows what is wrong` };
  }
  if (shortest === null) {
    return { verdict: "held", reason: `${tried}, 0 violations` };
  }
  const shown = `${formatCount(violations)} of ${tried}; the shortest, after ` +
    `${
      formatCount(shortest.events)
    } entries of the log: ${shortest.sentence}; ` +
    `see it with: ${shortest.replay}`;
  return isBug
    ? { verdict: "held", reason: `Found by ${shown}` }
    : { verdict: "broken", reason: `Broken in ${shown}` };
}

/** What was tried before is not tried again: the port remembers. */
export async function judgeAllPowerCuts(
  { bugs, promises }: TotalWay,
  powerCuts: PowerCuts,
): Promise<CaseOutcome> {
  const kept: PowerCutsEnd[] = [];
  for (const subject of promises) kept.push(await powerCuts(subject));
  let found = 0;
  for (const subject of bugs) {
    found += (await powerCuts(subject)).shortest === null ? 0 : 1;
  }
  const states = sum(kept.map((end) => end.states));
  const elapsedNs = sum(kept.map((end) => end.elapsedNs));
  const violations = sum(kept.map((end) => end.violations));
  const perSecond = Math.round(states / Math.max(elapsedNs / 1e9, 1e-9));
  const reason = `${formatCount(states)} distinct states in ` +
    `${secondsText({ elapsedNs })} (${formatCount(perSecond)} a second), ` +
    `${
      formatCount(violations)
    } violations; ${found} of ${bugs.length} seeded ` +
    "bugs and lies found";
  const isWhole = states >= POWER_CUT_STATES_MIN && violations === 0 &&
    found === bugs.length;
  if (isWhole) return { verdict: "held", reason };
  const wanted = `${formatCount(POWER_CUT_STATES_MIN)} states, 0 violations ` +
    "and every bug";
  return { verdict: "broken", reason: `${reason}; it must be ${wanted}` };
}

function secondsText({ elapsedNs }: Pick<PowerCutsEnd, "elapsedNs">): string {
  return `${(elapsedNs / 1e9).toFixed(1)} s`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
