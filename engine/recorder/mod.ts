/** The door of the recorder stage. */
export type {
  FindingRecording,
  IntervalOp,
  IntervalRecording,
  LaneRecording,
  LatencyRecording,
  MachineFacts,
  Recording,
  StepRecording,
} from "./recording.ts";
