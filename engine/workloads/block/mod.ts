/** The door of the block workload. */
export type {
  PlannedBlockStep,
  PlannedFile,
  PlannedLane,
  PlannedSpace,
} from "./planned_block.ts";
export { BLOCK_WORKLOAD } from "./block_workload.ts";
export { blockDoubts } from "./doubts.ts";
