/**
 * The core and the targets for the time of one judged command: opened before,
 * closed after it however it ends, with every fault disarmed.
 */
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { settleExit } from "./settle_exit.ts";
import { Wiring } from "./wiring.ts";

/** The code of `body`; a failed close can hide neither findings nor an error. */
export async function withWiring(
  context: Context,
  body: (wiring: Wiring) => Promise<ExitCode>,
): Promise<ExitCode> {
  const wiring = new Wiring(context);
  const failures: unknown[] = [];
  const close = async () => {
    wiring.core.faults.clear();
    await wiring.close().catch((failure) => failures.push(failure));
  };
  let exit: ExitCode;
  try {
    exit = await body(wiring);
  } catch (error) {
    await close();
    throw error;
  }
  await close();
  return settleExit(context, { exit, failures });
}
