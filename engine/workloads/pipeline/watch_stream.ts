/** Runs a stream to its end, and tells how far it is on the way. */
import type { StreamCounters, StreamPart } from "../../../backends/mod.ts";

/** Ten times a second, as the counters of lanes. */
const LOOK_MS = 100;
/** Parts overtake each other by no more than the ring holds. */
const MISSING_MAX = 64;
/** An object of a few kilobytes is over before the first look. */
const FIRST_LOOK_MS = 1;

export interface WatchedStream {
  readonly stream: {
    start(): void;
    counters(): StreamCounters;
    stop(): void;
    part(index: number): StreamPart;
  };
  /** 0: nobody wants to know of parts. */
  readonly partCount: number;
  readonly signal: AbortSignal;
  readonly watch: {
    part(index: number, part: StreamPart): void;
    counters(counters: StreamCounters): void;
  };
}

export interface WatchPorts {
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
}

/** The last counters; the stream has ended, well or not. */
export async function watchStream(
  ports: WatchPorts,
  { stream, partCount, signal, watch }: WatchedStream,
): Promise<StreamCounters> {
  const waiting = new Set(Array.from({ length: partCount }, (_, at) => at));
  const never = new AbortController().signal;
  let lookMs = FIRST_LOOK_MS;
  stream.start();
  for (;;) {
    if (signal.aborted) stream.stop();
    await ports.sleepMs(lookMs, signal.aborted ? never : signal);
    lookMs = Math.min(LOOK_MS, lookMs * 2);
    const counters = stream.counters();
    const hasEnded = counters.state === "done" || counters.state === "failed";
    let missing = 0;
    for (const index of waiting) {
      const part = stream.part(index);
      if (!part.isThere && ++missing > MISSING_MAX && !hasEnded) break;
      if (!part.isThere) continue;
      waiting.delete(index);
      watch.part(index, part);
    }
    watch.counters(counters);
    if (hasEnded) return counters;
  }
}
