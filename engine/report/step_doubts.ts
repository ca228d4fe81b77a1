/** Reasons not to trust the numbers of one step, each in one sentence. */
import type { LaneCounters } from "../../backends/mod.ts";
import { formatBytes, formatCount, formatDuration } from "../profile/mod.ts";
import { allCounts, sumOf } from "../workers/mod.ts";
import type { IntervalRecording } from "../recorder/mod.ts";
import type { StepDoubt } from "./group_doubts.ts";
import { requestDoubts } from "./request_doubts.ts";
import type { OpReport, StepReport } from "./report.ts";
import { shareText } from "./share_text.ts";
import type { RecordedStep } from "./step_report.ts";

/** Rates that differ by more than that are not one rate. */
const DIFFERENCE_MAX = 0.1;
/** Spread of the seconds of a step, as a share of their mean. */
const VARIATION_MAX = 0.25;
const LATE_SHARE_MAX = 0.01;
/** Fewer whole seconds than that show no trend. */
const ROWS_MIN = 6;
const SHORT_NS = 1e9;

/** In the order in which they matter. */
export function stepDoubts(
  recorded: RecordedStep,
  report: StepReport,
): StepDoubt[] {
  const name = `${report.step} on ${report.target}`;
  return [
    ...lossDoubts(recorded),
    ...coverageDoubts(recorded, report),
    ...rangeDoubts(report),
    ...pathDoubts(recorded),
    ...requestDoubts(recorded.step),
    ...rateDoubts(recorded, report),
    ...steadyDoubts(report),
    ...openLoopDoubts(report),
  ].map((sentence) => ({ name, sentence }));
}

function lossDoubts({ step }: RecordedStep): string[] {
  const doubts: string[] = [];
  const errors = allCounts(step.lanes.map(({ counters }) => counters)).errors;
  if (errors > 0) {
    doubts.push(
      errors === 1
        ? "1 operation failed and is in no latency"
        : `${formatCount(errors)} operations failed and are in no latency`,
    );
  }
  if (total(step.lanes, "syncErrors") > 0) {
    // The kernel marks pages clean that it could not write.
    doubts.push(
      "a sync failed: from then on old content of that file is no finding, " +
        "and no later sync of it counts",
    );
  }
  const cut = total(step.lanes, "shortTransfers");
  if (cut > 0) {
    doubts.push(
      `${formatCount(cut)} transfer${cut === 1 ? "" : "s"} came back short ` +
        "and went on",
    );
  }
  const fired = total(step.lanes, "faultsFired");
  if (fired > 0) {
    doubts.push(
      `${formatCount(fired)} armed fault${fired === 1 ? "" : "s"} fired`,
    );
  }
  return doubts;
}

function coverageDoubts(
  { planned }: RecordedStep,
  { coverage }: StepReport,
): string[] {
  const doubts: string[] = [];
  const asked = planned.lanes.some(({ verify }) => verify);
  if (asked && coverage.skippedUnwrittenBytes > 0) {
    doubts.push(
      `${formatBytes(coverage.skippedUnwrittenBytes)} of what was read had ` +
        "never been written and was not compared",
    );
  }
  if (coverage.ambiguousBytes > 0) {
    doubts.push(
      `${formatBytes(coverage.ambiguousBytes)} passed only because a write ` +
        "to them had failed or was cut off",
    );
  }
  if (coverage.weakBytes > 0) {
    doubts.push(
      `${formatBytes(coverage.weakBytes)} repeat content on purpose ` +
        "(dedupe): misplaced ones are told by their headers alone",
    );
  }
  return doubts;
}

function rangeDoubts({ ops }: StepReport): string[] {
  return ops.flatMap(({ op, service, response }) => {
    const over = Math.max(response?.over ?? 0, service?.over ?? 0);
    if (over === 0) return [];
    return [
      `${formatCount(over)} latencies of ${op} were above an hour and count ` +
      "as the slowest",
    ];
  });
}

/** The way the bytes took was not the one that measures best. */
function pathDoubts({ step, planned }: RecordedStep): string[] {
  const doubts: string[] = [];
  if (planned.kind === "object") return [];
  if (planned.io === "psync" && planned.lanes.some(({ depth }) => depth > 1)) {
    doubts.push(
      "psync keeps the queue full with threads, whose switches are part of " +
        "every latency; io_uring has none",
    );
  }
  const isRing = planned.io === "io_uring";
  if (isRing && step.lanes.some(({ counters }) => isUnregistered(counters))) {
    doubts.push(
      "buffers were not registered with the kernel, so each operation costs " +
        "more CPU; raise the memory lock limit (ulimit -l)",
    );
  }
  return doubts;
}

function isUnregistered(counters: LaneCounters): boolean {
  return counters.startNs > 0 && counters.fixedBuffers === 0;
}

function rateDoubts(
  { planned, step }: RecordedStep,
  report: StepReport,
): string[] {
  const doubts: string[] = [];
  const measuredNs = report.ops[0]?.whole.durationNs ?? 0;
  const warmupOps = total(step.lanes, "warmupOps");
  if (report.ops.length === 0 && warmupOps > 0) {
    doubts.push(
      `nothing was measured: all ${formatCount(warmupOps)} operations that ` +
        "ended had been due in the warm-up",
    );
  }
  if (measuredNs > 0 && measuredNs < SHORT_NS) {
    doubts.push("rates rest on less than a second");
  }
  for (const op of report.ops) {
    const difference = steadyDifference(op);
    if (difference > DIFFERENCE_MAX) {
      doubts.push(
        `the steady rate of ${op.op} differs ${shareText(difference)} from ` +
          "the whole: lanes did not end together",
      );
    }
  }
  const rows = wholeRows(report.intervals).map(bytesPerSecond);
  if (rows.length < ROWS_MIN) return doubts;
  const drift = driftOf(rows);
  const variation = variationOf(rows);
  if (planned.durationNs !== null && drift > DIFFERENCE_MAX) {
    doubts.push(
      `its last third moved ${shareText(drift)} more or less than its first: ` +
        "a longer warm-up may be needed",
    );
  }
  if (variation > VARIATION_MAX) {
    doubts.push(
      `its seconds vary by ${shareText(variation)} (standard deviation): ` +
        "one rate does not describe them",
    );
  }
  return doubts;
}

/** Asked to be steady and cut off says nothing; at its end it says a lot. */
function steadyDoubts({ outcome, steadyState }: StepReport): string[] {
  if (outcome !== "done" || steadyState === undefined) return [];
  if (steadyState.reached !== null) return [];
  const { windowNs, slopePercent, rangePercent } = steadyState;
  return [
    `it was never steady: no ${formatDuration(windowNs)} had a slope of at ` +
    `most ${slopePercent} % and a range of at most ${rangePercent} %`,
  ];
}

function steadyDifference({ steady, whole }: OpReport): number {
  if (steady === null || whole.opsPerSecond === 0) return 0;
  return Math.abs(steady.opsPerSecond / whole.opsPerSecond - 1);
}

function wholeRows(rows: readonly IntervalRecording[]): IntervalRecording[] {
  return rows.filter((row) =>
    !row.isWarmup && row.endNs - row.startNs >= 0.9e9
  );
}

function bytesPerSecond(row: IntervalRecording): number {
  const bytes = Object.values(row.ops)
    .reduce((sum, op) => sum + op.bytes, 0);
  return bytes * 1e9 / (row.endNs - row.startNs);
}

function driftOf(rates: readonly number[]): number {
  const third = Math.floor(rates.length / 3);
  const first = mean(rates.slice(0, third));
  const last = mean(rates.slice(-third));
  return first > 0 ? Math.abs(last / first - 1) : 0;
}

function variationOf(rates: readonly number[]): number {
  const middle = mean(rates);
  if (middle === 0) return 0;
  return Math.sqrt(mean(rates.map((rate) => (rate - middle) ** 2))) / middle;
}

function openLoopDoubts({ overload }: StepReport): string[] {
  if (overload === null) return [];
  const doubts: string[] = [];
  if (overload.isOverloaded) {
    doubts.push(
      "the storage could not take the offered rate, so response times grow " +
        "with the length of the step",
    );
  }
  const share = overload.lateStarts / Math.max(1, overload.operations);
  if (!overload.isOverloaded && share > LATE_SHARE_MAX) {
    doubts.push(
      `${shareText(share)} of its operations started more than 1 ms after ` +
        "their intent: this client was late",
    );
  }
  return doubts;
}

function total(
  lanes: readonly { readonly counters: LaneCounters }[],
  name: keyof LaneCounters,
): number {
  return sumOf(lanes.map(({ counters }) => counters), name);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
