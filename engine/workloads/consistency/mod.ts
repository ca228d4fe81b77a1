/** The door of the consistency workload: clients, keys, and what they saw. */
export {
  type ConsistencyFinding,
  type ConsistencyFindingName,
  type ConsistencyReport,
  type FaceVerdict,
  type OperationCount,
  type OperationName,
  OPERATIONS,
  type WitnessStep,
} from "./consistency_report.ts";
export {
  type ConsistencyEndpoint,
  type ConsistencyOptions,
  type ConsistencyOutcome,
  PART_SIZE_BYTES,
  runConsistency,
} from "./run_consistency.ts";
