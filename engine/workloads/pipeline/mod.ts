/** The door of the pipeline workload: objects copied from place to place. */
export {
  copyObject,
  type CopyObjectOptions,
  type CopyOutcome,
  type DigestWitness,
} from "./copy_object.ts";
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
export { CopyRefusal } from "./copy_refusal.ts";
export {
  type Manifest,
  type ManifestEntry,
  ManifestError,
  type ManifestHead,
  readManifest,
  type Seal,
  writeManifest,
} from "./manifest.ts";
