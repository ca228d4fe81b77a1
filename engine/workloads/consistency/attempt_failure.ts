/**
 * What a failed attempt says of the write that it carried. By kind, because
 * the engine imports only types from the room that throws.
 */
import type { StorageError, StorageErrorKind } from "../../../backends/mod.ts";
import {
  type AttemptRecord,
  isRead,
  type OperationName,
} from "./attempt_record.ts";

/**
 * `refused`: it surely did not take effect. `unknown`: it may have, or may
 * still. `hopeless`: refused, and so will be every other one.
 */
export type FailureSense = "refused" | "unknown" | "hopeless";

const SENSES: Partial<Readonly<Record<StorageErrorKind, FailureSense>>> = {
  NotFound: "refused",
  AlreadyExists: "refused",
  PreconditionFailed: "refused",
  Busy: "refused",
  ChecksumMismatch: "refused",
  RangeNotSatisfiable: "refused",
  PermissionDenied: "hopeless",
  InvalidKey: "hopeless",
  Unsupported: "hopeless",
  ReadOnly: "hopeless",
};

/** Whatever is not surely refused may have happened. */
export function failureSense(failure: StorageError): FailureSense {
  return SENSES[failure.kind] ?? "unknown";
}

/** How an attempt ended that failed. A read that failed says nothing. */
export function endingOf(
  op: OperationName,
  failure: StorageError,
): Pick<AttemptRecord, "outcome" | "failure"> {
  const sense = failureSense(failure);
  const { kind, message: sentence } = failure;
  return {
    outcome: isRead(op) || sense !== "unknown" ? "fail" : "info",
    failure: {
      kind,
      sentence,
      ...(sense === "hopeless" ? { isHopeless: true } : {}),
    },
  };
}

/** The failure, if it is one of storage; anything else is thrown on. */
export function storageFailure(error: unknown): StorageError {
  if (isStorageError(error)) return error;
  throw error;
}

function isStorageError(error: unknown): error is StorageError {
  return error instanceof Error && error.name === "StorageError" &&
    "kind" in error;
}
