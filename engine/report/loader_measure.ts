/** What objectives ask of a load of training data. */
import type { LoaderMetric } from "../profile/mod.ts";
import { judgeLoader } from "./loader_judgement.ts";
import type { LoaderRecording } from "../recorder/mod.ts";

/** In the metric's base unit; `samples` where a percentile rests on them. */
export interface LoaderMeasure {
  readonly value: number;
  readonly samples?: number;
}

/** Names of what only such a load has. */
export const LOADER_METRICS = [
  "hitRate",
  "hitP99",
  "utilisation",
  "compression",
  "memoryOverhead",
] as const satisfies readonly LoaderMetric[];

/** Whether a metric is one of them. */
export function isLoaderMetric(metric: string): metric is LoaderMetric {
  return LOADER_METRICS.some((name) => name === metric);
}

/** `null` where the step has nothing to say about it. */
export function loaderMeasure(
  metric: LoaderMetric,
  recording: LoaderRecording | undefined,
): LoaderMeasure | null {
  if (recording === undefined) return null;
  const judged = judgeLoader(recording);
  const share = (value: number | null) =>
    value === null ? null : { value: value * 100 };
  switch (metric) {
    case "hitRate":
      return share(judged.hitRate);
    case "utilisation":
      return share(judged.utilisation);
    case "memoryOverhead":
      return share(judged.memoryOverhead);
    case "hitP99":
      return judged.hits === null
        ? null
        : { value: judged.hits.p99Ns, samples: judged.hits.count };
    case "compression": {
      const ratio = judged.codec === "none"
        ? judged.cache?.compression
        : judged.compression;
      return ratio === null || ratio === undefined ? null : { value: ratio };
    }
  }
}
