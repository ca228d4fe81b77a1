/**
 * Which status of the core an SDK's failure is. Texts of the runtime and of
 * servers are only looked at, because they repeat URLs with signatures.
 */
import type { StatusName } from "../../../ffi/mod.ts";
import {
  HttpFailure,
  type HttpFailureReason,
} from "../../http/http_failure.ts";
import { retryAfterMs } from "./retry_after.ts";
import { ClientFailure } from "./store_client.ts";

/** By the number of the answer, where the store said no word that is known. */
const BY_NUMBER: Readonly<Record<number, StatusName>> = {
  401: "HTTP_DENIED",
  403: "HTTP_DENIED",
  404: "HTTP_NOT_FOUND",
  408: "HTTP_TIMEOUT",
  409: "HTTP_CONFLICT",
  412: "HTTP_PRECONDITION",
  416: "HTTP_RANGE",
  429: "HTTP_THROTTLED",
};

/** By the store's own word. */
const BY_WORD: Readonly<Record<string, StatusName>> = {
  SlowDown: "HTTP_THROTTLED",
  ServerBusy: "HTTP_THROTTLED",
  TooManyRequests: "HTTP_THROTTLED",
  ThrottlingException: "HTTP_THROTTLED",
  RequestTimeout: "HTTP_TIMEOUT",
};

const PATTERNS: readonly (readonly [RegExp, StatusName])[] = [
  [/ECONNREFUSED|connection refused|EHOSTUNREACH|ENETUNREACH/i, "HTTP_REFUSED"],
  [/ENOTFOUND|EAI_AGAIN|dns error|lookup address/i, "HTTP_RESOLVE"],
  [
    /certificate|CERT_|SELF_SIGNED|UNABLE_TO_|UnknownIssuer|tls handshake|EPROTO/i,
    "HTTP_TLS",
  ],
  [/TimeoutError|timed? ?out|ETIMEDOUT|AbortError/i, "HTTP_TIMEOUT"],
  [
    /premature close|reading a body|received less data|unexpected eof|end of file|aborted/i,
    "HTTP_TRUNCATED",
  ],
  [
    /ECONNRESET|EPIPE|socket hang up|reset|broken pipe|before message completed|connection closed/i,
    "HTTP_RESET",
  ],
  [/parse|deserializ|invalid http|HPE_/i, "HTTP_BROKEN"],
];

/** Of our own HTTP client, which the SDKs are given. */
const BY_REASON: Readonly<Record<HttpFailureReason, StatusName>> = {
  "unknown-host": "HTTP_RESOLVE",
  refused: "HTTP_REFUSED",
  unreachable: "HTTP_REFUSED",
  reset: "HTTP_RESET",
  untrusted: "HTTP_TLS",
  "timed-out": "HTTP_TIMEOUT",
  "cut-short": "HTTP_TRUNCATED",
  malformed: "HTTP_BROKEN",
  aborted: "HTTP_TIMEOUT",
};

/** What `send` gives; its failure is a `ClientFailure`. */
export async function asClient<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    throw clientFailure(cause);
  }
}

/** What an SDK or the runtime threw; a `ClientFailure` passes unchanged. */
export function clientFailure(cause: unknown): ClientFailure {
  if (cause instanceof ClientFailure) return cause;
  const failure = new ClientFailure(
    answerStatus(cause) ?? networkStatus(cause),
  );
  failure.retryAfterMs = retryAfterMs(cause);
  return failure;
}

/** Of an answer that came whole; `undefined` if none did. */
function answerStatus(cause: unknown): StatusName | undefined {
  const number = httpNumber(cause);
  if (number === undefined) return undefined;
  const known = wordsOf(cause).map((word) => BY_WORD[word]).find(Boolean);
  if (known !== undefined) return known;
  if (number >= 200 && number < 300) return "HTTP_ERROR_BODY";
  if (number >= 300 && number < 400) return "HTTP_REDIRECT";
  if (number >= 500) {
    return number === 503 ? "HTTP_THROTTLED" : "HTTP_SERVER";
  }
  return BY_NUMBER[number] ?? "HTTP_REQUEST";
}

function networkStatus(cause: unknown): StatusName {
  for (let error: unknown = cause; error instanceof Error;) {
    if (error instanceof HttpFailure) return BY_REASON[error.reason];
    const text = `${error.name} ${wordsOf(error).join(" ")} ${error.message}`;
    const known = PATTERNS.find(([pattern]) => pattern.test(text));
    if (known !== undefined) return known[1];
    error = error.cause;
  }
  return "HTTP_RESET";
}

/** `$metadata.httpStatusCode` of S3, `statusCode` of Azure. */
function httpNumber(cause: unknown): number | undefined {
  if (typeof cause !== "object" || cause === null) return undefined;
  if ("statusCode" in cause && typeof cause.statusCode === "number") {
    return cause.statusCode;
  }
  if (!("$metadata" in cause)) return undefined;
  const metadata: unknown = cause.$metadata;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  return "httpStatusCode" in metadata &&
      typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : undefined;
}

/** Names and codes that the failure carries. */
function wordsOf(cause: unknown): string[] {
  if (typeof cause !== "object" || cause === null) return [];
  const words: string[] = [];
  if ("name" in cause && typeof cause.name === "string") words.push(cause.name);
  if ("code" in cause && typeof cause.code === "string") words.push(cause.code);
  if ("Code" in cause && typeof cause.Code === "string") words.push(cause.Code);
  return words;
}
