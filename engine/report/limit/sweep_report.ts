/**
 * What a sweep came to: one row for each combination on each target, measured,
 * failed or refused. Plain JSON; every rendering starts here.
 */
import {
  changeText,
  formatBytes,
  formatCount,
  type StepChange,
} from "../../profile/mod.ts";
import type { Report, StepReport } from "../report.ts";

/** The runs of one command. */
export interface SweepReport {
  readonly version: 1;
  readonly tool: string;
  readonly profile: string;
  /** The step that was varied. */
  readonly step: string;
  readonly varied: readonly SweptName[];
  /** Combinations that were asked for; fewer rows mean that it was cut off. */
  readonly combinations: number;
  readonly rows: readonly SweepRow[];
}

/** Keys of a step that a sweep goes through. */
export type SweptName = "blockSize" | "lanes" | "depth" | "rate";

/** One combination on one target. */
export interface SweepRow {
  readonly change: StepChange;
  readonly target: string;
  /** `refused` before anything was touched, `failed` by the world. */
  readonly outcome: "done" | "refused" | "failed" | "wrong" | "interrupted";
  /** One sentence; "" for `done`. */
  readonly reason: string;
  readonly measured: SweptFigures | null;
}

/** What the report of a run says of the step, all operations together. */
export interface SweptFigures {
  readonly runId: string;
  readonly bytesPerSecond: number;
  readonly opsPerSecond: number;
  /** Of the operation that is slowest at p99, as a caller felt it. */
  readonly op: string;
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly p999Ns: number | null;
  /** This program was the bottleneck, not the storage. */
  readonly isClientLimit: boolean;
}

/** How the run of one combination ended, beside its report. */
export interface SweptRun {
  readonly change: StepChange;
  readonly step: string;
  readonly outcome: SweepRow["outcome"];
  readonly reason: string;
}

/** A row for each target of the run. */
export function sweepRows(report: Report, run: SweptRun): SweepRow[] {
  const { change, outcome, reason } = run;
  return report.targets.map(({ name }) => {
    const step = report.steps.find((one) =>
      one.target === name && one.step === run.step
    );
    const measured = step === undefined ? null : figures(report.runId, step);
    return { change, target: name, outcome, reason, measured };
  });
}

/** The gravest: wrong, failed, interrupted, refused, none. */
export function sweepExit({ rows }: SweepReport): 0 | 1 | 2 | 3 | 130 {
  const has = (outcome: SweepRow["outcome"]) =>
    rows.some((row) => row.outcome === outcome);
  if (has("wrong")) return 1;
  if (has("failed")) return 3;
  if (has("interrupted")) return 130;
  return has("refused") ? 2 : 0;
}

/** `blockSize 4 KiB, depth 16`, and the target where there are several. */
export function rowName(
  { change, target }: SweepRow,
  { rows }: Pick<SweepReport, "rows">,
): string {
  return changeText(change) + (severalTargets({ rows }) ? ` on ${target}` : "");
}

/** Whether rows must say of which target they are. */
export function severalTargets({ rows }: Pick<SweepReport, "rows">): boolean {
  return new Set(rows.map(({ target }) => target)).size > 1;
}

/** In bytes, a second or plain; `undefined` where it was not varied. */
export function sweptValue(
  { change }: SweepRow,
  name: SweptName,
): number | undefined {
  return {
    blockSize: change.blockSizeBytes,
    lanes: change.lanes,
    depth: change.depth,
    rate: change.ratePerSecond,
  }[name];
}

/** The same with its unit; "" where it was not varied. */
export function sweptText(row: SweepRow, name: SweptName): string {
  const value = sweptValue(row, name);
  if (value === undefined) return "";
  if (name === "blockSize") return formatBytes(value);
  return name === "rate" ? `${formatCount(value)}/s` : String(value);
}

/** Combinations that were asked for and never begun. */
export function untriedCount({ combinations, rows }: SweepReport): number {
  const tried = new Set(rows.map(({ change }) => JSON.stringify(change)));
  return combinations - tried.size;
}

function figures(runId: string, step: StepReport): SweptFigures {
  const rates = step.ops.map(({ whole }) => whole);
  const [slowest] = step.ops.flatMap(({ op, response, service }) => {
    const latency = response ?? service;
    return latency === null ? [] : [{ op, ...latency }];
  }).toSorted((a, b) => b.p99Ns - a.p99Ns);
  const sum = (of: (rate: typeof rates[number]) => number) =>
    rates.reduce((total, rate) => total + of(rate), 0);
  return {
    runId,
    bytesPerSecond: sum((rate) => rate.bytesPerSecond),
    opsPerSecond: sum((rate) => rate.opsPerSecond),
    op: slowest?.op ?? "",
    p50Ns: slowest?.p50Ns ?? null,
    p99Ns: slowest?.p99Ns ?? null,
    p999Ns: slowest?.p999Ns ?? null,
    isClientLimit: step.client.isLimiting,
  };
}
