/**
 * Turns signals into two abort signals. The first Ctrl-C lets what is in flight
 * finish and writes the report; the second ends at once and keeps the files.
 */
import type { Context } from "./context.ts";

/** Must be ended, so that signals do again what they do by themselves. */
export interface Interrupt {
  /** End early, in order. */
  readonly signal: AbortSignal;
  /** End now; implies `signal`. */
  readonly hardSignal: AbortSignal;
  /** The reader of the output went away: end as if asked. */
  close(): void;
  readonly isClosed: boolean;
  end(): void;
}

/** Listens until it is ended. */
export function listenForInterrupt(
  context: Pick<Context, "onSignal">,
): Interrupt {
  const soft = new AbortController();
  const hard = new AbortController();
  let isClosed = false;
  const end = context.onSignal(() => {
    if (soft.signal.aborted) {
      hard.abort();
      return;
    }
    soft.abort();
  });
  return {
    signal: soft.signal,
    hardSignal: hard.signal,
    close() {
      isClosed = true;
      soft.abort();
    },
    get isClosed() {
      return isClosed;
    },
    end,
  };
}
