/** The door of the workers stage. */
export type { CaseEnded } from "../cases/mod.ts";
export { OPERATIONS as CLIENT_OPERATIONS } from "../workloads/consistency/mod.ts";
export { errorCount } from "./lane_failure.ts";
export {
  allCounts,
  LOAD_OPS,
  type OpCounts,
  opCounts,
  sumOf,
} from "./op_counts.ts";
export type {
  KeptStep,
  OperationSink,
  ToldOperation,
} from "./operation_sink.ts";
export {
  READ_BACK_STEP,
  type ReadBackOptions,
  readBackPlan,
} from "./read_back.ts";
export { resumePlan } from "./resume_plan.ts";
export { runPlan } from "./run_plan.ts";
export type {
  CasesRunner,
  ConsistencyPorts,
  HistorySink,
  OpenMode,
  PipelinePorts,
  ProcessUsage,
  RunClock,
  RunOutcome,
  RunPlanOptions,
  StepNotRun,
  TableLoadPorts,
} from "./run_ports.ts";
export type {
  ConsistencyEnded,
  ConsistencyProgress,
  LaneEnd,
  LatencySnapshot,
  LatencyTotals,
  LoaderEnded,
  PipelineEnded,
  PipelineProgress,
  Sample,
  SizeClassSnapshot,
  StepEnded,
  StepFindings,
  StepInterval,
  StepProgress,
  StepStarted,
  TableEnded,
  TableProgress,
} from "./sample.ts";
export type { SteadyReached } from "./steady_watch.ts";
export { STRANGER_KEY } from "./stranger.ts";
