/** The object workload as planning sees it. */
import type { ObjectStep } from "../../profile/mod.ts";
import type { Workload } from "../mod.ts";
import { layOutObjects } from "./lay_out.ts";
import { planObjectStep } from "./plan_step.ts";
import type { PlannedObjects, PlannedObjectStep } from "./planned_object.ts";

/** Keys of stores. */
export const OBJECT_WORKLOAD: Workload<
  ObjectStep,
  PlannedObjects,
  PlannedObjectStep
> = { layOut: layOutObjects, plan: planObjectStep };
