/**
 * Turns what the SDK threw into a `StorageError` with a sentence. Nothing that
 * the server or the runtime wrote is passed on as it is: both repeat URLs with
 * signatures, and the string that a key signed.
 */
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { HttpFailure, type HttpFailureReason } from "../http/http_failure.ts";

interface Meaning {
  readonly kind: StorageErrorKind;
  readonly reason: string;
  readonly transient?: boolean;
}

const DENIED = "this credential may not";
const SIGNED = "the credential was not accepted";
const CHANGED = "the object is not the one that the condition names";
const BLOCKS = "a part is not among those that were put";

const meaning = (kind: StorageErrorKind, reason: string): Meaning => ({
  kind,
  reason,
});
const passing = (kind: StorageErrorKind, reason: string): Meaning => ({
  kind,
  reason,
  transient: true,
});

/** By the service's own word, `x-ms-error-code`. */
const BY_CODE: Readonly<Record<string, Meaning>> = {
  BlobNotFound: meaning("NotFound", "there is no such object"),
  ResourceNotFound: meaning("NotFound", "there is no such object"),
  ContainerNotFound: meaning(
    "NotFound",
    "there is no such container: make it first",
  ),
  ContainerBeingDeleted: passing("Busy", "the container is being deleted"),
  BlobAlreadyExists: meaning("AlreadyExists", "the object is there already"),
  ConditionNotMet: meaning("PreconditionFailed", CHANGED),
  TargetConditionNotMet: meaning("PreconditionFailed", CHANGED),
  SourceConditionNotMet: meaning("PreconditionFailed", CHANGED),
  InvalidBlockList: meaning("PreconditionFailed", BLOCKS),
  InvalidBlockId: meaning("PreconditionFailed", BLOCKS),
  InvalidBlobOrBlock: meaning("PreconditionFailed", BLOCKS),
  InvalidRange: meaning(
    "RangeNotSatisfiable",
    "none of the object's bytes is in the range",
  ),
  AuthenticationFailed: meaning("PermissionDenied", SIGNED),
  InvalidAuthenticationInfo: meaning("PermissionDenied", SIGNED),
  NoAuthenticationInformation: meaning(
    "PermissionDenied",
    "the container is not open to everybody: set a credential",
  ),
  AuthorizationFailure: meaning("PermissionDenied", DENIED),
  AuthorizationPermissionMismatch: meaning("PermissionDenied", DENIED),
  PublicAccessNotPermitted: meaning("PermissionDenied", DENIED),
  AccountIsDisabled: meaning("PermissionDenied", "the account is disabled"),
  KeyBasedAuthenticationNotPermitted: meaning(
    "PermissionDenied",
    "the account takes no keys: use a token",
  ),
  InvalidMetadata: meaning(
    "Unsupported",
    "names of metadata are letters, digits and underscores here",
  ),
  InvalidUri: meaning("InvalidKey", "the service takes no such name"),
  InvalidResourceName: meaning("InvalidKey", "the service takes no such name"),
  OutOfRangeInput: meaning("InvalidKey", "the service takes no such name"),
  Md5Mismatch: passing(
    "ChecksumMismatch",
    "the bytes do not fit their checksum",
  ),
  Crc64Mismatch: passing(
    "ChecksumMismatch",
    "the bytes do not fit their checksum",
  ),
  ServerBusy: passing("RateLimited", "the service asks for fewer requests"),
  TooManyRequests: passing(
    "RateLimited",
    "the service asks for fewer requests",
  ),
  OperationTimedOut: passing("TimedOut", "the service did not end in time"),
  InternalError: passing("Unavailable", "the service failed inside"),
  LeaseIdMissing: meaning("Busy", "somebody holds a lease on it"),
  BlobImmutableDueToPolicy: meaning("ReadOnly", "a policy keeps it as it is"),
  RequestBodyTooLarge: meaning(
    "Unsupported",
    "so many bytes do not go into one put: upload it in parts",
  ),
  FeatureNotSupported: meaning("Unsupported", "the service cannot do this"),
  FeatureVersionMismatch: meaning("Unsupported", "the service cannot do this"),
  NotImplemented: meaning("Unsupported", "the service cannot do this"),
};

/** Where the service said no word that is known. */
const BY_STATUS: Readonly<Record<number, Meaning>> = {
  401: meaning("PermissionDenied", SIGNED),
  403: meaning("PermissionDenied", DENIED),
  404: meaning("NotFound", "there is no such object"),
  407: meaning(
    "PermissionDenied",
    "the proxy on the way refuses us: set proxy with a name and a secret",
  ),
  409: meaning("Busy", "another request is in the way"),
  412: meaning("PreconditionFailed", CHANGED),
  416: meaning(
    "RangeNotSatisfiable",
    "none of the object's bytes is in the range",
  ),
  429: passing("RateLimited", "the service asks for fewer requests"),
  500: passing("Unavailable", "the service failed inside"),
  501: meaning("Unsupported", "the service cannot do this"),
  502: passing("Unavailable", "what stands before the service failed"),
  503: passing("RateLimited", "the service asks for fewer requests"),
  504: passing("TimedOut", "the service did not end in time"),
  507: meaning("NoSpace", "no space is left"),
};

/** Where no answer came, or not all of it. */
const NETWORK: Readonly<
  Record<HttpFailureReason, Omit<Meaning, "reason"> & { remedy?: string }>
> = {
  "unknown-host": {
    kind: "Unavailable",
    remedy: "look at account and endpoint",
  },
  refused: {
    kind: "Unavailable",
    transient: true,
    remedy: "look at endpoint, and whether the server runs",
  },
  unreachable: { kind: "Unavailable", transient: true },
  reset: { kind: "Unavailable", transient: true },
  untrusted: {
    kind: "Unavailable",
    remedy: "name the authority's certificate in caFile",
  },
  "timed-out": { kind: "TimedOut", transient: true },
  "cut-short": { kind: "Unavailable", transient: true },
  malformed: { kind: "Unexpected" },
  aborted: { kind: "Unavailable", transient: true },
};

/** What was tried, in words that follow "Cannot". */
export interface AzureAttempt {
  /** `put "a/b" in "az://c/p"`. */
  readonly action: string;
  readonly operation: string;
  readonly url: string;
}

/** What an answer tells that is safe to pass on. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  /** Only looked at. */
  readonly text: string;
}

/** A `StorageError` passes as it is; the rest is translated. */
export function azureFailure(
  attempt: AzureAttempt,
  cause: unknown,
): StorageError {
  if (cause instanceof StorageError) return cause;
  const { action, operation, url } = attempt;
  const refusal = readRefusal(cause);
  const found = refusal === undefined
    ? networkMeaning(cause)
    : refusalMeaning(refusal);
  const code = refusal === undefined
    ? ""
    : ` (${[refusal.status, refusal.code].filter(Boolean).join(" ")})`;
  return new StorageError(`Cannot ${action}: ${found.reason}${code}`, {
    kind: found.kind,
    operation,
    transient: found.transient ?? false,
    context: [
      ["url", url],
      ["status", String(refusal?.status ?? "none")],
      ["code", refusal?.code || "none"],
      ["request id", refusal?.requestId || "none"],
    ],
  });
}

/** The service's own word for a failure; `undefined` if it gave no answer. */
export function azureCode(cause: unknown): string | undefined {
  return readRefusal(cause)?.code;
}

/** The SDK wraps what the network did to it. */
function networkMeaning(cause: unknown): Meaning {
  for (let at = cause; at instanceof Error; at = at.cause) {
    if (!(at instanceof HttpFailure)) continue;
    const { remedy, ...known } = NETWORK[at.reason];
    const hint = remedy === undefined || at.step === "proxy"
      ? ""
      : `: ${remedy}`;
    return { ...known, reason: `${at.message}${hint}` };
  }
  const name = cause instanceof Error ? cause.name : typeof cause;
  return meaning("Unexpected", `the client failed with ${name}`);
}

function refusalMeaning(refusal: Refusal): Meaning {
  const { status, code, text } = refusal;
  const known = BY_CODE[code] ?? BY_STATUS[status];
  if (known === undefined) {
    return meaning("Unexpected", "the service refuses it");
  }
  return code === "AuthenticationFailed"
    ? meaning(known.kind, whyNotSigned(text))
    : known;
}

function whyNotSigned(text: string): string {
  if (/not valid in the specified time frame|expir/i.test(text)) {
    return "the shared access signature is expired, or not yet valid: make a " +
      "new one, and look at this host's clock";
  }
  if (/date header|too old|clock|time skew/i.test(text)) {
    return "the service's clock is another one: set this host's clock";
  }
  return `${SIGNED}: look at account, key or signature`;
}

function readRefusal(cause: unknown): Refusal | undefined {
  if (!(cause instanceof Error)) return undefined;
  const status: unknown = Reflect.get(cause, "statusCode");
  if (typeof status !== "number") return undefined;
  const response: unknown = Reflect.get(cause, "response");
  const header = (name: string) => headerOf(response, name) ?? "";
  const named: unknown = Reflect.get(cause, "code");
  return {
    status,
    code: header("x-ms-error-code") ||
      (typeof named === "string" ? named : ""),
    requestId: header("x-ms-request-id"),
    text: `${cause.message} ${bodyOf(response)}`,
  };
}

function headerOf(response: unknown, name: string): string | undefined {
  if (typeof response !== "object" || response === null) return undefined;
  const headers: unknown = Reflect.get(response, "headers");
  if (typeof headers !== "object" || headers === null) return undefined;
  const get: unknown = Reflect.get(headers, "get");
  if (typeof get !== "function") return undefined;
  const value: unknown = get.call(headers, name);
  return typeof value === "string" ? value : undefined;
}

function bodyOf(response: unknown): string {
  if (typeof response !== "object" || response === null) return "";
  const text: unknown = Reflect.get(response, "bodyAsText");
  return typeof text === "string" ? text : "";
}
