/**
 * A step of clients as text: what held and what was promised, how attempts
 * ended, and the evidence on a time line.
 */
import { formatCount, formatDuration } from "../profile/mod.ts";
import { LEVELS } from "../history/mod.ts";
import {
  breaks,
  type ConsistencyJudgement,
  openConsistency,
} from "./consistency_judgement.ts";
import { type Palette, paletteOf } from "./palette.ts";
import { alignRows, wrapText } from "./table.ts";

type Finding = ConsistencyJudgement["report"]["findings"][number];
type Face = ConsistencyJudgement["report"]["reads"];

const INDENT = "  ";
/** Cells of a time line. */
const LINE_CELLS = 16;
/** Findings that are written out; the JSON has more. */
const FINDINGS_SHOWN = 10;

/** Lines of at most `width` cells, but for keys, URLs and request ids. */
export function consistencyLines(
  judged: ConsistencyJudgement,
  { width, color }: { readonly width: number; readonly color: boolean },
): string[] {
  const palette = paletteOf(color);
  return [
    ...wrapText(clientHeadline(judged), { head: `${judged.step}  `, width }),
    ...countRows(judged).map((line) => INDENT + line),
    ...consistencyFacts(judged).flatMap(([name, text]) =>
      wrapText(text, { head: `${INDENT}${name.padEnd(9)}  `, width })
    ),
    ...findingLines(judged, width, palette),
  ];
}

/** What was promised, what held and what stood in the way, by its name. */
export function consistencyFacts(
  judged: ConsistencyJudgement,
): (readonly [name: string, text: string])[] {
  const { promise, report, history } = judged;
  const open = openConsistency(judged);
  const failures = Object.entries(report.failures)
    .map(([kind, count]) => `${formatCount(count)} ${kind}`).join(", ");
  return [
    ["promised", `${promise.level} (${promise.source})`],
    ["held", heldText(judged)],
    ["reads", faceText(report.reads)],
    ["lists", faceText(report.lists)],
    ["failed", failures],
    [
      "uploads",
      report.openUploads === 0
        ? ""
        : `${formatCount(report.openUploads)} may be open still`,
    ],
    [
      "not asked",
      report.notAsked.length === 0
        ? ""
        : `${report.notAsked.join(", ")}: not claimed`,
    ],
    ["history", history ?? ""],
    ["undecided", open ?? ""],
  ].flatMap(([name = "", text = ""]) => text === "" ? [] : [[name, text]]);
}

/** How many attempts by whom, where and for how long. */
export function clientHeadline({ report }: ConsistencyJudgement): string {
  const { clients, endpoints, durationNs, operations } = report;
  const attempts = Object.values(operations)
    .reduce((sum, { asked }) => sum + asked, 0);
  const ways = endpoints.length === 1
    ? "1 endpoint"
    : `${endpoints.length} endpoints`;
  const stopped = report.stoppedBy === "limit"
    ? ""
    : `, stopped by a ${report.stoppedBy}`;
  return `${formatCount(attempts)} attempts by ${clients} ` +
    `${clients === 1 ? "client" : "clients"} at ${ways} in ` +
    `${formatDuration(durationNs)}${stopped}, seed ${report.seed}`;
}

function countRows({ report }: ConsistencyJudgement): string[] {
  const rows = Object.entries(report.operations)
    .filter(([, { asked }]) => asked > 0)
    .map(([name, { asked, answered, refused, unknown, failed }]) => [
      name,
      ...[asked, answered, refused, unknown, failed].map(formatCount),
    ]);
  if (rows.length === 0) return [];
  return alignRows([
    ["", "asked", "answered", "refused", "unknown", "failed"],
    ...rows,
  ]);
}

/** The strongest level that held, and the first that did not. */
function heldText({ report, promise, verdict }: ConsistencyJudgement): string {
  const { level } = report;
  if (level === null) return "nothing was seen";
  if (verdict === "undecided") return "regular; linearizable is undecided";
  const none = report.heldCounts.none ?? 0;
  const beside = none > 0
    ? `; ${formatCount(none)} findings that no level allows`
    : "";
  const stronger = LEVELS[LEVELS.indexOf(level) - 1];
  const failed = stronger === undefined ? "" : `; ${stronger} did not`;
  const short = breaks(level, promise.level)
    ? `, less than ${promise.level} as promised`
    : "";
  return `${level}${short}${failed}${beside}`;
}

function faceText(face: Face): string {
  if (face.level === null) return "none were judged";
  const stale = face.staleLooks === 0
    ? ""
    : `, ${formatCount(face.staleLooks)} stale, up to ` +
      `${formatDuration(Math.round(face.stalenessNs))} behind`;
  return `${face.level} on ${formatCount(face.keys)} keys: ` +
    `${formatCount(face.looks)} judged${stale}, ` +
    `${formatCount(face.ambiguous)} ambiguous, ` +
    `${formatCount(face.undecidedKeys)} keys undecided`;
}

function findingLines(
  { report, promise, broken, allowed }: ConsistencyJudgement,
  width: number,
  palette: Palette,
): string[] {
  const { findings } = report;
  if (findings.length === 0) return [];
  const counts = Object.entries(report.findingCounts)
    .map(([name, count]) => `${formatCount(count)} ${name}`).join(", ");
  const within = allowed > 0
    ? ` (${formatCount(allowed)} within what is promised)`
    : "";
  const [head = "", ...rest] = wrapText(`${counts}${within}`, {
    head: `${INDENT}findings   `,
    width,
  });
  const shown = findings.slice(0, FINDINGS_SHOWN);
  const more = findings.length - shown.length;
  return [
    broken > 0 ? palette.bad(head) : head,
    ...rest,
    ...shown.flatMap((finding) => [
      ...wrapText(
        `${finding.name}${
          breaks(finding.held ?? "none", promise.level) ? "" : " (allowed)"
        } of ${finding.key}: ${finding.sentence}`,
        { head: `${INDENT}- `, width },
      ),
      ...timeLines(finding, width),
    ]),
    ...(more > 0
      ? [`${INDENT}and ${formatCount(more)} more in the JSON report`]
      : []),
  ];
}

/** One bar for each operation, all on one scale; `>` had no end. */
function timeLines({ witness }: Finding, width: number): string[] {
  const ends = witness.map(({ callNs, returnNs }) => returnNs ?? callNs);
  const spanNs = Math.max(1, ...ends);
  return witness.flatMap(({ callNs, returnNs, sentence }) => {
    const from = cellOf(callNs, spanNs);
    const to = returnNs === null ? LINE_CELLS : cellOf(returnNs, spanNs) + 1;
    const bar =
      (returnNs === null ? "=".repeat(to - from - 1) + ">" : "=".repeat(
        Math.max(1, to - from),
      )).padStart(to).padEnd(LINE_CELLS).slice(0, LINE_CELLS);
    return wrapText(sentence, { head: `${INDENT}  |${bar}|  `, width });
  });
}

function cellOf(timeNs: number, spanNs: number): number {
  return Math.min(LINE_CELLS - 1, Math.floor(timeNs / spanNs * LINE_CELLS));
}
