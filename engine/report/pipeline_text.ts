/** A step of copies as text. */
import { formatBytes, formatCount } from "../profile/mod.ts";
import type { PipelineJudgement } from "./pipeline_judgement.ts";
import { plainStepLines, spreadText } from "./plain_step_text.ts";

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
  return [
    ...plainStepLines({ step, lines, troubles }, width),
    // In one piece: it is there to be pasted.
    ...(judged.again === undefined ? [] : [`  again: ${judged.again}`]),
  ];
}

function latencyText(judged: PipelineJudgement): string {
  const spread = spreadText(judged);
  return spread === null ? "no copy ended" : `each took ${spread}`;
}
