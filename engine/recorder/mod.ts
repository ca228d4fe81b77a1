/** The door of the recorder stage. */
export { classCounts, classOf, classStartNs } from "./latency_classes.ts";
export { firstMismatch, type JsonShape } from "./json_shape.ts";
export {
  BUCKET_COUNT,
  bucketNs,
  decodeHistogram,
  encodeHistogram,
  highestNs,
  type LatencySamples,
  percentileNs,
} from "./latency_histogram.ts";
export {
  Recorder,
  type RecorderOptions,
  type RecordingEnd,
} from "./recorder.ts";
export { loadRecording, saveRecording } from "./recording_file.ts";
export type {
  FaultPointCount,
  FindingRecording,
  IntervalOp,
  IntervalRecording,
  LaneRecording,
  LatencyRecording,
  LoaderRecording,
  MachineFacts,
  Recording,
  SizeClassRecording,
  StepRecording,
} from "./recording.ts";
export type {
  LoggedOperations,
  LoggedStep,
  OperationLogRecording,
} from "./operation_log_recording.ts";
