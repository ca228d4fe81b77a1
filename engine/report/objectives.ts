/** Holds each objective against what was measured, target by target. */
import type { Objective } from "../profile/mod.ts";
import type {
  LoaderRecording,
  Recording,
  StepRecording,
} from "../recorder/mod.ts";
import { judgeConsistency } from "./consistency_judgement.ts";
import { isLoaderMetric, loaderMeasure } from "./loader_measure.ts";
import { measuredText } from "./objective_text.ts";
import { copyFindings, copyRate } from "./pipeline_objective.ts";
import { type TableMeasure, tableMeasure } from "./table_objective.ts";
import { percentilesOf, SAMPLES_MIN } from "./percentiles.ts";
import type {
  ObjectiveReport,
  PercentileName,
  Percentiles,
  StepReport,
} from "./report.ts";

/** A step of the report beside its recording, for its histograms. */
export interface MeasuredStep {
  readonly report: StepReport;
  readonly recorded: StepRecording;
}

/**
 * One row per objective and target. Objectives about findings, errors or
 * coverage that name no step are about the run and give one row.
 */
export function objectiveReports(
  recording: Recording,
  measured: readonly MeasuredStep[],
): ObjectiveReport[] {
  return recording.plan.objectives.flatMap((objective) => {
    if (isAboutRun(objective)) {
      return [
        judge(objective, "all", {
          steps: subject(objective, measured),
          clients: broken(objective, recording),
          rate: null,
          table: tableMeasure(objective, recording),
        }),
      ];
    }
    return recording.plan.targets
      .filter((target) =>
        objective.step === null ||
        target.steps.some(({ name }) => name === objective.step)
      )
      .map(({ name }) => {
        const own = measured.filter(({ report }) => report.target === name);
        return judge(objective, name, {
          steps: subject(objective, own),
          clients: broken(objective, recording, name),
          rate: copyRate(objective, recording, name),
          table: tableMeasure(objective, recording, name),
          loader: recording.loader?.find((one) =>
            one.target === name && one.step === objective.step
          ),
        });
      });
  });
}

function isAboutRun({ step, op, metric }: Objective): boolean {
  return step === null && op === null &&
    (metric === "findings" || metric === "errors" || metric === "coverage");
}

function subject(
  { step }: Objective,
  measured: readonly MeasuredStep[],
): readonly MeasuredStep[] {
  return measured.filter(({ report }) => step === null || report.step === step);
}

/** What clients and copies found that is not promised; `null`: neither ran. */
function broken(
  objective: Objective,
  recording: Recording,
  target?: string,
): number | null {
  const { step } = objective;
  const copies = copyFindings(objective, recording, target);
  const own = (recording.consistency ?? []).filter((one) =>
    (step === null || one.step === step) &&
    (target === undefined || one.target === target)
  );
  return own.length === 0
    ? copies
    : sum(own.map(judgeConsistency), (one) => one.broken) + (copies ?? 0);
}

/** What an objective is asked of. */
interface Subject {
  readonly steps: readonly MeasuredStep[];
  readonly clients: number | null;
  readonly loader?: LoaderRecording | undefined;
  /** Of copies, where the metric is one. */
  readonly rate: number | null;
  /** Of tables, where they have the metric. */
  readonly table?: TableMeasure | null;
}

interface Measure {
  readonly value: number;
  /** Samples that a percentile rests on. */
  readonly samples?: number;
}

function judge(
  objective: Objective,
  target: string,
  { steps, clients, loader, rate, table = null }: Subject,
): ObjectiveReport {
  const { metric } = objective;
  const measures = isLoaderMetric(metric)
    ? [loaderMeasure(metric, loader)]
    : metric === "findings"
    ? [findingsOf(steps, clients)]
    : [
      measureOf(objective, steps),
      rate === null ? null : { value: rate },
      table,
    ];
  const [measure, second] = measures.filter((one) => one !== null);
  if (measure === undefined || second !== undefined) {
    return {
      text: objective.text,
      target,
      measured: null,
      isMet: false,
      outcome: "undecided",
      sentence: measure === undefined
        ? "Nothing was measured for it"
        // Units and rows have no share in common, bytes and rows no rate.
        : "Steps of several kinds measured it, each by its own: name one, as " +
          `in "STEP.${objective.text}"`,
    };
  }
  const text = measuredText(objective.metric, measure.value);
  const isMet = holds(objective, measure.value);
  const few = tooFew(objective, measure);
  return {
    text: objective.text,
    target,
    measured: measure.value,
    isMet: isMet && few === null,
    outcome: few !== null ? "undecided" : isMet ? "met" : "missed",
    sentence: few ?? `Measured ${text}`,
  };
}

function holds({ compare, bound }: Objective, value: number): boolean {
  switch (compare) {
    case "<=":
      return value <= bound;
    case "<":
      return value < bound;
    case ">=":
      return value >= bound;
    case ">":
      return value > bound;
    case "==":
      return value === bound;
  }
}

function tooFew({ metric }: Objective, measure: Measure): string | null {
  const name = metric === "hitP99" ? "p99" : metric;
  if (!isPercentile(name) || measure.samples === undefined) return null;
  const needed = SAMPLES_MIN[name];
  if (measure.samples >= needed) return null;
  return `Measured ${measuredText(metric, measure.value)} on ` +
    `${measure.samples} samples: ${name} needs ${needed}`;
}

function isPercentile(name: string): name is PercentileName {
  return name in SAMPLES_MIN;
}

/** Of lanes and of clients; `null` when neither was run. */
function findingsOf(
  steps: readonly MeasuredStep[],
  clients: number | null,
): Measure | null {
  if (steps.length === 0 && clients === null) return null;
  const units = sum(steps, ({ report }) => report.coverage.badUnits);
  return { value: units + (clients ?? 0) };
}

/** `null` when none of the steps has anything to say. */
function measureOf(
  { metric, op, firstByte }: Objective,
  steps: readonly MeasuredStep[],
): Measure | null {
  if (steps.length === 0 || metric === "rows" || isLoaderMetric(metric)) {
    return null;
  }
  const rows = steps.flatMap(({ report }) => report.ops)
    .filter((row) => op === null || row.op === op);
  switch (metric) {
    case "findings":
      return findingsOf(steps, null);
    case "errors":
      return { value: sum(rows, ({ errors }) => errors) };
    case "coverage": {
      const read = sum(steps, ({ report }) => report.coverage.readBytes);
      const compared = sum(
        steps,
        ({ report }) => report.coverage.comparedBytes,
      );
      return read > 0 ? { value: compared / read * 100 } : null;
    }
    case "throughput":
      return rateOver(having(op, steps), sum(rows, ({ bytes }) => bytes));
    case "iops":
      return rateOver(having(op, steps), sum(rows, ({ count }) => count));
    default:
      return latencyOf(
        metric,
        percentilesOf(
          firstByte === true ? firstBytes(op, steps) : latencies(op, steps),
        ),
      );
  }
}

/** Only the steps in which the operation happened. */
function having(
  op: string | null,
  steps: readonly MeasuredStep[],
): readonly MeasuredStep[] {
  return steps.filter(({ report }) =>
    report.ops.some((row) => op === null || row.op === op)
  );
}

function rateOver(
  steps: readonly MeasuredStep[],
  amount: number,
): Measure | null {
  const durationNs = sum(
    steps,
    ({ report }) => report.ops[0]?.whole.durationNs ?? 0,
  );
  return durationNs > 0 ? { value: amount * 1e9 / durationNs } : null;
}

/** What a caller waits for: response in an open loop, else service. */
function latencies(op: string | null, steps: readonly MeasuredStep[]) {
  return steps.flatMap(({ report, recorded }) =>
    recorded.latency.filter((one) =>
      one.op === op && one.kind === (report.openLoop ? "response" : "service")
    )
  );
}

function firstBytes(op: string | null, steps: readonly MeasuredStep[]) {
  return steps.flatMap(({ recorded }) =>
    recorded.latency.filter((one) => one.op === op && one.kind === "first-byte")
  );
}

type LatencyMetric = "mean" | "max" | PercentileName;

function latencyOf(
  metric: LatencyMetric,
  found: Percentiles | null,
): Measure | null {
  if (found === null) return null;
  const values: Readonly<Record<LatencyMetric, number>> = {
    "mean": found.meanNs,
    "max": found.maxNs,
    "p50": found.p50Ns,
    "p90": found.p90Ns,
    "p99": found.p99Ns,
    "p99.9": found.p999Ns,
    "p99.99": found.p9999Ns,
  };
  return { value: values[metric], samples: found.count };
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
