/** The context of a real process: made once, in `main.ts`. */
import {
  type Clock,
  type Context,
  type EndSignal,
  type Output,
  PipeClosed,
  WriteFailed,
} from "./context.ts";
import { sleepUnlessAborted } from "./sleep_unless_aborted.ts";

interface Stream {
  writeSync(bytes: Uint8Array): number;
  isTerminal(): boolean;
}

/** Streams, environment, clock and signals of this process. */
export function processContext(): Context {
  return {
    stdout: streamOutput(Deno.stdout),
    stderr: streamOutput(Deno.stderr),
    cwd: Deno.cwd(),
    clock: systemClock(),
    processId: Deno.pid,
    env: (name) => Deno.env.get(name) || undefined,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    onSignal: listenForSignals,
  };
}

/** Writes text whole to a stream that may take it in pieces. */
export function streamOutput(stream: Stream): Output {
  const encoder = new TextEncoder();
  const isTerminal = stream.isTerminal();
  return {
    isTerminal,
    columns: () => isTerminal ? terminalColumns() : 80,
    write(text) {
      let rest = encoder.encode(text);
      while (rest.length > 0) rest = rest.subarray(writeSome(stream, rest));
    },
  };
}

/** Returns 0 when the stream is not ready, after a pause of a millisecond. */
function writeSome(stream: Stream, bytes: Uint8Array): number {
  try {
    return stream.writeSync(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) {
      throw new PipeClosed({ cause: error });
    }
    if (!(error instanceof Deno.errors.WouldBlock)) {
      throw new WriteFailed("write the output", error);
    }
    // A parent may leave O_NONBLOCK on a pipe that we share with it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return 0;
  }
}

function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    // A terminal on stdout does not promise one on the stream it is asked of.
    return 80;
  }
}

function systemClock(): Clock {
  return {
    nowNs: () => Math.round(performance.now() * 1e6),
    date: () => new Date(),
    sleepMs: sleepUnlessAborted,
  };
}

function listenForSignals(listener: (signal: EndSignal) => void): () => void {
  const onInterrupt = () => listener("SIGINT");
  const onTerminate = () => listener("SIGTERM");
  Deno.addSignalListener("SIGINT", onInterrupt);
  Deno.addSignalListener("SIGTERM", onTerminate);
  return () => {
    Deno.removeSignalListener("SIGINT", onInterrupt);
    Deno.removeSignalListener("SIGTERM", onTerminate);
  };
}
