/**
 * A time that passes only while everybody waits: the earliest of those who
 * sleep wakes once nothing else can go on. No real time is spent.
 */

import { setImmediate } from "node:timers";

interface Sleeper {
  readonly atNs: number;
  wake(): void;
}

/** Sleeps side by side take as long as the longest of them. */
export class VirtualClock {
  ns = 1_000_000_000;
  #sleepers: Sleeper[] = [];
  #isRunning = false;

  nowNs = () => this.ns;

  sleepMs = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { atNs: this.ns + ms * 1e6, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        resolve();
      }, { once: true });
      if (!this.#isRunning) this.#turn();
    });
  };

  /** Behind all that is ready: a new turn of the event loop. */
  #turn(): void {
    this.#isRunning = true;
    setImmediate(() => {
      const [first] = this.#sleepers.sort((a, b) => a.atNs - b.atNs);
      if (first === undefined) {
        this.#isRunning = false;
        return;
      }
      this.#sleepers.shift();
      this.ns = Math.max(this.ns, first.atNs);
      first.wake();
      this.#turn();
    });
  }
}
