/** Judges what was recorded of copies: rates, latencies, one verdict. */
import type { Recording } from "../recorder/mod.ts";
import type { PipelineEnded } from "../workers/mod.ts";
import { rerunCommand } from "./rerun_command.ts";

/** One step of copies, judged. Latencies are `null` where none was copied. */
export interface PipelineJudgement
  extends Omit<PipelineEnded["report"], "latenciesNs"> {
  readonly target: string;
  readonly step: string;
  readonly verdict: "held" | "broken" | "failed" | "nothing" | "stopped";
  readonly bytesPerSecond: number;
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
  /** Command that makes these copies once more; only where one is a finding. */
  readonly again?: string;
}

/** The number of copies is small: percentiles are those of the very values. */
export function judgePipeline(
  sample: PipelineEnded,
  recording: Pick<Recording, "plan" | "repeat" | "rerun">,
): PipelineJudgement {
  const { latenciesNs, ...report } = sample.report;
  const sorted = [...latenciesNs].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  const seconds = report.durationNs / 1e9;
  return {
    target: sample.target,
    step: sample.step,
    verdict: verdictOf(sample.report),
    ...report,
    bytesPerSecond: seconds > 0 ? report.copiedBytes / seconds : 0,
    p50Ns: at(0.5),
    p99Ns: at(0.99),
    maxNs: sorted.at(-1) ?? null,
    // Objects of a step are taken away in the end: nothing is left to look at.
    ...(report.findings.length === 0 ? {} : {
      again: rerunCommand(recording, [
        ...new Set([sample.target, ...report.to]),
      ]),
    }),
  };
}

function verdictOf(
  {
    copied,
    copies,
    failed,
    findings,
    isStopped,
    memoryLimitBytes,
    memoryPeakBytes,
  }: PipelineEnded["report"],
): PipelineJudgement["verdict"] {
  if (findings.length > 0) return "broken";
  if (failed.length > 0 || memoryPeakBytes > memoryLimitBytes) return "failed";
  if (isStopped) return "stopped";
  return copied === copies && copies > 0 ? "held" : "nothing";
}
