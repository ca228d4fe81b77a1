/** A step over a table as text. */
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import type { TableJudgement } from "./table_judgement.ts";
import { wrapText } from "./table.ts";

/** Troubles that are written out; more are in the JSON. */
const TROUBLES_SHOWN = 10;

/** Lines of one step; `width` as everywhere. */
export function tableLines(judged: TableJudgement, width: number): string[] {
  const { appended, appends, rows, step } = judged;
  const lines = [
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
