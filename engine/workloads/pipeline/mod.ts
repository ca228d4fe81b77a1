/** The door of the pipeline workload: objects copied from place to place. */
export {
  copyObject,
  type CopyObjectOptions,
  type CopyOutcome,
  type DigestWitness,
} from "./copy_object.ts";
export { copySurely, type CopySurelyOptions } from "./copy_surely.ts";
export type {
  CopyEnd,
  CopyPorts,
  CopyStream,
  CopyWatch,
  ResumePoint,
} from "./copy_ports.ts";
export {
  type CopyState,
  type DoneObject,
  type JournalLine,
  journalText,
  readJournal,
} from "./copy_journal.ts";
export {
  copyMany,
  type CopyManyOptions,
  type CopyResult,
} from "./copy_many.ts";
export { objectBytes } from "./object_bytes.ts";
export type { CopyTrouble, PipelineReport } from "./pipeline_report.ts";
export { type CopyRoute, PIPELINE_WORKLOAD } from "./pipeline_workload.ts";
export type { PlannedPipelineStep } from "./planned_pipeline.ts";
export {
  type CopySite,
  type EndedCopy,
  runCopies,
  type RunCopiesOptions,
} from "./run_copies.ts";
export { CopyRefusal } from "./copy_refusal.ts";
export { dropLeftover } from "./hold_sink.ts";
export {
  type Manifest,
  type ManifestEntry,
  ManifestError,
  type ManifestHead,
  readManifest,
  type Seal,
  writeManifest,
} from "./manifest.ts";
