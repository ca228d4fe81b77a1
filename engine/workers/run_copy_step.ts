/**
 * Runs one step of copies on one target, and tells how far it is as each copy
 * ends. Goes in: the planned step and ports; comes out: the sample that closes
 * it, emitted already.
 */
import type { PlannedPipelineStep, PlannedTarget } from "../plan/mod.ts";
import { type EndedCopy, runCopies } from "../workloads/pipeline/mod.ts";
import type { PipelinePorts, RunPlanOptions } from "./run_ports.ts";
import type { PipelineEnded } from "./sample.ts";

/** A step about to run, with the target that it is of. */
export interface CopyStepRun {
  readonly target: PlannedTarget;
  readonly step: PlannedPipelineStep;
  readonly ports: PipelinePorts;
  readonly options: RunPlanOptions;
}

/** Rejects with what making the objects failed with. */
export async function runCopyStep(run: CopyStepRun): Promise<PipelineEnded> {
  const { target, step, ports, options } = run;
  const { clock, emit, operations, plan, signal } = options;
  const named = { target: target.name, step: step.name };
  const startNs = clock.nowNs();
  const source = ports.site(target.name);
  const tell = (copied: number, copiedBytes: number) =>
    emit({
      type: "pipeline-progress",
      ...named,
      atNs: clock.nowNs(),
      copied,
      copiedBytes,
    });
  tell(0, 0);
  const report = await runCopies({
    step,
    source,
    destinations: step.next === null
      ? [source]
      : [source, ports.site(step.next)],
    ports: ports.copies,
    nowNs: () => clock.nowNs(),
    make: (key, object) =>
      ports.make(target.name, key, {
        ...object,
        seed: step.seed,
        runId: plan.runId,
      }),
    signal,
    tell,
    ...(operations && {
      ended: (copy: EndedCopy) =>
        operations.one({ ...named, ...copy, lane: null, generation: null }),
    }),
  });
  const { memoryLimitBytes, memoryPeakBytes } = report;
  const failure = report.failed[0]?.sentence ??
    (memoryPeakBytes > memoryLimitBytes
      ? `Copies held ${memoryPeakBytes} bytes, and the limit is ` +
        `${memoryLimitBytes}`
      : undefined);
  const sample: PipelineEnded = {
    type: "pipeline-ended",
    ...named,
    startNs,
    atNs: clock.nowNs(),
    report,
    ...(failure === undefined ? {} : { failure }),
  };
  emit(sample);
  return sample;
}
