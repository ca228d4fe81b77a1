/**
 * Steps of a copy outside of its stream (looking, beginning, completing), tried
 * again while that makes sense, as the core does with ranges and parts. Goes
 * in: a step; comes out: what it gives, or its last failure.
 */
import { keyedHash } from "../mod.ts";
import type { CopyPorts } from "./copy_ports.ts";

/** As those of the core: full jitter over a base that doubles. */
const BASE_MS = 50;
const THROTTLED_BASE_MS = 1000;
const CAP_MS = 20_000;

export interface AskOptions {
  /** 1: nothing is tried again. */
  readonly attemptsMax: number;
  /** Of the waits. */
  readonly seed: bigint;
  readonly signal: AbortSignal;
  readonly watch: { retried?(): void };
}

/** Runs `body` until it succeeds, or fails for good. */
export async function askAgain<T>(
  ports: Pick<CopyPorts, "sleepMs">,
  options: AskOptions,
  body: () => Promise<T>,
): Promise<T> {
  const { attemptsMax, seed, signal, watch } = options;
  for (let attempt = 1;; attempt++) {
    try {
      return await body();
    } catch (error) {
      const isLast = attempt >= attemptsMax || signal.aborted;
      if (isLast || !isPassing(error)) throw error;
      await ports.sleepMs(pauseMs(error, attempt, seed), signal);
      watch.retried?.();
    }
  }
}

/** A failure that the storage itself may be over by the next attempt. */
export function isPassing(error: unknown): error is Error {
  return error instanceof Error && "transient" in error &&
    error.transient === true;
}

function pauseMs(error: Error, attempt: number, seed: bigint): number {
  const isThrottled = "kind" in error && error.kind === "RateLimited";
  const baseMs = isThrottled ? THROTTLED_BASE_MS : BASE_MS;
  const mostMs = Math.min(CAP_MS, baseMs * 2 ** (attempt - 1));
  const draw = keyedHash("pause", String(seed), attempt) & 0xFFFF_FFFFn;
  return mostMs * Number(draw) / 2 ** 32;
}
