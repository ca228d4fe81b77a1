/**
 * The core and the targets for the time of one judged command: opened before,
 * closed after it however it ends, with every fault disarmed.
 */
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { settleExit } from "./settle_exit.ts";
import { Wiring } from "./wiring.ts";

/** What a judged command came to, with its code. */
interface Ended {
  readonly exit: ExitCode;
}

/** The code of `body`; a failed close can hide neither findings nor an error. */
export async function withWiring(
  context: Context,
  body: (wiring: Wiring) => Promise<ExitCode>,
): Promise<ExitCode> {
  const judge = async (wiring: Wiring) => ({ exit: await body(wiring) });
  return (await endedWithWiring(context, judge)).exit;
}

/** The same for a body that has more to tell than a code. */
export async function endedWithWiring<T extends Ended>(
  context: Context,
  body: (wiring: Wiring) => Promise<T>,
): Promise<T> {
  const wiring = new Wiring(context);
  const failures: unknown[] = [];
  const close = async () => {
    wiring.core.faults.clear();
    await wiring.close().catch((failure) => failures.push(failure));
  };
  let ended: T;
  try {
    ended = await body(wiring);
  } catch (error) {
    await close();
    throw error;
  }
  await close();
  return {
    ...ended,
    exit: settleExit(context, { exit: ended.exit, failures }),
  };
}
