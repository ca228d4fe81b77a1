/**
 * Watches running lanes: counters ten times a second, histograms once a
 * second, findings as they come, until every lane has ended.
 *
 * Lanes are joined one after the other. A join blocks a thread of the runtime,
 * and it has few: joining many lanes at once would leave none for files.
 */
import type { Gate, LaneCounters } from "../../backends/mod.ts";
import type { LoadLane } from "./load_space.ts";
import { mergeLatency } from "./merge_latency.ts";
import { allCounts } from "./op_counts.ts";
import type { RunClock } from "./run_ports.ts";
import type { Sample, StepInterval } from "./sample.ts";
import type { SteadyWatch } from "./steady_watch.ts";
import { strangerName } from "./stranger.ts";

const POLL_MS = 100;
const INTERVAL_NS = 1e9;

/** Lanes at an open gate, and who is told about them. */
export interface LaneWatch {
  readonly target: string;
  readonly step: string;
  readonly openLoop: boolean;
  readonly gate: Gate;
  readonly lanes: readonly LoadLane[];
  /** Name of a key by its number; `null` where there are none. */
  keyName(index: number): string | null;
  readonly clock: RunClock;
  /** Ends the lanes once their rate is steady; absent: nothing does. */
  readonly steady?: SteadyWatch;
  readonly signal: AbortSignal;
  readonly hardSignal: AbortSignal;
  emit(sample: Sample): void;
}

/**
 * Statuses of the lanes in their order, or `null` when the hard signal came
 * first. Rejects with what a join rejected with.
 */
export async function watchLanes(watch: LaneWatch): Promise<number[] | null> {
  const ended = new AbortController();
  const joined = joinInTurn(watch.lanes);
  const settled = joined.then(() => ended.abort(), () => ended.abort());
  const stop = () => watch.gate.stop();
  watch.signal.addEventListener("abort", stop, { once: true });
  if (watch.signal.aborted) stop();
  try {
    await poll(watch, ended.signal);
    if (!ended.signal.aborted) return null;
    await settled;
    const statuses = await joined;
    emitFindings(watch);
    emitInterval(watch);
    return statuses;
  } finally {
    watch.signal.removeEventListener("abort", stop);
  }
}

async function joinInTurn(lanes: readonly LoadLane[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const lane of lanes) statuses.push(await lane.join());
  return statuses;
}

async function poll(watch: LaneWatch, ended: AbortSignal): Promise<void> {
  const wake = AbortSignal.any([ended, watch.hardSignal]);
  let nextNs = watch.clock.nowNs() + INTERVAL_NS;
  while (true) {
    await watch.clock.sleepMs(POLL_MS, wake);
    if (wake.aborted) return;
    const counters = watch.lanes.map((lane) => lane.counters());
    emitFindings(watch);
    const atNs = watch.clock.nowNs();
    watch.emit({
      ...named(watch),
      type: "step-progress",
      atNs,
      lanes: counters,
    });
    if (atNs >= nextNs) {
      if (isSteady(watch, emitInterval(watch))) watch.gate.stop();
      while (nextNs <= atNs) nextNs += INTERVAL_NS;
    }
    if (counters.some(hasFailed)) watch.gate.stop();
  }
}

/** Not before the last lane has left its warm-up: until then rates rise. */
function isSteady(
  { steady }: LaneWatch,
  { atNs, lanes, latency }: StepInterval,
): boolean {
  if (steady === undefined) return false;
  if (lanes.some(({ startNs }) => startNs === 0)) return false;
  const responseNs = latency.filter(({ kind }) => kind === "response")
    .reduce((sum, { totals }) => sum + totals.sumNs, 0);
  return steady.add({ atNs, operations: allCounts(lanes).count, responseNs });
}

/** One lane that gave up ends the step: the others would hide its failure. */
function hasFailed(counters: LaneCounters): boolean {
  return counters.status !== 0;
}

function emitInterval(watch: LaneWatch): StepInterval {
  const interval: StepInterval = {
    ...named(watch),
    type: "step-interval",
    atNs: watch.clock.nowNs(),
    lanes: watch.lanes.map((lane) => lane.counters()),
    latency: mergeLatency(watch.lanes, watch.openLoop),
  };
  watch.emit(interval);
  return interval;
}

/** Moves findings out of the lanes until a whole round brings none. */
export function emitFindings(watch: LaneWatch): void {
  while (true) {
    const findings = watch.lanes.flatMap((lane) => [...lane.findings()]);
    if (findings.length === 0) return;
    const keys = findings
      .map((one) => strangerName(one) ?? watch.keyName(one.file))
      .filter((key) => key !== null);
    watch.emit({
      ...named(watch),
      type: "step-findings",
      findings,
      ...(keys.length > 0 && { keys }),
    });
  }
}

function named(watch: LaneWatch): { target: string; step: string } {
  return { target: watch.target, step: watch.step };
}
