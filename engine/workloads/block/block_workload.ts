/** The block workload as planning sees it. */
import type { BlockStep } from "../../profile/mod.ts";
import type { Workload } from "../mod.ts";
import { layOutBlocks } from "./lay_out.ts";
import { planBlockStep } from "./plan_step.ts";
import type { PlannedBlockStep, PlannedSpace } from "./planned_block.ts";

/** Offsets in files and devices. */
export const BLOCK_WORKLOAD: Workload<
  BlockStep,
  PlannedSpace,
  PlannedBlockStep
> = { layOut: layOutBlocks, plan: planBlockStep };
