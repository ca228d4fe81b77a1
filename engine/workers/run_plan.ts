/**
 * Runs a plan: one target after another, each step in order, every sample
 * emitted as it happens.
 *
 * Design: nothing here sees an operation. Lanes of the core run a whole step;
 * this stage starts them at one instant, polls, and closes what it opened. The
 * world comes in through ports, so that a test can be any storage and any time.
 */
import type { RunOutcome, RunPlanOptions, StepNotRun } from "./run_ports.ts";
import { runTarget } from "./run_target.ts";

/**
 * Resolves also when the storage fails or the run is stopped: both are in the
 * outcome and in the samples. Rejects only when this program is wrong.
 */
export async function runPlan(options: RunPlanOptions): Promise<RunOutcome> {
  const failures: string[] = [];
  const notRun: StepNotRun[] = [];
  const unclosed: Error[] = [];
  let isAbandoned = false;
  for (const target of options.plan.targets) {
    const end = await runTarget(target, options);
    failures.push(...end.failures);
    notRun.push(...end.notRun);
    unclosed.push(...end.unclosed);
    isAbandoned ||= end.isAbandoned;
  }
  const isStopped = options.signal.aborted || isAbandoned;
  return {
    outcome: failures.length > 0 ? "failed" : isStopped ? "stopped" : "done",
    failures,
    notRun,
    isAbandoned,
    unclosed,
  };
}
