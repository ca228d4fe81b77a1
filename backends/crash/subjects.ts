/**
 * The protocols of this program that promise to survive a power cut, and the
 * same ones broken on purpose: each bug has been found in real software, and
 * one that is not found shows that the search proves nothing.
 */
import { journalSubject } from "./journal_subject.ts";
import { putSubject } from "./put_subject.ts";
import type { CrashSubject } from "./subject.ts";

/** No state may break them. */
export const CRASH_SUBJECTS: readonly CrashSubject[] = [
  putSubject({
    id: "file-put",
    promise: "An acknowledged put is there and whole, one in flight is the " +
      "object before or after it",
    method: "put",
  }),
  putSubject({
    id: "file-put-if-absent",
    promise: "A put that found no object is there and whole once acknowledged",
    method: "putIfAbsent",
  }),
  journalSubject({
    id: "journal",
    promise: "Records that were made durable are there, in order and whole",
  }),
];

/** At least one state must break each. */
export const CRASH_BUGS: readonly CrashSubject[] = [
  putSubject({
    id: "bug-sync-missing",
    promise: "A put whose bytes are never made durable",
    method: "put",
    omits: { sync: true },
  }),
  putSubject({
    id: "bug-folder-not-synced",
    promise: "A put whose name is never made durable",
    method: "put",
    omits: { syncFolder: true },
  }),
  putSubject({
    id: "bug-rename-before-sync",
    promise: "A put that gives the name first and makes the bytes durable then",
    method: "put",
    omits: { earlySync: true },
  }),
  putSubject({
    id: "bug-acknowledged-before-sync",
    promise: "A put that is acknowledged before it is durable",
    method: "put",
    isHasty: true,
  }),
  journalSubject({
    id: "bug-count-before-data",
    promise: "A journal whose count is durable before its records",
    countsFirst: true,
  }),
  journalSubject({
    id: "bug-sync-error-ignored",
    promise: "A journal that goes on after an fsync that failed",
    omits: { syncFails: true },
  }),
  journalSubject({
    id: "bug-journal-acknowledged-before-sync",
    promise: "A journal that promises records before the fsync",
    isHasty: true,
  }),
];
