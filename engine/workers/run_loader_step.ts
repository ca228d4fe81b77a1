/**
 * Runs one step over training data as steps with lanes are run, and tells in
 * the end what only such a load has: epochs, cache, accelerator use. Goes in:
 * the planned step and what keeps its target; comes out: how it ended.
 */
import type { PlannedLoaderStep, PlannedTarget } from "../plan/mod.ts";
import type { LoaderLoad, LoaderTarget } from "../workloads/loader/mod.ts";
import type { LoadLane, LoadSpace } from "./load_space.ts";
import { sumCounts } from "./merge_latency.ts";
import { runStep, type StepRunEnd } from "./run_step.ts";
import type { RunPlanOptions } from "./run_ports.ts";

/** A step about to run, with the target that it is of. */
export interface LoaderStepRun {
  readonly target: PlannedTarget;
  readonly step: PlannedLoaderStep;
  readonly keeper: LoaderTarget;
  readonly options: RunPlanOptions;
  readonly hardSignal: AbortSignal;
  /** Called right after `step-started` was emitted. */
  onStarted(): void;
}

/** Rejects with what opening the journal, or a bug, failed with. */
export async function runLoaderStep(run: LoaderStepRun): Promise<StepRunEnd> {
  const { target, step, keeper, options } = run;
  const startNs = options.clock.nowNs();
  const load = keeper.load(step);
  const end = await runStep({
    target: target.name,
    url: target.url,
    load: loaderSpace(step, load, keeper),
    options,
    hardSignal: run.hardSignal,
    onStarted: () => run.onStarted(),
  });
  options.emit({
    type: "loader-ended",
    target: target.name,
    step: step.name,
    startNs,
    atNs: options.clock.nowNs(),
    report: load.report(end.ended.outcome === "stopped"),
    hits: sumCounts([() => load.hits.counts()]),
  });
  return end;
}

function loaderSpace(
  step: PlannedLoaderStep,
  { lanes }: LoaderLoad,
  keeper: LoaderTarget,
): LoadSpace {
  return {
    step,
    gate: () => lanes,
    lane(_gate, index): LoadLane {
      const lane = lanes.lanes[index];
      if (lane !== undefined) return lane;
      throw new TypeError(`Step "${step.name}" has no such lane`);
    },
    facts() {
      lanes.throwIfFailed();
      return { space: null };
    },
    unknown: { space: null },
    keyName: (number) => keeper.keyName(number),
    endpoint: () => null,
  };
}
