/**
 * The exit code of a judged run beside which something failed: a report that
 * could not be saved, a place that could not be released, a closed pipe.
 *
 * Design: "the storage is wrong" is what the program exists to say. A script
 * that sees 3 or 141 believes that nothing was found, so findings keep their
 * code and the failure is only told; every other verdict gives way to it.
 */
import type { Context } from "./context.ts";
import { renderFailure } from "./exit.ts";
import type { ExitCode } from "./exit_code.ts";

/** A verdict, and what failed beside it, the most important first. */
export interface SettleOptions {
  readonly exit: ExitCode;
  readonly failures: readonly unknown[];
}

/** The code of the verdict; throws the first failure unless that is 1. */
export function settleExit(
  context: Pick<Context, "stderr">,
  { exit, failures }: SettleOptions,
): ExitCode {
  const isThrown = failures.length > 0 && exit !== 1;
  for (const failure of isThrown ? failures.slice(1) : failures) {
    tell(context, renderFailure(failure, { debug: false }).text);
  }
  if (isThrown) throw failures[0];
  return exit;
}

function tell(context: Pick<Context, "stderr">, text: string): void {
  try {
    if (text !== "") context.stderr.write(text);
  } catch {
    // Nobody is left to be told: the code says what counts.
  }
}
