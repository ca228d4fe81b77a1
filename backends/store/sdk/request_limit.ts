/**
 * The time limits of one request: none of the SDKs knows one for a body that
 * stalls. Goes in: the limits; comes out: a signal that ends the request.
 */
import type { StoreSettings } from "../../../ffi/mod.ts";

const STALL_MS = 30_000;
/** The slowest upload that is not called stalled: 1 MiB in a second. */
const MS_PER_MIB = 1000;

/** What of the settings limits a request, in milliseconds. */
export type RequestLimits = Pick<
  StoreSettings,
  "stallTimeoutMs" | "requestTimeoutMs"
>;

/** Runs from its making to `end`; `touch` says that bytes came. */
export class RequestLimit {
  readonly #stallMs: number;
  readonly #abort = new AbortController();
  readonly #whole: ReturnType<typeof setTimeout> | undefined;
  #stall: ReturnType<typeof setTimeout> | undefined;

  /** Bytes that are sent cannot be watched, so they get time beforehand. */
  constructor(limits: RequestLimits, sentBytes = 0) {
    this.#stallMs = limits.stallTimeoutMs ?? STALL_MS;
    const sendMs = Math.ceil(sentBytes / 2 ** 20) * MS_PER_MIB;
    this.#stall = this.#later(this.#stallMs + sendMs);
    const { requestTimeoutMs = 0 } = limits;
    if (requestTimeoutMs > 0) this.#whole = this.#later(requestTimeoutMs);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  touch(): void {
    clearTimeout(this.#stall);
    this.#stall = this.#later(this.#stallMs);
  }

  end(): void {
    clearTimeout(this.#stall);
    clearTimeout(this.#whole);
  }

  #later(limitMs: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#abort.abort(new DOMException("timed out", "TimeoutError"));
    }, limitMs);
  }
}
