/** The door of the consistency workload: clients, keys, and what they saw. */
export { CONSISTENCY_WORKLOAD } from "./consistency_workload.ts";
export type { PlannedConsistencyStep } from "./planned_consistency.ts";
export {
  type ConsistencyFinding,
  type ConsistencyFindingName,
  type ConsistencyReport,
  type FaceVerdict,
  type OperationCount,
  type WitnessStep,
} from "./consistency_report.ts";
export {
  type AttemptRecord,
  type OperationName,
  OPERATIONS,
} from "./attempt_record.ts";
export {
  type HistoryEnd,
  type HistoryHead,
  historyLine,
  type JudgedHistory,
  judgeHistory,
} from "./history_file.ts";
export {
  type ConsistencyEndpoint,
  type ConsistencyOptions,
  PART_SIZE_BYTES,
  runConsistency,
} from "./run_consistency.ts";
