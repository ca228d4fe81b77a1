/** The closed list of ways in which storage can fail to do its job. */

export type StorageErrorKind =
  | "NotFound"
  | "AlreadyExists"
  | "PermissionDenied"
  | "PreconditionFailed"
  | "ChecksumMismatch"
  | "RangeNotSatisfiable"
  | "InvalidKey"
  | "NoSpace"
  | "Busy"
  | "RateLimited"
  | "TimedOut"
  | "Unavailable"
  | "Unsupported"
  | "Misaligned"
  | "ReadOnly"
  | "Unexpected";

export interface StorageErrorOptions {
  readonly kind: StorageErrorKind;
  /** What was tried, as a verb: `put`, `open`, `list`. */
  readonly operation: string;
  /** Whether the same call may succeed later. */
  readonly transient?: boolean;
  /** Ordered facts for `--debug`; no secrets. */
  readonly context?: readonly (readonly [string, string])[];
  readonly cause?: unknown;
}

/**
 * Storage failed to do its job. The message names the action, the value, what
 * is and what should be, and the way out. Tests assert on `kind`.
 */
export class StorageError extends Error {
  readonly kind: StorageErrorKind;
  readonly operation: string;
  readonly transient: boolean;
  readonly context: readonly (readonly [string, string])[];

  constructor(message: string, options: StorageErrorOptions) {
    super(
      message,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "StorageError";
    this.kind = options.kind;
    this.operation = options.operation;
    this.transient = options.transient ?? false;
    this.context = options.context ?? [];
  }
}
