/**
 * Words the failure of a store under load: what was tried, what the core or
 * the server said, and the way out. No text of the server passes through,
 * because answers repeat keys and signatures.
 */
import { isCoreFailure } from "../core_port.ts";
import { StorageError, type StorageErrorKind } from "../errors.ts";

interface Meaning {
  readonly kind: StorageErrorKind;
  readonly reason: string;
  readonly transient?: boolean;
}

const meaning = (kind: StorageErrorKind, reason: string): Meaning => ({
  kind,
  reason,
});
const passing = (kind: StorageErrorKind, reason: string): Meaning => ({
  kind,
  reason,
  transient: true,
});

/** By the name of the status, as the core has it. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  NO_CURL: meaning(
    "Unsupported",
    "libcurl is not on this host, or is too old: install libcurl4, or set " +
      "client: sdk for this target",
  ),
  HTTP_REFUSED: passing(
    "Unavailable",
    "nothing listens there, or there is no route: look at the endpoint",
  ),
  HTTP_RESOLVE: meaning(
    "Unavailable",
    "the name of the host cannot be resolved: look at the endpoint",
  ),
  HTTP_RESET: passing("Unavailable", "the connection was cut"),
  HTTP_TIMEOUT: passing(
    "TimedOut",
    "no answer came within the time limit: look at connectTimeoutMs, " +
      "stallTimeoutMs and requestTimeoutMs",
  ),
  HTTP_TLS: meaning(
    "PermissionDenied",
    "TLS failed or the certificate is not trusted: name its authority as " +
      "caFile",
  ),
  HTTP_TRUNCATED: passing(
    "Unavailable",
    "the body ended before the length that was promised",
  ),
  HTTP_BROKEN: meaning(
    "Unexpected",
    "the answer is not of this protocol: look at the endpoint",
  ),
  HTTP_DENIED: meaning(
    "PermissionDenied",
    "the credential was not accepted, or may not do this",
  ),
  HTTP_NOT_FOUND: meaning("NotFound", "there is no such object or bucket"),
  HTTP_CONFLICT: passing("Busy", "another request is in the way"),
  HTTP_PRECONDITION: meaning(
    "PreconditionFailed",
    "the object is not the one that the condition names",
  ),
  HTTP_RANGE: meaning(
    "RangeNotSatisfiable",
    "none of the object's bytes is in the range",
  ),
  HTTP_THROTTLED: passing("RateLimited", "the store asks for fewer requests"),
  HTTP_SERVER: passing("Unavailable", "the store failed inside"),
  HTTP_REDIRECT: meaning(
    "Unsupported",
    "the bucket is in another region or behind another endpoint: set region " +
      "or endpoint",
  ),
  HTTP_REQUEST: meaning("Unexpected", "the store refused the request"),
  // The core has no name of its own for it: the store's word says it.
  HTTP_DAMAGED: meaning(
    "ChecksumMismatch",
    "the bytes that arrived do not fit the checksum that was sent with them",
  ),
  HTTP_ERROR_BODY: passing(
    "Unavailable",
    "the store said 200 and told of an error inside",
  ),
  ORACLE: meaning(
    "Unexpected",
    "the oracle file is damaged, or belongs to another run",
  ),
  NOT_EMPTY: meaning("AlreadyExists", "the oracle file is there already"),
  EEXIST: meaning("AlreadyExists", "the oracle file is there already"),
  EBUSY: meaning("Busy", "another process uses the oracle file"),
  EAGAIN: meaning("Busy", "another process uses the oracle file"),
  ENOENT: meaning("NotFound", "there is no oracle file of this run"),
  ENOSPC: meaning("NoSpace", "no space is left for the oracle file"),
  ENOMEM: passing("Unavailable", "there is not enough memory"),
  BOUND: meaning("Unsupported", "what is asked for does not fit a store"),
  LAYOUT: meaning("Unsupported", "the core takes no such request"),
};

/**
 * What the status of a failed operation means, as the end of a sentence. `text`
 * is what the core says of it. Names of errno stay: whoever knows disks knows
 * them; those of the core are for nobody.
 */
export function statusWords(name: string, text: string): string {
  if (/^E[A-Z0-9]+$/.test(name)) return `${name} (${text})`;
  return name.startsWith("HTTP_") ? MEANINGS[name]?.reason ?? text : text;
}

/** What was tried, in words that follow "Cannot". */
export interface StoreAttempt {
  /** `open "s3://bucket/prefix"`. */
  readonly action: string;
  /** The verb alone: `open`. */
  readonly operation: string;
}

/** Whatever was thrown, as a `StorageError`; one that is passes unchanged. */
export function storeFailure(
  attempt: StoreAttempt,
  cause: unknown,
): StorageError {
  if (cause instanceof StorageError) return cause;
  const { action, operation } = attempt;
  if (!isCoreFailure(cause)) {
    const text = cause instanceof Error ? cause.message : String(cause);
    return new StorageError(`Cannot ${action}: ${text}`, {
      kind: "Unexpected",
      operation,
      cause,
    });
  }
  const { kind, reason, transient } = MEANINGS[cause.statusName] ??
    meaning("Unexpected", cause.message);
  const isVague = kind === "Unsupported" &&
    (cause.statusName === "LAYOUT" || cause.statusName === "BOUND");
  return new StorageError(
    `Cannot ${action}: ${reason}${isVague ? ` (${cause.message})` : ""}`,
    {
      kind,
      operation,
      ...(transient === true && { transient }),
      context: [["status", cause.statusName]],
      cause,
    },
  );
}

/** Runs `body`, and words what it throws. */
export function wordStore<T>(attempt: StoreAttempt, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    throw storeFailure(attempt, cause);
  }
}
