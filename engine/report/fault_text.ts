/**
 * The mark of a run with faults on purpose, and the counts of its points. Every
 * rendering begins with the mark, so that none can be taken for a clean run.
 */
import { formatCount } from "../profile/mod.ts";
import type { FaultPointCount } from "../recorder/mod.ts";
import type { Report } from "./report.ts";

/** `FAULTS ARMED: ...`, one line however long; `null` for a clean run. */
export function faultMark(
  { faultsArmed }: Pick<Report, "faultsArmed">,
): string | null {
  return faultsArmed.length > 0
    ? `FAULTS ARMED: ${faultsArmed.join(", ")}`
    : null;
}

/** The first line of metrics, whose format has no place for a mark. */
export function markedText(
  text: string,
  run: Pick<Report, "faultsArmed">,
): string {
  const mark = faultMark(run);
  return mark === null ? text : `${mark}: ${text}`;
}

/**
 * `read.eio reached 64 times, fired once` for each point that was armed or
 * fired, then all others that were reached in one sentence.
 */
export function faultCountTexts(
  { faultsArmed, faultPoints = [] }: Report,
): string[] {
  const isArmed = ({ point }: FaultPointCount) =>
    faultsArmed.some((text) => text.split(/[: ]/)[0] === point);
  const told = faultPoints.filter((one) => one.fired > 0 || isArmed(one));
  const others = faultPoints.filter((one) => !told.includes(one))
    .map(({ point, reached }) => `${point} ${formatCount(reached)}`);
  return [
    ...told.map(countText),
    ...(others.length > 0
      ? [`Reached as well, and not armed: ${others.join(", ")}`]
      : []),
  ];
}

function countText({ point, reached, fired }: FaultPointCount): string {
  if (reached === 0) return `${point} never reached`;
  return `${point} reached ${timesText(reached)}, ` +
    (fired === 0 ? "never fired" : `fired ${timesText(fired)}`);
}

/** A sentence of a verdict, with what was armed before it. */
export function besideFaults(
  sentence: string,
  { faultsArmed }: Pick<Report, "faultsArmed">,
): string {
  if (faultsArmed.length === 0) return sentence;
  const rest = sentence.charAt(0).toLowerCase() + sentence.slice(1);
  return `With faults armed (${faultsArmed.join(", ")}): ${rest}`;
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${formatCount(count)} times`;
}
