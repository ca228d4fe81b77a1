/** What was recorded of a load of training data, with its percentiles. */
import type { LoaderRecording } from "../recorder/mod.ts";
import { percentilesOf } from "./percentiles.ts";
import type { Percentiles } from "./report.ts";

/** One step over training data, beside its lanes. */
export interface LoaderJudgement
  extends Omit<LoaderRecording["report"], "residentBytesMax"> {
  readonly target: string;
  readonly step: string;
  /** Of cache hits, from asking to having it. */
  readonly hits: Percentiles | null;
  readonly residentBytesMax: number;
  /**
   * Memory that the process grew by while it read, beyond the limit of the
   * cache, as a share of that limit; `null` without a cache. Never below 0.
   */
  readonly memoryOverhead: number | null;
}

/** Nothing is judged that coverage and findings do not judge. */
export function judgeLoader(
  { target, step, report, hits }: LoaderRecording,
): LoaderJudgement {
  const { cache, residentBytesBefore, residentBytesMax } = report;
  const grownBytes = residentBytesMax - residentBytesBefore;
  return {
    ...report,
    ...{ target, step },
    hits: hits === undefined
      ? null
      : percentilesOf([{ ...hits, op: "read", kind: "service" }]),
    memoryOverhead: cache === null
      ? null
      : Math.max(0, grownBytes / cache.limitBytes - 1),
  };
}
