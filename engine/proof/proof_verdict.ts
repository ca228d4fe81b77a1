/** From everything that was tried to one verdict. Pure. */
import { formatCount as count } from "../profile/mod.ts";
import type { Cell } from "./judge_cell.ts";
import type { BitFlips, CleanUnits, ProofVerdict } from "./proof.ts";

/** What a verdict is made from. */
export interface Tried {
  readonly cells: readonly Cell[];
  readonly flips: BitFlips | null;
  readonly clean: CleanUnits | null;
  readonly interrupted: boolean;
}

/**
 * `proven` only if every fault was named, every bit was found, no clean unit
 * was accused, and as many were compared as were asked for. What is wrong goes
 * before what failed, and that before an early end.
 */
export function proofVerdict(tried: Tried): ProofVerdict {
  const wrong = wrongParts(tried);
  if (wrong.length > 0) {
    return {
      outcome: "not proven",
      exit: 1,
      sentence: `Not proven: ${wrong.join(", ")}`,
    };
  }
  const failure = firstFailure(tried);
  if (failure !== undefined) {
    return { outcome: "failed", exit: 3, sentence: failure };
  }
  if (tried.interrupted) {
    return {
      outcome: "interrupted",
      exit: 130,
      sentence: `Stopped early: ${provenText(tried)} until then`,
    };
  }
  const short = shortfall(tried);
  if (short !== undefined) {
    return { outcome: "not proven", exit: 1, sentence: short };
  }
  return {
    outcome: "proven",
    exit: 0,
    sentence: `Proven: ${provenText(tried)}`,
  };
}

/** Units that all clean runs compared. */
export function comparedUnits({ runs }: CleanUnits): number {
  return runs.reduce((sum, run) => sum + run.comparedUnits, 0);
}

/** Units that clean runs accused: false alarms. */
export function accusedUnits({ runs }: CleanUnits): number {
  return runs.reduce((sum, run) => sum + run.accused, 0);
}

function wrongParts({ cells, flips, clean }: Tried): string[] {
  const parts: string[] = [];
  const wrong = cells.filter(({ outcome }) => outcome === "wrong").length;
  if (wrong > 0) {
    parts.push(`${counted(wrong, "fault")} not named as they must be`);
  }
  const missed = flips === null ? 0 : flips.flips - flips.named;
  if (missed > 0) parts.push(`${counted(missed, "flipped bit")} not named`);
  const accused = clean === null ? 0 : accusedUnits(clean);
  if (accused > 0) parts.push(`${counted(accused, "clean unit")} accused`);
  return parts;
}

function firstFailure({ cells, clean }: Tried): string | undefined {
  const cell = cells.find(({ outcome }) => outcome === "failed");
  if (cell !== undefined) return cell.reasons[0];
  return clean?.runs.find(({ isFailed }) => isFailed)?.reason;
}

function shortfall({ cells, flips, clean }: Tried): string | undefined {
  if (clean !== null && comparedUnits(clean) < clean.asked) {
    return `Not proven: ${count(comparedUnits(clean))} clean units were ` +
      `compared, and ${count(clean.asked)} were asked for`;
  }
  const isNothing = cells.every(({ outcome }) => outcome === "absent") &&
    flips === null && clean === null;
  return isNothing ? "Not proven: nothing was tried" : undefined;
}

function provenText({ cells, flips, clean }: Tried): string {
  const named = cells.filter(({ outcome }) => outcome === "named").length;
  const parts = [`${counted(named, "fault")} put and named`];
  if (flips !== null) {
    parts.push(`${count(flips.named)} of ${count(flips.flips)} bits found`);
  }
  if (clean !== null) {
    parts.push(
      `${accusedUnits(clean)} of ${
        count(comparedUnits(clean))
      } clean units accused`,
    );
  }
  return parts.join(", ");
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}
