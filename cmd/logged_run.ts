/**
 * A run whose operations are kept one by one, where that was asked for: the log
 * is open for as long as the run, and the last line says what is in it.
 */
import type { Plan, Report } from "../engine/mod.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import { OperationLog } from "./operation_log.ts";

interface Ended {
  readonly exit: number;
  readonly report: Report;
}

/**
 * What `body` comes to. A log that is cut fails with `WriteFailed`, unless the
 * storage is wrong: findings keep their code.
 */
export async function whileLogged<T extends Ended>(
  { context, args, ...about }: {
    readonly context: Context;
    readonly args: Args;
    readonly plan: Plan;
    readonly faultsArmed: readonly string[];
  },
  body: (log: OperationLog | undefined) => Promise<T>,
): Promise<T> {
  const log = await OperationLog.open(context, args, about);
  if (log === undefined) return await body(undefined);
  try {
    const ended = await body(log);
    const { path, kept, lost } = await log.finish();
    context.stderr.write(
      `op-log   ${counted(kept)} operations in ${path}` +
        `${lostText(lost, log)}\n`,
    );
    const { failure } = log;
    if (failure === null) return ended;
    if (ended.exit !== 1) throw failure;
    context.stderr.write(`${failure.message}\n`);
    return ended;
  } finally {
    await log.finish();
  }
}

function lostText(
  lost: number,
  { failure }: Pick<OperationLog, "failure">,
): string {
  if (lost === 0) return "";
  const why = failure === null
    ? "came too fast to be kept"
    : "could not be kept";
  return `; ${counted(lost)} more ${why}: it is not all`;
}

function counted(count: number): string {
  return count.toLocaleString("en-US");
}
