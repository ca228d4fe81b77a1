/** The door of the object workload. */
export type {
  PlannedObjectLane,
  PlannedObjects,
  PlannedObjectStep,
} from "./planned_object.ts";
export { keyObjectId } from "./key_identity.ts";
export { OBJECT_WORKLOAD } from "./object_workload.ts";
export { objectDoubts } from "./doubts.ts";
