/** The door of the plan stage. */
export {
  type CompileOptions,
  compilePlan,
  type PlanTarget,
} from "./compile.ts";
export { describePlan } from "./describe.ts";
export type {
  LanedStep,
  Plan,
  PlannedCasesStep,
  PlannedLoad,
  PlannedStep,
  PlannedTarget,
} from "./plan.ts";
export { loadPlan, savePlan } from "./save.ts";
export type {
  PlannedBlockStep,
  PlannedFile,
  PlannedLane,
  PlannedSpace,
} from "../workloads/block/mod.ts";
export type {
  PlannedLoaderStep,
  PlannedSamples,
} from "../workloads/loader/mod.ts";
export type { PlannedPipelineStep } from "../workloads/pipeline/mod.ts";
export type { PlannedTableStep } from "../workloads/table/mod.ts";
export type { PlannedConsistencyStep } from "../workloads/consistency/mod.ts";
export type {
  PlannedObjectLane,
  PlannedObjects,
  PlannedObjectStep,
} from "../workloads/object/mod.ts";
export { keyObjectId } from "../workloads/object/mod.ts";
export { hexToU64, splitmix64, u64ToHex } from "../workloads/mod.ts";
