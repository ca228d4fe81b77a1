/**
 * Keeps one step while it runs: its last sample, its interval rows, its
 * findings up to a limit. Not exported by the door.
 */
import type { UnitFinding } from "../../backends/mod.ts";
import type { PlannedTarget } from "../plan/mod.ts";
import type {
  LatencySnapshot,
  LatencyTotals,
  SizeClassSnapshot,
  StepEnded,
  StepInterval,
  StepProgress,
  StepStarted,
} from "../workers/mod.ts";
import { recordFinding } from "./finding_text.ts";
import { intervalRow, type StepInstant } from "./interval_row.ts";
import { encodeHistogram } from "./latency_histogram.ts";
import type {
  FindingRecording,
  IntervalRecording,
  LatencyRecording,
  SizeClassRecording,
  StepRecording,
} from "./recording.ts";

/** Different ones kept of one step; a thousand say as much as a million. */
export const FINDINGS_KEPT_MAX = 1000;

/**
 * The last row of a step is shorter than a second. One in which nothing
 * happened is the wait for the lanes to end; half a second of it is a stall.
 */
const REST_NS = 0.5e9;

/** Records the samples of one step. */
export class StepRecorder {
  readonly #target: PlannedTarget;
  readonly #started: StepStarted;
  readonly #intervals: IntervalRecording[] = [];
  readonly #findings: FindingRecording[] = [];
  /** Where each finding stands that was not found for the first time. */
  readonly #places = new Map<string, number>();
  #findingsOmitted = 0;
  #last: StepInstant;
  #lastProgress: StepProgress | null = null;
  #ended: StepEnded | null = null;

  constructor(target: PlannedTarget, started: StepStarted) {
    this.#target = target;
    this.#started = started;
    this.#last = { atNs: started.atNs, lanes: [], latency: [] };
  }

  /** The row that this sample completes; `null` for an idle rest at the end. */
  addInterval(sample: StepInterval): IntervalRecording | null {
    const row = intervalRow(this.#last, sample);
    const isRest = sample.atNs - this.#last.atNs < REST_NS;
    this.#last = sample;
    if (isRest && isIdle(row)) return null;
    this.#intervals.push(row);
    return row;
  }

  /** Only for a step that never says how it ended. */
  addProgress(sample: StepProgress): void {
    this.#lastProgress = sample;
  }

  /** `keys` are the names of their keys, where keys are loaded. */
  addFindings(
    findings: readonly UnitFinding[],
    keys?: readonly string[],
  ): void {
    const step = this.#started.step;
    for (const [index, finding] of findings.entries()) {
      const key = keys?.[index];
      const place = {
        target: this.#target,
        step,
        ...(key !== undefined && { key }),
      };
      this.#keep(recordFinding(finding, place));
    }
  }

  /** The very same evidence, which each read of it brings, is only counted. */
  #keep(finding: FindingRecording): void {
    const place = placeOf(finding);
    const at = this.#places.get(place);
    const known = at === undefined ? undefined : this.#findings[at];
    if (at !== undefined && known !== undefined) {
      this.#findings[at] = { ...known, times: (known.times ?? 1) + 1 };
    } else if (this.#findings.length < FINDINGS_KEPT_MAX) {
      this.#places.set(place, this.#findings.length);
      this.#findings.push(finding);
    } else {
      this.#findingsOmitted++;
    }
  }

  addEnd(sample: StepEnded): void {
    this.#ended = sample;
  }

  /** `interrupted` decides what a step without an end was. */
  finish(interrupted: boolean): StepRecording {
    const ended = this.#ended ?? this.#cutOff(interrupted);
    const dropped = ended.lanes.reduce(
      (sum, { counters }) => sum + counters.findingsDropped,
      0,
    );
    return {
      target: this.#started.target,
      step: this.#started.step,
      startNs: this.#started.atNs,
      endNs: ended.atNs,
      outcome: ended.outcome,
      ...(ended.failure !== undefined && { failure: ended.failure }),
      ...(ended.steady !== undefined && { steady: ended.steady }),
      intervals: this.#intervals,
      lanes: ended.lanes,
      latency: ended.latency.map(recordLatency),
      findings: this.#findings,
      findingsOmitted: this.#findingsOmitted + dropped,
      space: ended.space,
      ...(ended.objects !== undefined && { objects: ended.objects }),
      ...(ended.sizes !== undefined && {
        sizes: ended.sizes.map(recordSizes),
      }),
      userNs: ended.userNs,
      systemNs: ended.systemNs,
      residentBytesMax: ended.residentBytesMax,
    };
  }

  #cutOff(interrupted: boolean): StepEnded {
    const lanes = this.#lastProgress?.lanes ?? this.#last.lanes;
    return {
      type: "step-ended",
      target: this.#started.target,
      step: this.#started.step,
      atNs: Math.max(this.#lastProgress?.atNs ?? 0, this.#last.atNs),
      lanes: lanes.map((counters, lane) => ({ lane, status: 0, counters })),
      latency: this.#last.latency,
      space: null,
      outcome: interrupted ? "stopped" : "failed",
      ...(!interrupted && { failure: "The run ended before the step did" }),
      userNs: 0,
      systemNs: 0,
      residentBytesMax: 0,
    };
  }
}

function placeOf({ class: name, ...finding }: FindingRecording): string {
  const { file, op, unit, offsetBytes, found } = finding;
  return JSON.stringify([name, file, op, unit, offsetBytes, found]);
}

function isIdle({ ops, findings }: IntervalRecording): boolean {
  return findings === 0 &&
    Object.values(ops).every(({ count, errors }) => count + errors === 0);
}

function recordSizes(snapshot: SizeClassSnapshot): SizeClassRecording {
  const { op, uptoBytes, bytes, totals } = snapshot;
  return { op, uptoBytes, bytes, latency: recordTotals(totals) };
}

function recordLatency(snapshot: LatencySnapshot): LatencyRecording {
  return {
    op: snapshot.op,
    kind: snapshot.kind,
    ...recordTotals(snapshot.totals),
  };
}

/** A histogram as text. */
export function recordTotals(
  totals: LatencyTotals,
): SizeClassRecording["latency"] {
  return {
    histogram: encodeHistogram(totals.counts),
    count: totals.count + totals.over,
    meanNs: totals.count > 0 ? totals.sumNs / totals.count : totals.maxNs,
    minNs: totals.minNs ?? totals.maxNs,
    maxNs: totals.maxNs,
    over: totals.over,
  };
}
