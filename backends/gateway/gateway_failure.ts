/**
 * Turns whatever a gateway or the network did into a `StorageError` of one
 * sentence. Of what the gateway says only the code is repeated.
 */
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { HttpFailure, type HttpFailureReason } from "../http/http_failure.ts";
import { GatewayRefusal } from "./gateway_client.ts";

/** What was tried. */
export interface GatewayAttempt {
  /** `put "k" in "gateway://..."`, as it follows "Cannot". */
  readonly action: string;
  readonly operation: string;
  readonly url: string;
}

interface Meaning {
  readonly kind: StorageErrorKind;
  readonly reason: string;
  readonly transient?: boolean;
  /** Follows what the gateway said. */
  readonly wayOut?: string;
}

const CODES: Readonly<Record<string, Meaning>> = {
  NotFound: { kind: "NotFound", reason: "there is no such object" },
  AlreadyExists: {
    kind: "AlreadyExists",
    reason: "the object is there already",
  },
  PreconditionFailed: {
    kind: "PreconditionFailed",
    reason: "the object is not the one that the condition names",
  },
  ChecksumMismatch: {
    kind: "ChecksumMismatch",
    reason: "the bytes do not fit their checksum",
  },
  RangeNotSatisfiable: {
    kind: "RangeNotSatisfiable",
    reason: "no byte of the object is in the range",
  },
  InvalidKey: { kind: "InvalidKey", reason: "the gateway takes no such key" },
  IncompleteBody: {
    kind: "Unavailable",
    reason: "the gateway got less than was announced",
    transient: true,
  },
  TooLarge: {
    kind: "Unsupported",
    reason: "it is larger than the gateway takes: 10 GB at most",
  },
  UnsupportedContentType: {
    kind: "Unsupported",
    reason: "its content type is none: write type/subtype",
  },
  Corrupted: {
    kind: "Unexpected",
    reason: "a chunk of it is damaged, and has no sound replica",
  },
  Unavailable: {
    kind: "Unavailable",
    reason: "chunk servers or the database are away",
    transient: true,
  },
  NoSpace: {
    kind: "NoSpace",
    reason: "a chunk server is full",
    wayOut: "delete objects, or give its folder more room; /health tells " +
      "what is free on each",
  },
};

/** Where no code came: a HEAD, or something else than a gateway. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { kind: "PermissionDenied", reason: "it lets nobody in" },
  403: { kind: "PermissionDenied", reason: "it does not let us" },
  404: { kind: "NotFound", reason: "there is no such object" },
  408: { kind: "TimedOut", reason: "the request came too slowly" },
  412: { kind: "PreconditionFailed", reason: "the condition does not hold" },
  413: { kind: "Unsupported", reason: "it is larger than is taken" },
  415: { kind: "Unsupported", reason: "its content type is not taken" },
  416: {
    kind: "RangeNotSatisfiable",
    reason: "no byte of the object is in the range",
  },
  429: {
    kind: "RateLimited",
    reason: "the server asks to slow down",
    transient: true,
  },
  500: { kind: "Unexpected", reason: "the server failed" },
  502: { kind: "Unavailable", reason: "no gateway answers", transient: true },
  503: { kind: "Unavailable", reason: "parts are away", transient: true },
  504: { kind: "TimedOut", reason: "no gateway answers", transient: true },
  507: { kind: "NoSpace", reason: "it is full" },
};

const NETWORK: Readonly<Record<HttpFailureReason, StorageErrorKind>> = {
  "unknown-host": "Unavailable",
  refused: "Unavailable",
  unreachable: "Unavailable",
  reset: "Unavailable",
  untrusted: "Unavailable",
  "timed-out": "TimedOut",
  "cut-short": "Unavailable",
  malformed: "Unexpected",
  aborted: "Unavailable",
};

/** A `StorageError` is passed on as it is. */
export function gatewayFailure(
  attempt: GatewayAttempt,
  cause: unknown,
): StorageError {
  if (cause instanceof StorageError) return cause;
  if (cause instanceof HttpFailure) return networkFailure(attempt, cause);
  if (cause instanceof GatewayRefusal) return refusal(attempt, cause);
  const said = cause instanceof Error ? cause.message : String(cause);
  return failed(attempt, {
    kind: "Unexpected",
    reason: `the client failed: ${said}`,
  });
}

function refusal(
  attempt: GatewayAttempt,
  { code, server, statusCode }: GatewayRefusal,
): StorageError {
  const meaning: Meaning = CODES[code] ?? STATUSES[statusCode] ??
    { kind: "Unexpected", reason: "the gateway refuses it" };
  const said = code === ""
    ? `HTTP ${statusCode}`
    : `${code}, HTTP ${statusCode}`;
  const what = server === ""
    ? meaning.reason
    : meaning.reason.replace("a chunk server", `chunk server "${server}"`);
  const wayOut = meaning.wayOut === undefined ? "" : `: ${meaning.wayOut}`;
  return failed(
    attempt,
    { ...meaning, reason: `${what} (${said})${wayOut}` },
    [
      ...[["status", String(statusCode)], ["code", code]] as const,
      ...(server === "" ? [] : [["server", server] as const]),
    ],
  );
}

function networkFailure(
  attempt: GatewayAttempt,
  { reason, step, message }: HttpFailure,
): StorageError {
  const remedy = reason === "refused"
    ? ": check the port, and that the gateway runs"
    : reason === "unknown-host"
    ? ": check the host"
    : "";
  const transient = !["unknown-host", "malformed"].includes(reason);
  return failed(
    attempt,
    { kind: NETWORK[reason], reason: `${message}${remedy}`, transient },
    [["step", step], ["reason", reason]],
  );
}

function failed(
  { action, operation, url }: GatewayAttempt,
  { kind, reason, transient = false }: Meaning,
  context: readonly (readonly [string, string])[] = [],
): StorageError {
  return new StorageError(`Cannot ${action}: ${reason}`, {
    ...{ kind, operation, transient },
    context: [["url", url], ...context],
  });
}
