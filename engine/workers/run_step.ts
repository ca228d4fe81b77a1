/**
 * Runs one step that loads in an open space: makes its lanes at a gate, opens it,
 * watches them, and reports how they ended. Lanes and gate are closed on every
 * way out except the hard signal, where closing would wait for hung storage.
 */
import type { Gate } from "../../backends/mod.ts";
import type { LanedStep } from "../plan/mod.ts";
import { isWorldError } from "../workloads/mod.ts";
import { laneFailure } from "./lane_failure.ts";
import { emitFindings, type LaneWatch, watchLanes } from "./lane_watch.ts";
import type { EndFacts, LoadLane, LoadSpace } from "./load_space.ts";
import { mergeLatency } from "./merge_latency.ts";
import { mergeSizes } from "./merge_sizes.ts";
import type { ProcessUsage, RunPlanOptions } from "./run_ports.ts";
import type { LaneEnd, StepEnded } from "./sample.ts";
import { SteadyWatch } from "./steady_watch.ts";
import { unlessHard } from "./unless_hard.ts";

/** A step about to run, with the space that it runs in. */
export interface StepRun {
  readonly target: string;
  readonly url: string;
  readonly load: LoadSpace;
  readonly options: RunPlanOptions;
  readonly hardSignal: AbortSignal;
  /** Called right after `step-started` was emitted. */
  onStarted(): void;
}

/** The sample that closes the step, emitted already, and what it left. */
export interface StepRunEnd {
  readonly ended: StepEnded;
  readonly isAbandoned: boolean;
}

/** Rejects with what the space or a lane threw, after closing the lanes. */
export async function runStep(run: StepRun): Promise<StepRunEnd> {
  const { load, options } = run;
  const { step } = load;
  const gate = load.gate();
  const lanes: LoadLane[] = [];
  let isAbandoned = false;
  let kept: { end(): void } | undefined;
  try {
    for (let index = 0; index < step.lanes.length; index++) {
      lanes.push(load.lane(gate, index));
    }
    kept = options.operations?.lanes({
      ...{ target: run.target, step: step.name, lanes },
      keyName: (index) => load.keyName(index),
    });
    const before = options.usage();
    options.emit({
      type: "step-started",
      target: run.target,
      step: step.name,
      atNs: options.clock.nowNs(),
    });
    run.onStarted();
    gate.open();
    const steady = steadyWatch(step);
    const watch = {
      target: run.target,
      step: step.name,
      openLoop: step.openLoop,
      gate,
      lanes,
      clock: options.clock,
      ...(steady === null ? {} : { steady }),
      signal: options.signal,
      hardSignal: run.hardSignal,
      keyName: (index: number) => load.keyName(index),
      emit: (sample: Parameters<typeof options.emit>[0]) =>
        options.emit(sample),
    };
    const watched = await watchOrFail(watch);
    isAbandoned = watched.statuses === null;
    if (isAbandoned) emitFindings(watch);
    const ended = stepEnded({ run, lanes, before, steady, ...watched });
    options.emit(ended);
    return { ended, isAbandoned };
  } finally {
    try {
      kept?.end();
    } finally {
      if (!isAbandoned) await closeLanes(gate, lanes);
    }
  }
}

interface Watched {
  /** In the order of the lanes; `null` when they were left behind. */
  readonly statuses: readonly number[] | null;
  /** What the world refused beside the lanes. */
  readonly broke?: string;
}

/**
 * What was counted and found until the world failed must not be lost with it:
 * the other lanes end before anything is told.
 */
async function watchOrFail(watch: LaneWatch): Promise<Watched> {
  try {
    return { statuses: await watchLanes(watch) };
  } catch (error) {
    if (!isWorldError(error)) throw error;
    const broke = error.message;
    const others = await unlessHard(watch.hardSignal, endOthers(watch));
    if (others === null) return { statuses: null, broke };
    emitLastFindings(watch);
    return { statuses: [], broke };
  }
}

/** What failed first is told: what fails again must not take its place. */
function emitLastFindings(watch: LaneWatch): void {
  try {
    emitFindings(watch);
  } catch (error) {
    if (!isWorldError(error)) throw error;
  }
}

/** Lanes that still run would count, keep and find what nobody is told. */
async function endOthers({ gate, lanes }: LaneWatch): Promise<true> {
  gate.stop();
  for (const lane of lanes) await lane.join().catch(() => {});
  return true;
}

interface EndedLanes extends Watched {
  readonly run: StepRun;
  readonly lanes: readonly LoadLane[];
  readonly before: ProcessUsage;
  readonly steady: SteadyWatch | null;
}

/** Loads of training data end by their epochs. */
function steadyWatch(step: LanedStep): SteadyWatch | null {
  return step.kind === "loader" || step.steadyState === undefined
    ? null
    : new SteadyWatch(step.steadyState, step.openLoop ? "response" : "rate");
}

interface Told {
  readonly facts: EndFacts;
  readonly broke: string | undefined;
}

/** Facts need room for the oracle, which a full disk does not give. */
function factsOrFailure(
  load: LoadSpace,
  { broke, statuses }: Watched,
): Told {
  if (statuses === null || broke !== undefined) {
    return { facts: load.unknown, broke };
  }
  try {
    return { facts: load.facts(), broke };
  } catch (error) {
    if (!isWorldError(error)) throw error;
    return { facts: load.unknown, broke: error.message };
  }
}

function stepEnded(ended: EndedLanes): StepEnded {
  const { run, lanes, statuses, before, steady } = ended;
  const { options, load } = run;
  const { step } = load;
  const sizes = mergeSizes(lanes);
  const ends = lanes.map((lane, index): LaneEnd => ({
    lane: lane.spec.lane,
    status: statuses?.[index] ?? 0,
    counters: lane.counters(),
  }));
  const index = ends.findIndex((end) => end.status < 0);
  const failed = ends[index];
  const { broke, facts } = factsOrFailure(load, ended);
  const failure = failed === undefined ? broke : laneFailure({
    url: run.url,
    step: step.name,
    end: failed,
    statusText: (status) => options.statusText(status),
    keyName: (index) => load.keyName(index),
    endpoint: load.endpoint(index),
  });
  const isStopped = statuses === null || options.signal.aborted;
  const outcome = failure !== undefined
    ? "failed"
    : isStopped
    ? "stopped"
    : "done";
  const reached = outcome === "done" ? steady?.reached ?? null : null;
  const after = options.usage();
  return {
    type: "step-ended",
    target: run.target,
    step: step.name,
    atNs: options.clock.nowNs(),
    lanes: ends,
    latency: mergeLatency(lanes, step.openLoop),
    ...facts,
    ...(sizes.length > 0 && { sizes }),
    outcome,
    ...(reached !== null && { steady: reached }),
    ...(failure !== undefined && { failure }),
    userNs: after.userNs - before.userNs,
    systemNs: after.systemNs - before.systemNs,
    residentBytesMax: after.residentBytesMax,
  };
}

/**
 * A lane may still wait at a gate that never opened, so the gate stops first.
 * A join that rejects has been reported by then; closing must go on.
 */
async function closeLanes(
  gate: Gate,
  lanes: readonly LoadLane[],
): Promise<void> {
  gate.stop();
  for (const lane of lanes) {
    try {
      await lane.join();
    } catch {
      continue;
    } finally {
      lane.close();
    }
  }
  gate.close();
}
