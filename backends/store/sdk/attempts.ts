/**
 * Attempts of one request, counted by how they ended. A retry is only made
 * where the plan allows it: full jitter over 50 ms (1 s when throttled),
 * doubled each time, or as long as the store asks for, at most 20 s.
 */
import type { StatusName } from "../../../ffi/mod.ts";
import { clientFailure } from "./client_failure.ts";
import { ClientFailure } from "./store_client.ts";
import type { CoreCounter, LaneMemory } from "./lane_memory.ts";

const BASE_MS = 50;
const THROTTLED_BASE_MS = 1000;
const CAP_MS = 20_000;

const ERROR_COUNTERS: Readonly<Partial<Record<StatusName, CoreCounter>>> = {
  HTTP_REFUSED: "errors_refused",
  HTTP_RESOLVE: "errors_resolve",
  HTTP_RESET: "errors_reset",
  HTTP_TIMEOUT: "errors_timeout",
  HTTP_TLS: "errors_tls",
  HTTP_TRUNCATED: "errors_truncated",
  HTTP_BROKEN: "errors_broken",
  HTTP_DENIED: "errors_denied",
  HTTP_NOT_FOUND: "errors_missing",
  HTTP_CONFLICT: "errors_conflict",
  HTTP_PRECONDITION: "errors_conflict",
  HTTP_THROTTLED: "errors_throttled",
  HTTP_SERVER: "errors_server",
};

/** What is tried again, counted as native lanes do. */
const RETRY_COUNTERS: Readonly<Partial<Record<StatusName, CoreCounter>>> = {
  HTTP_THROTTLED: "retries_throttled",
  HTTP_SERVER: "retries_server",
  HTTP_RESET: "retries_reset",
  HTTP_TRUNCATED: "retries_reset",
  HTTP_TIMEOUT: "retries_timeout",
  HTTP_REFUSED: "retries_other",
  HTTP_RESOLVE: "retries_other",
  HTTP_CONFLICT: "retries_other",
  HTTP_ERROR_BODY: "retries_server",
};

/** The counter of attempts that ended so. */
export function errorCounter(status: StatusName): CoreCounter {
  return ERROR_COUNTERS[status] ?? "errors_other";
}

export interface AttemptOptions {
  readonly memory: LaneMemory;
  readonly attemptsMax: number;
  readonly onAttempt?: () => void;
  /** From 0 to before 1. */
  readonly fraction: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Failures that are an answer, such as a 404 that is legal. */
  readonly isAnswer?: (status: StatusName) => boolean;
}

/**
 * Result of the last attempt; rejects with its `ClientFailure`, whose outcome
 * is unknown as soon as that of one attempt is.
 */
export async function attempt<T>(
  options: AttemptOptions,
  send: () => Promise<T>,
): Promise<T> {
  const { memory, attemptsMax } = options;
  let isUnknown = false;
  for (let number = 1;; number++) {
    memory.add("attempts");
    options.onAttempt?.();
    try {
      return await send();
    } catch (cause) {
      const failure = clientFailure(cause);
      const { status } = failure;
      isUnknown ||= failure.isUnknown;
      if (options.isAnswer?.(status)) throw failure;
      memory.add(errorCounter(status));
      const retry = RETRY_COUNTERS[status];
      if (retry === undefined || number >= attemptsMax) {
        throw new ClientFailure(status, isUnknown);
      }
      memory.add("retries");
      memory.add(retry);
      const base = status === "HTTP_THROTTLED" ? THROTTLED_BASE_MS : BASE_MS;
      const jitterMs = options.fraction() *
        Math.min(CAP_MS, base * 2 ** (number - 1));
      const waitMs = Math.min(
        CAP_MS,
        Math.max(jitterMs, failure.retryAfterMs),
      );
      memory.add("retry_wait_ns", Math.round(waitMs * 1e6));
      await options.wait(waitMs);
    }
  }
}
