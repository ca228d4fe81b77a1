/**
 * Turns whatever the SDK or the network throws into a `StorageError` with one
 * sentence. Of what a server says only the code is repeated, because messages
 * of servers echo requests, and requests hold signatures and tokens.
 */
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { HttpFailure, type HttpFailureReason } from "../http/http_failure.ts";
import { type CodeMeaning, S3_CODES, S3_STATUSES } from "./s3_codes.ts";

/** Where something was tried. */
export interface S3Attempt {
  /** `put "k" in "s3://..."`, as it follows "Cannot". */
  readonly action: string;
  readonly operation: string;
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  /** The time here in milliseconds, to compare the server's with. */
  readonly nowMs: number;
}

/** What a server said, as far as it may be repeated. */
interface S3Answer {
  readonly code: string;
  readonly status: number;
  readonly region: string | undefined;
  readonly dateMs: number | undefined;
}

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

const REMEDIES: Partial<Readonly<Record<HttpFailureReason, string>>> = {
  "unknown-host": "check endpoint",
  refused: "check endpoint and proxy, and that the server runs",
  untrusted: "name the authority's certificate in caFile",
};

/** Fails the attempt; a `StorageError` is passed on as it is. */
export function s3Failure(attempt: S3Attempt, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const network = networkCause(cause);
  if (network !== undefined) return networkFailure(attempt, network);
  if (isMissingCredential(cause)) {
    return fail(attempt, "PermissionDenied", {
      reason: "there is no credential: set accessKeyId and secretAccessKey, " +
        "or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or set " +
        "profile, or anonymous: true",
    });
  }
  const answer = readAnswer(cause);
  if (answer !== undefined) return answerFailure(attempt, answer);
  const said = cause instanceof Error ? cause.name : typeof cause;
  return fail(attempt, "Unexpected", {
    reason: `the client failed with ${said}`,
    detail: cause instanceof SyntaxError || cause instanceof TypeError
      ? cause.message
      : undefined,
  });
}

/** The server's code; `undefined` for what is no answer of a server. */
export function s3Code(cause: unknown): string | undefined {
  return readAnswer(cause)?.code;
}

function networkFailure(
  attempt: S3Attempt,
  failure: HttpFailure,
): StorageError {
  const { reason, step, message } = failure;
  const remedy = REMEDIES[reason];
  const hasRemedy = remedy !== undefined && step !== "proxy";
  return new StorageError(
    `Cannot ${attempt.action}: ${message}${hasRemedy ? `: ${remedy}` : ""}`,
    {
      kind: NETWORK[reason],
      operation: attempt.operation,
      transient: !["unknown-host", "untrusted", "malformed"].includes(reason),
      context: [["url", attempt.url], ["step", step], ["reason", reason]],
    },
  );
}

function answerFailure(attempt: S3Attempt, answer: S3Answer): StorageError {
  const { code, status, region } = answer;
  if (code === "NoSuchBucket") {
    return fail(attempt, "NotFound", {
      reason: `there is no bucket "${attempt.bucket}": create it, or name ` +
        "another one",
      answer,
    });
  }
  if (region !== undefined && region !== attempt.region) {
    return fail(attempt, "Unexpected", {
      reason: `the bucket is in region "${region}", not "${attempt.region}": ` +
        `set region: ${region}`,
      answer,
    });
  }
  if (status >= 300 && status < 400) {
    return fail(attempt, "Unexpected", {
      reason: "the server sends us to another place: check endpoint and region",
      answer,
    });
  }
  if (code === "RequestTimeTooSkewed" || code === "RequestExpired") {
    return fail(attempt, "PermissionDenied", {
      reason: `${skewText(attempt, answer)}: set the clock`,
      answer,
    });
  }
  const found = meaningOf(code, status);
  return fail(attempt, found.kind, { ...found, answer });
}

/** A code that nobody knows says what is wrong better than its status does. */
function meaningOf(code: string, status: number): CodeMeaning {
  const known = S3_CODES[code];
  if (known !== undefined) return known;
  const { kind, reason, ...more } = S3_STATUSES[status] ?? REFUSED;
  return code === ""
    ? { kind, reason, ...more }
    : { kind, reason: REFUSED.reason, ...more };
}

const REFUSED: CodeMeaning = {
  kind: "Unexpected",
  reason: "the server refuses it",
};

function skewText(attempt: S3Attempt, { dateMs }: S3Answer): string {
  if (dateMs === undefined) return "the clock here differs from the server's";
  const seconds = Math.round((attempt.nowMs - dateMs) / 1000);
  const way = seconds < 0 ? "behind" : "ahead of";
  return `the clock here is ${Math.abs(seconds)} s ${way} the server's`;
}

function fail(
  attempt: S3Attempt,
  kind: StorageErrorKind,
  why: {
    readonly reason: string;
    readonly detail?: string | undefined;
    readonly transient?: boolean;
    readonly answer?: S3Answer;
  },
): StorageError {
  const { action, operation, url } = attempt;
  const { answer, detail } = why;
  const said = answer === undefined ? "" : ` (${answerText(answer)})`;
  return new StorageError(
    `Cannot ${action}: ${why.reason}${said}${detail ? `: ${detail}` : ""}`,
    {
      kind,
      operation,
      transient: why.transient ?? false,
      context: [
        ["url", url],
        ...(answer === undefined ? [] : [
          ["status", String(answer.status)] as const,
          ["code", answer.code] as const,
        ]),
      ],
    },
  );
}

function answerText({ code, status }: S3Answer): string {
  return code === "" ? `HTTP ${status}` : `${code}, HTTP ${status}`;
}

/** Providers of credentials wrap what the network did to them. */
function networkCause(cause: unknown): HttpFailure | undefined {
  for (let at = cause; at instanceof Error; at = at.cause) {
    if (at instanceof HttpFailure) return at;
  }
  return undefined;
}

function isMissingCredential(cause: unknown): boolean {
  return cause instanceof Error &&
    /^(CredentialsProviderError|ProviderError|TokenProviderError)$/.test(
      cause.name,
    );
}

function readAnswer(cause: unknown): S3Answer | undefined {
  if (!(cause instanceof Error) || !("$metadata" in cause)) return undefined;
  const status = fieldOf(cause.$metadata, "httpStatusCode");
  if (typeof status !== "number") return undefined;
  const headers = fieldOf(fieldOf(cause, "$response"), "headers");
  const region = fieldOf(headers, "x-amz-bucket-region") ??
    fieldOf(cause, "Region");
  const date = fieldOf(headers, "date");
  return {
    code: codeOf(cause, status),
    status,
    region: typeof region === "string" && /^[a-z0-9-]+$/.test(region)
      ? region
      : undefined,
    dateMs: typeof date === "string" ? Date.parse(date) : undefined,
  };
}

/** Without a body the SDK makes up a name; a real code has letters only. */
function codeOf(cause: Error, status: number): string {
  const code = fieldOf(cause, "Code") ?? cause.name;
  const isMadeUp = ["NotFound", "UnknownError", "Error", "Unknown"]
    .includes(String(code));
  if (isMadeUp || typeof code !== "string") return "";
  return /^[A-Za-z][A-Za-z0-9.]{2,60}$/.test(code) && code !== String(status)
    ? code
    : "";
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Reflect.get(value, name)
    : undefined;
}
