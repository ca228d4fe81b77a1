/** The failures of the object face that every backend words the same way. */
import type { ByteRange, UploadPart } from "./contract.ts";
import { StorageError, type StorageErrorKind } from "./errors.ts";
import { quoteKey } from "./key.ts";

/** Where something was tried: `url` as printed, `operation` as a verb. */
export interface Attempt {
  readonly url: string;
  readonly operation: string;
  readonly key: string;
}

const REASONS = {
  NotFound: "there is no such object",
  AlreadyExists: "the object is there already",
  ChecksumMismatch: "the bytes do not fit their checksum",
  PreconditionFailed: "the object is not the one that the condition names",
} as const satisfies Partial<Record<StorageErrorKind, string>>;

/** A `StorageError` about one key. */
export function objectFailure(
  attempt: Attempt,
  kind: keyof typeof REASONS,
  reason: string = REASONS[kind],
): StorageError {
  const { url, operation, key } = attempt;
  return new StorageError(
    `Cannot ${operation} ${quoteKey(key)} in "${url}": ${reason}`,
    { kind, operation, context: [["url", url], ["key", key]] },
  );
}

/** The range cut to the object; fails when it covers none of its bytes. */
export function cutRange(
  attempt: Attempt,
  range: ByteRange,
  sizeBytes: number,
): ByteRange {
  const { start, end } = range;
  const sound = Number.isSafeInteger(start) && Number.isSafeInteger(end) &&
    start >= 0 && start < end;
  if (sound && start < sizeBytes) {
    return { start, end: Math.min(end, sizeBytes) };
  }
  const { url, operation, key } = attempt;
  throw new StorageError(
    `Cannot ${operation} bytes ${start} to ${end} of ${quoteKey(key)} in ` +
      `"${url}": the object has ${sizeBytes} bytes, and none is in the range`,
    { kind: "RangeNotSatisfiable", operation, context: [["key", key]] },
  );
}

/** Fails unless `number` may number a part. */
export function checkPartNumber(attempt: Attempt, number: number): void {
  if (Number.isSafeInteger(number) && number >= 1 && number <= 10_000) return;
  throw objectFailure(
    attempt,
    "PreconditionFailed",
    `parts are numbered 1 to 10000, not ${number}`,
  );
}

/**
 * Parts in the order in which they join. Fails with `PreconditionFailed` when
 * none is named, or one twice: neither can be what was meant, and an object
 * that is silently empty or doubled would be the answer.
 */
export function orderParts(
  attempt: Attempt,
  parts: readonly UploadPart[],
): UploadPart[] {
  if (parts.length === 0) {
    throw objectFailure(
      attempt,
      "PreconditionFailed",
      "no part is named, and at least one must be",
    );
  }
  const ordered = [...parts].sort((a, b) => a.number - b.number);
  const twice = ordered.find(({ number }, at) =>
    ordered[at + 1]?.number === number
  );
  if (twice === undefined) return ordered;
  throw objectFailure(
    attempt,
    "PreconditionFailed",
    `part ${twice.number} is named twice`,
  );
}
