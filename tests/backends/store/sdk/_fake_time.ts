/** Timers that fire when a test says that time has passed. */

interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Stands in for `setTimeout` and `clearTimeout` until it is disposed of. */
export class FakeTime implements Disposable {
  readonly #real = { setTimeout, clearTimeout };
  readonly #timers = new Map<number, Timer>();
  #nowMs = 0;
  #next = 1;

  constructor() {
    Object.assign(globalThis, {
      setTimeout: (fire: () => void, ms = 0) => {
        this.#timers.set(this.#next, { atMs: this.#nowMs + ms, fire });
        return this.#next++;
      },
      clearTimeout: (id: number) => this.#timers.delete(id),
    });
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    for (const [id, { atMs, fire }] of [...this.#timers]) {
      if (atMs > this.#nowMs) continue;
      this.#timers.delete(id);
      fire();
    }
  }

  [Symbol.dispose](): void {
    Object.assign(globalThis, this.#real);
  }
}
