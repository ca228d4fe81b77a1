/** The figures of reports that can be compared, by where they were measured. */
import type { LaneOp } from "../../../backends/mod.ts";
import type { OpReport, PercentileName, Percentiles } from "../report.ts";
import type { Metric, RunGroup } from "./comparison.ts";

/** In the order in which they are shown. */
export const METRICS: readonly Metric[] = [
  "throughput",
  "iops",
  "mean",
  "p50",
  "p90",
  "p99",
  "p99.9",
  "max",
];

/** One figure in every run of a group that has it. */
export interface Measured {
  readonly target: string;
  readonly step: string;
  readonly op: LaneOp;
  readonly metric: Metric;
  readonly values: readonly number[];
  /** In some run it rests on too few samples. */
  readonly isUncertain: boolean;
}

/** By a key of place and metric. `hasTarget` false: targets are not told. */
export function measuredValues(
  { reports, target }: RunGroup,
  hasTarget: boolean,
): Map<string, Measured> {
  const found = new Map<string, Measured>();
  for (const { steps } of reports) {
    for (const step of steps) {
      if (target !== undefined && step.target !== target) continue;
      for (const op of step.ops) {
        for (const metric of METRICS) {
          const value = valueOf(op, metric);
          if (value === null) continue;
          const place = {
            target: hasTarget ? step.target : "",
            step: step.step,
            op: op.op,
            metric,
          };
          const key = JSON.stringify(place);
          const before = found.get(key);
          found.set(key, {
            ...place,
            values: [...before?.values ?? [], value],
            isUncertain: before?.isUncertain === true ||
              isUncertain(op, metric),
          });
        }
      }
    }
  }
  return found;
}

/** Response in an open loop, which is what a caller waits for. */
function feltOf({ service, response }: OpReport): Percentiles | null {
  return response ?? service;
}

function isUncertain(op: OpReport, metric: Metric): boolean {
  const names: readonly (PercentileName | Metric)[] = feltOf(op)?.uncertain ??
    [];
  return names.includes(metric);
}

function valueOf(op: OpReport, metric: Metric): number | null {
  const felt = feltOf(op);
  switch (metric) {
    case "throughput":
      return op.whole.bytesPerSecond > 0 ? op.whole.bytesPerSecond : null;
    case "iops":
      return op.whole.opsPerSecond;
    case "mean":
      return felt?.meanNs ?? null;
    case "p50":
      return felt?.p50Ns ?? null;
    case "p90":
      return felt?.p90Ns ?? null;
    case "p99":
      return felt?.p99Ns ?? null;
    case "p99.9":
      return felt?.p999Ns ?? null;
    case "max":
      return felt?.maxNs ?? null;
  }
}
