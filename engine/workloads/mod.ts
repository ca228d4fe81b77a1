/** The door of the workloads: what all of them have in common. */
export type {
  NumberedStep,
  SampleFacts,
  Workload,
  WorkloadContext,
  WorkloadTarget,
} from "./workload.ts";
export { CourseBook, type CourseEnd, type CourseRow } from "./course.ts";
export { hexToU64, keyedHash, splitmix64, u64ToHex } from "./keyed_hash.ts";
export { type AskedRate, laneArrival } from "./lane_arrival.ts";
export { splitCount } from "./split_count.ts";
export { isWorldError } from "./world_error.ts";
