/**
 * Judged cases as text: how many came to what, and each that did not hold with
 * its reason. Cases with one reason share one entry; the JSON has every case.
 */
import { formatCount } from "../profile/mod.ts";
import type { CaseEnded } from "../workers/mod.ts";
import { wrapText } from "./table.ts";

/** Fewer stay apart: two ids say more than "2 cases". */
const SHARING_MIN = 4;

/** What it says when it held is what the others of its kind add up to. */
const SUM_CASE = "crash.states";

const VERDICTS = ["held", "broken", "failed", "not claimed", "skipped"];

/** No lines for no cases. */
export function caseLines(
  cases: readonly CaseEnded[],
  width: number,
): string[] {
  if (cases.length === 0) return [];
  const counts = VERDICTS.map((name) => {
    const count = cases.filter(({ verdict }) => verdict === name).length;
    return `${formatCount(count)} ${name}`;
  });
  const told = cases.filter(({ id, verdict }) =>
    verdict !== "held" || id === SUM_CASE
  );
  const groups = Map.groupBy(
    told,
    ({ verdict, target, reason }) => [verdict, target, reason].join("\n"),
  );
  return [
    `cases     ${counts.join(", ")}`,
    ...[...groups.values()].flatMap((group) => groupLines(group, width)),
  ];
}

function groupLines(group: readonly CaseEnded[], width: number): string[] {
  if (group.length < SHARING_MIN) {
    return group.flatMap((one) => oneLine(one, one.id, width));
  }
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  const name = `${formatCount(group.length)} cases, ${first.id} to ${last.id},`;
  return oneLine(first, name, width);
}

function oneLine(one: CaseEnded, name: string, width: number): string[] {
  return wrapText(`${name} on ${one.target}: ${one.reason}`, {
    head: `  ${one.verdict.padEnd(11)}  `,
    width,
  });
}
