/**
 * Goes on with a run that was killed, interrupted or given up by its storage:
 * what its prepare phase put is read back and not put again. Comes in: the
 * run's name; goes out: an exit code.
 */
import { loadPlan, type Plan, resumePlan } from "../engine/mod.ts";
import { armFaults, earlierFaults } from "./arm_faults.ts";
import { type Begun, runningHere } from "./begin_run.ts";
import { carryOut } from "./carry_out.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { whileLogged } from "./logged_run.ts";
import { leadTargets, netFaultTexts } from "./net_faults.ts";
import { resumePlaces } from "./places.ts";
import { targetsOfRun } from "./run_targets.ts";
import { whileScraped } from "./scrape_endpoint.ts";
import { SELECT_FLAGS } from "./select_flags.ts";
import { isRunAlive, settledState } from "./store/run_state.ts";
import { findRun, runsPath, type StoredRun } from "./store/run_store.ts";
import { UsageError } from "./usage_error.ts";
import { NOTHING_ASKED, type Wiring } from "./wiring.ts";
import { withWiring } from "./with_wiring.ts";

/** Fails with a `UsageError` for a run that cannot be gone on with. */
export async function resumeRun(
  context: Context,
  args: Args,
  name: string,
): Promise<ExitCode> {
  refuseFlags(args);
  const root = runsPath(context, args);
  const found = await findRun(name, { root, cwd: context.cwd });
  refuseState(found);
  const { plan, begunTargets } = await planOf(found);
  const named = targetsOfRun(context, args, found.state.places);
  return await withWiring(context, async (wiring) => {
    const led = await leadTargets(wiring.core, named, { args, context });
    const { targets } = led;
    wiring.network = led.way;
    await wiring.openTargets(targets, "verify", NOTHING_ASKED);
    const faultsArmed = [
      ...earlierFaults(found.state),
      ...armFaults(wiring.core.faults, args),
      ...netFaultTexts(args),
    ];
    const run = { context, args, wiring, plan, targets, faultsArmed };
    const { exit } = await whileLogged(run, async (operations) => {
      const begun = await takeUp(found, {
        ...run,
        mode: (target) => begunTargets.has(target) ? "recover" : "create",
        ...(operations && { operations }),
      });
      return await whileScraped(
        begun,
        (scrape) => carryOut({ ...begun, ...(scrape && { scrape }) }),
      );
    });
    return exit;
  });
}

/** The run has its plan: what would make another one is a mistake. */
function refuseFlags(args: Args): void {
  const mistakes = [...SELECT_FLAGS.map((flag) => flag.name), "replace"]
    .filter((name) => name !== "config" && args.has(name))
    .map((name) =>
      `Cannot use --${name} with --resume: the run goes on as it was planned`
    );
  if (mistakes.length > 0) throw new UsageError(mistakes);
}

function refuseState({ state }: StoredRun): void {
  const refuse = (reason: string) =>
    new UsageError([`Cannot go on with run ${state.runId}: ${reason}`]);
  const settled = settledState(state, isRunAlive);
  if (settled === "running") {
    throw refuse(`it is still running (process ${state.processId})`);
  }
  if (state.places.some(({ isStore }) => isStore !== true)) {
    throw refuse(
      "it is not on stores alone, and only keys can be taken up again: " +
        'judge it with "stor-verify verify", or start it anew',
    );
  }
  if (state.places.some(({ kept }) => !kept)) {
    throw refuse("its objects are deleted: start it anew");
  }
  // A run that its storage gave up ended in order, and is not complete either.
  if (settled === "complete" && state.verdict?.exit !== 3) {
    throw refuse(
      'it is complete: judge it with "stor-verify verify", or start it anew',
    );
  }
}

interface ResumedPlan {
  readonly plan: Plan;
  /** Those of which there is an oracle. */
  readonly begunTargets: ReadonlySet<string>;
}

async function planOf({ folder, state }: StoredRun): Promise<ResumedPlan> {
  const text = await folder.load("plan.json");
  if (text === undefined) {
    throw new UsageError([
      `Cannot go on with run ${state.runId}: its plan.json is gone`,
    ]);
  }
  const begunTargets = new Set<string>();
  for (const { oracle, target } of state.places) {
    if (oracle !== null && await folder.hasOracle(oracle)) {
      begunTargets.add(target);
    }
  }
  try {
    const has = (target: string) => begunTargets.has(target);
    return { plan: resumePlan(loadPlan(text), has), begunTargets };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError([error.message], { cause: error });
  }
}

type Resumed = Omit<Begun, "folder" | "state" | "claimed" | "interrupt">;

/** Takes the stores and the run's state for this process. */
async function takeUp(
  { folder, state }: StoredRun,
  resumed: Resumed,
): Promise<Begun> {
  const { context, wiring } = resumed;
  const claimed = await resumePlaces({
    runId: state.runId,
    places: state.places,
    backend: (target) => wiring.backend(target),
    isContinued: true,
  });
  const { endedAt: _, verdict: __, ...unended } = state;
  const { faultsArmed } = resumed;
  const running = {
    ...unended,
    ...runningHere(context),
    ...(faultsArmed.length > 0 ? { faultsArmed } : {}),
  };
  await folder.saveState(running);
  await endUploads(resumed.plan, wiring);
  const interrupt = listenForInterrupt(context);
  return { ...resumed, folder, state: running, claimed, interrupt };
}

/** Of the process that is gone: nobody else would end them. */
async function endUploads(plan: Plan, wiring: Wiring): Promise<void> {
  for (const { name, objects } of plan.targets) {
    if (objects === undefined) continue;
    await wiring.backend(name).abortUploads?.(objects.keyPrefix);
  }
}
