/** Requests of a step as lines: how many, how often again, how they failed. */
import { formatCount, formatDuration } from "../profile/mod.ts";
import type { HttpErrorClass, HttpReport, RetryCause } from "./report.ts";

const ERROR_WORDS: Readonly<Record<HttpErrorClass, string>> = {
  refused: "connection refused",
  resolve: "name not resolved",
  reset: "connection reset",
  timeout: "timed out",
  tls: "TLS failed",
  truncated: "body cut short",
  broken: "answer not of the protocol",
  denied: "denied (401, 403)",
  missing: "not found (404)",
  conflict: "in conflict (409, 412)",
  throttled: "throttled (429, 503)",
  server: "server error (5xx)",
  other: "other",
};

const RETRY_WORDS: Readonly<Record<RetryCause, string>> = {
  throttled: "throttled",
  server: "server error",
  reset: "reset",
  timeout: "timed out",
  other: "other",
};

/** `12,345 attempts, 3 retries (throttled 2, reset 1), 32 new connections`. */
export function requestsText(http: HttpReport): string {
  const { attempts, retries, connectionsNew, uploadsAborted } = http;
  const wait = http.retryWaitNs > 0
    ? `; ${formatDuration(http.retryWaitNs)} of waiting`
    : "";
  const causes = retries > 0
    ? ` (${listed(http.retriesBy, RETRY_WORDS)}${wait})`
    : "";
  const aborted = uploadsAborted > 0
    ? `, ${counted(uploadsAborted, "upload")} aborted`
    : "";
  return `${counted(attempts, "attempt")}, ` +
    `${retries === 1 ? "1 retry" : `${formatCount(retries)} retries`}` +
    `${causes}, ${counted(connectionsNew, "new connection")}${aborted}`;
}

/** The classes of failed attempts; `null` when none failed. */
export function failedText({ errors }: HttpReport): string | null {
  const total = Object.values(errors).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  return `${counted(total, "attempt")}: ${listed(errors, ERROR_WORDS)}`;
}

/** Only what happened, in the order of the words. */
function listed<K extends string>(
  counts: Readonly<Record<K, number>>,
  words: Readonly<Record<K, string>>,
): string {
  const found = Object.entries<number>(counts).filter(([, count]) => count > 0);
  const named = new Map(Object.entries<string>(words));
  return found
    .map(([key, count]) => `${named.get(key) ?? key} ${formatCount(count)}`)
    .join(", ");
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
