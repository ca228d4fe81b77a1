/** The door of the workloads: what all of them have in common. */
export type {
  NumberedStep,
  Workload,
  WorkloadContext,
  WorkloadTarget,
} from "./workload.ts";
