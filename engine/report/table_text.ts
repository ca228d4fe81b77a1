/** A step over a table as text. */
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import type { TableJudgement } from "./table_judgement.ts";
import { wrapText } from "./table.ts";

/** Troubles that are written out; more are in the JSON. */
const TROUBLES_SHOWN = 10;

/** Lines of one step; `width` as everywhere. */
export function tableLines(judged: TableJudgement, width: number): string[] {
  const lines = judged.isReadBack === true
    ? readBackTexts(judged)
    : writtenTexts(judged);
  const { keptAt, step } = judged;
  if (keptAt !== undefined) lines.push(`kept at ${keptAt}`);
  const troubles = [...judged.findings, ...judged.failed];
  const more = troubles.length - TROUBLES_SHOWN;
  return [
    ...lines.flatMap((line, index) =>
      wrapText(line, { head: index === 0 ? `${step}  ` : "  ", width })
    ),
    ...troubles.slice(0, TROUBLES_SHOWN).flatMap(({ sentence }) =>
      wrapText(sentence, { head: "  - ", width })
    ),
    ...(more > 0 ? [`  and ${formatCount(more)} more in the JSON report`] : []),
  ];
}

/** The rates of reading are those of comparing as well, and say little. */
function readBackTexts(judged: TableJudgement): string[] {
  return [
    `${formatCount(judged.appended)} acknowledged appends read again, ` +
    `${formatCount(judged.rows)} rows, ${formatBytes(judged.rowBytes)}`,
    `${formatCount(judged.comparedRows)} rows compared, ` +
    `${
      formatCount(judged.unknownOutcomes)
    } appends of which nobody was told; ` +
    `${formatCount(judged.versions)} versions, the last of ` +
    formatBytes(judged.manifestBytes),
  ];
}

function writtenTexts(judged: TableJudgement): string[] {
  const { appended, appends, rows } = judged;
  return [
    `${formatCount(appended)} of ${formatCount(appends)} appends, ` +
    `${formatCount(rows)} rows, ${formatBytes(judged.rowBytes)}`,
    `${judged.appendsPerSecond.toFixed(1)} appends/s, ` +
    `${formatCount(Math.round(judged.rowsPerSecond))} rows/s, ` +
    `${(judged.bytesPerSecond / 1e6).toFixed(1)} MB/s; ${latencyText(judged)}`,
    `${formatCount(judged.conflicts)} conflicts merged, ` +
    `${formatCount(judged.unknownOutcomes)} lost answers looked up; ` +
    `${formatCount(judged.versions)} versions, the last of ` +
    formatBytes(judged.manifestBytes),
    `${formatCount(judged.snapshots)} snapshots opened meanwhile; ` +
    `${formatCount(judged.comparedRows)} rows compared, ` +
    `${formatCount(judged.readBack)} of them at the end`,
  ];
}

function latencyText({ p50Ns, p99Ns, maxNs }: TableJudgement): string {
  if (p50Ns === null || p99Ns === null || maxNs === null) {
    return "no commit ended";
  }
  return `commits p50 ${duration(p50Ns)}, p99 ${duration(p99Ns)}, max ` +
    duration(maxNs);
}

/** To a microsecond: more digits say nothing of a commit. */
function duration(ns: number): string {
  return formatDuration(Math.round(ns / 1000) * 1000);
}
