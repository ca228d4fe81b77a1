/**
 * CPU time of the thread that asks: what a lane of the script has used. The
 * core tells that of its own threads.
 */

const CLOCK_THREAD_CPUTIME_ID = 3;
const NS_PER_SECOND = 1_000_000_000;

const SYMBOLS = {
  // int clock_gettime(clockid_t clock, struct timespec *out);
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Of the thread that calls it, whichever that is. */
export class ThreadClock implements Disposable {
  readonly #libc = Deno.dlopen("libc.so.6", SYMBOLS);
  readonly #now = new BigInt64Array(2);

  /** Nanoseconds on a CPU so far, user and system together. */
  cpuNs(): number {
    this.#libc.symbols.clock_gettime(CLOCK_THREAD_CPUTIME_ID, this.#now);
    const [seconds = 0n, ns = 0n] = this.#now;
    return Number(seconds) * NS_PER_SECOND + Number(ns);
  }

  [Symbol.dispose](): void {
    this.#libc.close();
  }
}
