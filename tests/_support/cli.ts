/**
 * A context for commands that run inside a test: streams are kept as text,
 * time stands still unless moved, and signals come when the test sends them.
 */
import {
  type Context,
  type EndSignal,
  type ExitCode,
  main,
  type Output,
  PipeClosed,
} from "../../cmd/mod.ts";
import { sleepUnlessAborted } from "../../cmd/sleep_unless_aborted.ts";

/** What a test sets; everything else has a default. */
export interface TestContextOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  /** Characters that stdout takes before its reader goes away. */
  readonly pipeClosesAfter?: number;
}

/** A context with what was written to it. */
export interface TestContext extends Context {
  out(): string;
  err(): string;
  /** Delivers a signal to whoever listens; returns how many did. */
  send(signal: EndSignal): number;
}

/** Makes one context; nothing in it touches the real process. */
export function testContext(options: TestContextOptions = {}): TestContext {
  const stdout = textOutput(options, options.pipeClosesAfter ?? Infinity);
  const stderr = textOutput(options, Infinity);
  const listeners = new Set<(signal: EndSignal) => void>();
  return {
    stdout,
    stderr,
    out: () => stdout.text(),
    err: () => stderr.text(),
    cwd: options.cwd ?? "/nowhere",
    clock: {
      nowNs: () => Math.round(performance.now() * 1e6),
      date: () => new Date("2026-11-21T00:00:00Z"),
      // Real time: a run with real lanes needs it to pass.
      sleepMs: sleepUnlessAborted,
    },
    processId: Deno.pid,
    env: (name) => options.env?.[name],
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send(signal) {
      listeners.forEach((listener) => listener(signal));
      return listeners.size;
    },
  };
}

interface TextOutput extends Output {
  text(): string;
}

function textOutput(options: TestContextOptions, room: number): TextOutput {
  let text = "";
  return {
    isTerminal: options.isTerminal ?? false,
    columns: () => options.columns ?? 80,
    text: () => text,
    write(more) {
      if (text.length + more.length > room) throw new PipeClosed();
      text += more;
    },
  };
}

/** How one command line ended. */
export interface CliEnd {
  readonly exit: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line inside the test. */
export async function runCli(
  typed: readonly string[],
  options: TestContextOptions = {},
): Promise<CliEnd> {
  const context = testContext(options);
  const exit = await main(typed, context);
  return { exit, out: context.out(), err: context.err() };
}
