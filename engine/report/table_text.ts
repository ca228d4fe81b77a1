/** A step over a table as text. */
import { formatBytes, formatCount } from "../profile/mod.ts";
import { plainStepLines, spreadText } from "./plain_step_text.ts";
import { tableFailures, type TableJudgement } from "./table_judgement.ts";

/** Lines of one step; `width` as everywhere. */
export function tableLines(judged: TableJudgement, width: number): string[] {
  const { failed, findings, findingsCount, keptAt, step } = judged;
  const count = Math.max(findings.length, findingsCount) +
    tableFailures(judged);
  const lines = judged.isReadBack === true
    ? readBackTexts(judged)
    : writtenTexts(judged);
  if (keptAt !== undefined) lines.push(`kept at ${keptAt}`);
  const troubles = [...findings, ...failed];
  return plainStepLines({ step, lines, troubles, count }, width);
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
    ...waitTexts(judged),
    `${formatCount(judged.conflicts)} conflicts merged, ` +
    `${formatCount(judged.unknownOutcomes)} lost answers looked up; ` +
    `${formatCount(judged.versions)} versions, the last of ` +
    formatBytes(judged.manifestBytes),
    `${formatCount(judged.snapshots)} snapshots opened meanwhile; ` +
    `${formatCount(judged.comparedRows)} rows compared, ` +
    `${formatCount(judged.readBack)} of them at the end`,
  ];
}

function latencyText(judged: TableJudgement): string {
  const spread = spreadText(judged);
  return spread === null ? "no commit ended" : `commits ${spread}`;
}

/** Our own queue: it says nothing about the storage. */
function waitTexts({ waited }: TableJudgement): string[] {
  const spread = waited === undefined ? null : spreadText(waited);
  return spread === null
    ? []
    : [`before it each waited ${spread} for others of this process`];
}
