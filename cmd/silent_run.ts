/**
 * One run of a command that makes many: nothing is printed, no file but those of
 * the run's own folder is written, and its place is free again for the next run
 * unless it found something wrong. Comes in: a selection; goes out: a report.
 */
import type { CarriedOut } from "./carry_out.ts";
import { DISCARD } from "./carry_out.ts";
import type { Args } from "./command.ts";
import type { Context, Output } from "./context.ts";
import { runSelection } from "./run_selection.ts";
import type { Selection } from "./selection.ts";

/** Flags of the command that each of its runs obeys. */
const PASSED_ON = ["config", "runs"];

/** What is run. */
export interface SilentRun extends Selection {
  /** The run before it failed, and what it left there may be deleted. */
  readonly replaces?: boolean;
}

/** Rejects as `runSelection` does. */
export function silentRun(
  context: Context,
  args: Args,
  { replaces = false, ...selection }: SilentRun,
): Promise<CarriedOut> {
  const stdout = silent(context.stdout);
  return runSelection({ ...context, stdout, stderr: stdout }, {
    positionals: [],
    has: (name) =>
      name === DISCARD || name === "quiet" || replaces && name === "replace",
    text: (name) => PASSED_ON.includes(name) ? args.text(name) : undefined,
    texts: () => [],
  }, selection);
}

/** Hears a signal also between runs, when nobody else listens. */
export interface Watched {
  readonly isInterrupted: boolean;
}

/** Runs `body` while signals are heard, and not a moment longer. */
export async function whileWatched<T>(
  context: Pick<Context, "onSignal">,
  body: (watched: Watched) => Promise<T>,
): Promise<T> {
  let isInterrupted = false;
  const end = context.onSignal(() => isInterrupted = true);
  try {
    return await body({
      get isInterrupted() {
        return isInterrupted;
      },
    });
  } finally {
    end();
  }
}

function silent(output: Output): Output {
  return { isTerminal: false, columns: () => output.columns(), write() {} };
}
