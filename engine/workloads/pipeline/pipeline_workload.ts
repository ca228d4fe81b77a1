/** The pipeline workload as planning sees it. */
import type { PipelineStep } from "../../profile/mod.ts";
import {
  keyedHash,
  type NumberedStep,
  u64ToHex,
  type Workload,
  type WorkloadContext,
} from "../mod.ts";
import type { PlannedPipelineStep } from "./planned_pipeline.ts";

/** Where copies of a target go, beside the target itself. */
export interface CopyRoute {
  readonly next: string | null;
}

/** Objects that are copied within a target and to the next one. */
export const PIPELINE_WORKLOAD: Workload<
  PipelineStep,
  CopyRoute,
  PlannedPipelineStep
> = { layOut, plan };

/** `null` after a mistake or without such a step. */
function layOut(context: WorkloadContext): CopyRoute | null {
  const { profile, target, mistakes, targetNames = [] } = context;
  const first = profile.steps.find(({ kind }) => kind === "pipeline");
  if (first === undefined) return null;
  if (!target.movesStreams) {
    mistakes.note(
      `targets.${target.name}`,
      `Cannot run step "${first.name}" on "${target.url}": this storage moves ` +
        "no streams, use an s3: or az: target without client: sdk, or a folder",
    );
    return null;
  }
  const at = targetNames.indexOf(target.name);
  const next = targetNames[(at + 1) % Math.max(1, targetNames.length)];
  return { next: next === target.name ? null : next ?? null };
}

function plan(
  { step, index }: NumberedStep<PipelineStep>,
  { next }: CopyRoute,
  { runId, seed }: WorkloadContext,
): PlannedPipelineStep {
  const { verify, ...asked } = step;
  return {
    ...asked,
    keyPrefix: `sv-${runId}-copies-${index}/`,
    // Without the run or the target: equal seeds make equal objects.
    seed: u64ToHex(keyedHash("copies", seed, index)),
    readsBack: verify === "always",
    next,
  };
}
