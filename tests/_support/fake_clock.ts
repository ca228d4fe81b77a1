/** A clock that moves only when somebody waits on it. */

/** Time in ns; `onTick` runs after each wait, before its waiter goes on. */
export class FakeClock {
  ns = 1_000_000_000;
  readonly onTick: (() => void)[] = [];

  nowNs(): number {
    return this.ns;
  }

  async sleepMs(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.ns += ms * 1e6;
    for (const tick of this.onTick) tick();
    // Joins that a tick resolved must be seen before the next poll.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }
}
