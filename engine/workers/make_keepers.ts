/**
 * Makes what keeps the spaces of one target open: offsets, keys, training
 * samples. Goes in: the planned target and how the run opens it; comes out: a
 * keeper, or `null` where there is nothing of the kind.
 */
import type { BlockFace, StoreFace } from "../../backends/mod.ts";
import type { PlannedTarget } from "../plan/mod.ts";
import { LoaderTarget } from "../workloads/loader/mod.ts";
import { ObjectKeeper } from "./object_keeper.ts";
import { openModeOf } from "./open_mode.ts";
import type { RunPlanOptions } from "./run_ports.ts";
import { SpaceKeeper } from "./space_keeper.ts";

/** Of offsets. */
export function makeKeeper(
  target: PlannedTarget,
  face: BlockFace,
  options: RunPlanOptions,
): SpaceKeeper | null {
  if (target.space === null) return null;
  return new SpaceKeeper({
    runId: options.plan.runId,
    target,
    space: target.space,
    face,
    mode: openModeOf(target, options),
    oraclePath: options.oraclePath(target.name, "offsets"),
  });
}

/** Of keys. */
export function makeObjectKeeper(
  target: PlannedTarget,
  face: StoreFace,
  options: RunPlanOptions,
): ObjectKeeper | null {
  if (target.objects === undefined) return null;
  return new ObjectKeeper({
    runId: options.plan.runId,
    target,
    objects: target.objects,
    face,
    mode: openModeOf(target, options),
    oraclePath: options.oraclePath(target.name, "keys"),
  });
}

/** Of training samples and checkpoints. */
export function makeLoaderTarget(
  target: PlannedTarget,
  options: RunPlanOptions,
): LoaderTarget | null {
  const { clock, loader, plan } = options;
  if (target.samples === undefined || loader === undefined) return null;
  return new LoaderTarget({
    planned: target.samples,
    runId: plan.runId,
    target: target.name,
    ports: loader,
    mode: openModeOf(target, options),
    nowNs: () => clock.nowNs(),
    sleepMs: (ms, signal) => clock.sleepMs(ms, signal),
  });
}
