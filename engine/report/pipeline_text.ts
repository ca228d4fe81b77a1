/** A step of copies as text. */
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import type { PipelineJudgement } from "./pipeline_judgement.ts";
import { wrapText } from "./table.ts";

/** Troubles that are written out; all are in the JSON. */
const TROUBLES_SHOWN = 10;

/** Lines of one step; `width` as everywhere. */
export function pipelineLines(
  judged: PipelineJudgement,
  width: number,
): string[] {
  const { copied, copies, copiedBytes, bytesPerSecond, step } = judged;
  const rate = (bytesPerSecond / 1e6).toFixed(1);
  const lines = [
    `${formatCount(copied)} of ${formatCount(copies)} copies to ` +
    `${judged.to.join(" and ")}, ${formatBytes(copiedBytes)}, ${rate} MB/s`,
    latencyText(judged),
    `memory ${formatBytes(judged.memoryPeakBytes)} of ` +
    `${formatBytes(judged.memoryLimitBytes)} at most; digests ` +
    `${judged.digests.join(", ")}` +
    `${judged.digests.length > 1 ? " in one pass" : ""}; ` +
    `${formatCount(judged.readBack)} read again; ` +
    `${formatCount(judged.retries)} retries`,
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
    // In one piece: it is there to be pasted.
    ...(judged.again === undefined ? [] : [`  again: ${judged.again}`]),
  ];
}

function latencyText({ p50Ns, p99Ns, maxNs }: PipelineJudgement): string {
  if (p50Ns === null || p99Ns === null || maxNs === null) {
    return "no copy ended";
  }
  return `each took p50 ${duration(p50Ns)}, p99 ${duration(p99Ns)}, max ` +
    duration(maxNs);
}

/** To a microsecond: more digits say nothing of an object. */
function duration(ns: number): string {
  return formatDuration(Math.round(ns / 1000) * 1000);
}
