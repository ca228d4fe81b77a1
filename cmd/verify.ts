/** `stor-verify verify`: judges what a run left, also after `kill -9`. */
import type { Target } from "../backends/mod.ts";
import {
  buildReport,
  loadPlan,
  type Plan,
  readBackPlan,
  type Report,
  saveReport,
} from "../engine/mod.ts";
import { earlierFaults } from "./arm_faults.ts";
import type { Args, Command } from "./command.ts";
import { type Context, PipeClosed } from "./context.ts";
import { displayFor } from "./display/display_for.ts";
import { executePlan } from "./execute.ts";
import type { ExitCode } from "./exit_code.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { machineFacts } from "./machine.ts";
import { resumePlaces } from "./places.ts";
import { repeatFlags } from "./repeat_flags.ts";
import { targetsOfRun } from "./run_targets.ts";
import { refuseOverwritten } from "./overwritten.ts";
import { checkJsonPath, tellReport, textOutput } from "./run_report.ts";
import { CONFIG_FLAG, RUNS_FLAG } from "./select_flags.ts";
import { settleExit } from "./settle_exit.ts";
import {
  isOfEarlierBoot,
  isRunAlive,
  type RunPlace,
  settledState,
} from "./store/run_state.ts";
import {
  findRun,
  listRuns,
  runsPath,
  type StoredRun,
} from "./store/run_store.ts";
import { TOOL } from "./tool.ts";
import { UsageError } from "./usage_error.ts";
import { NOTHING_ASKED, runCore } from "./wiring.ts";
import { withWiring } from "./with_wiring.ts";

const HELP = `
Reads everything back that a run wrote and judges it by the run's own oracle:
the generations that were acknowledged, those that may be there, and those that
must not. RUN is an id, the beginning of one, "last", or a path. Changes
nothing.`;

/** The command as the table lists it. */
export const verify: Command = {
  name: "verify",
  summary: "Read a run's files back and judge them again",
  help: HELP,
  examples: [
    "stor-verify verify last",
    "stor-verify verify 3f2a --target local --offset 315392 --json -",
  ],
  positionals: [{ name: "RUN" }],
  flags: [
    { name: "target", value: "NAME", summary: "Judge only that target" },
    {
      name: "offset",
      value: "BYTES",
      summary: "Judge only the unit at that offset of the target's space",
    },
    {
      name: "key",
      value: "NUMBER",
      summary: "Judge only the key of that number, as a finding names it",
    },
    CONFIG_FLAG,
    RUNS_FLAG,
    {
      name: "json",
      value: "FILE|-",
      summary: "Write the report as JSON; - prints it, and text to stderr",
    },
    { name: "quiet", summary: "Print only the final report" },
  ],
  async run(context, args) {
    checkJsonPath(context, args);
    const root = runsPath(context, args);
    const name = args.positionals[0] ?? "last";
    const found = await findRun(name, { root, cwd: context.cwd });
    const kept = placesToJudge(found, args.text("target"));
    refuseOverwritten(found, kept, (await listRuns(root)).runs);
    const plan = await readBack(found, args);
    const places = await placesWithOracle(found, kept);
    for (const { target } of kept.filter((one) => !places.includes(one))) {
      const why = found.state.state === "running"
        ? "the run ended before it wrote anything there"
        : "its oracle is gone, which alone knows what was written";
      textOutput(context, args).write(`skipped ${target}: ${why}\n`);
    }
    if (places.length === 0) return 4;
    const targets = targetsOfRun(context, args, places);
    return await judgeAgain({ context, args, found, places, plan, targets });
  },
};

/** Fails with a `UsageError` when there is nothing that could be read. */
function placesToJudge(
  { state }: StoredRun,
  target: string | undefined,
): readonly RunPlace[] {
  if (settledState(state, isRunAlive) === "running") {
    throw new UsageError([
      `Cannot judge run ${state.runId}: it is still running ` +
      `(process ${state.processId})`,
    ]);
  }
  const chosen = state.places.filter((place) =>
    target === undefined || place.target === target
  );
  if (chosen.length === 0) {
    const names = state.places.map((place) => place.target).join(", ");
    throw new UsageError([
      `Run ${state.runId} has no target "${target}": it has ${names}`,
    ]);
  }
  const kept = chosen.filter((place) => place.kept);
  if (kept.length > 0) return kept;
  throw new UsageError([
    `Cannot judge run ${state.runId}: its files are deleted; ` +
    "run with --keep to keep them",
  ]);
}

async function readBack(found: StoredRun, args: Args): Promise<Plan> {
  const text = await found.folder.load("plan.json");
  if (text === undefined) {
    throw new UsageError([
      `Cannot judge run ${found.state.runId}: its plan.json is gone`,
    ]);
  }
  const target = args.text("target");
  const offset = args.text("offset");
  const key = args.text("key");
  const mistakes = [
    ...(isNumber(offset)
      ? []
      : [`Cannot use --offset ${offset}: it is a number of bytes`]),
    ...(isNumber(key)
      ? []
      : [`Cannot use --key ${key}: it is the number of a key, from 0`]),
    ...(offset !== undefined && key !== undefined
      ? ["Cannot use --offset and --key at once: an offset is in a file"]
      : []),
  ];
  if (mistakes.length > 0) throw new UsageError(mistakes);
  try {
    return readBackPlan(loadPlan(text), {
      ...(target === undefined ? {} : { target }),
      ...(offset === undefined ? {} : { offsetBytes: Number(offset) }),
      ...(key === undefined ? {} : { key: Number(key) }),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError([error.message], { cause: error });
  }
}

function isNumber(text: string | undefined): boolean {
  return text === undefined || /^\d{1,15}$/.test(text);
}

/** A run that was killed before it made a space has no oracle of it. */
async function placesWithOracle(
  { folder }: StoredRun,
  places: readonly RunPlace[],
): Promise<readonly RunPlace[]> {
  const found: RunPlace[] = [];
  for (const place of places) {
    if (place.oracle !== null && await folder.hasOracle(place.oracle)) {
      found.push(place);
    }
  }
  return found;
}

/** Targets without files to judge stay in the plan, without steps. */
function onlyTargets(plan: Plan, places: readonly RunPlace[]): Plan {
  return {
    ...plan,
    targets: plan.targets.map((target) =>
      places.some((place) => place.target === target.name)
        ? target
        : { ...target, steps: [] }
    ),
  };
}

/** The oracle knows what was acknowledged, not what a sync made durable. */
const RESTARTED = "The host was started anew since the run: what was written " +
  "there without a sync may be lost by right, so lost, stale and zeroed units " +
  "may be no fault of the storage";

interface JudgeOptions {
  readonly context: Context;
  readonly args: Args;
  readonly found: StoredRun;
  readonly places: readonly RunPlace[];
  readonly plan: Plan;
  readonly targets: readonly Target[];
}

async function judgeAgain(options: JudgeOptions): Promise<ExitCode> {
  const { context, args, found, places, targets } = options;
  const plan = {
    ...onlyTargets(options.plan, places),
    doubts: isOfEarlierBoot(found.state) ? [RESTARTED] : [],
  };
  const { runId } = found.state;
  // Fails where a folder has no marker of this run: its bytes are not ours.
  await resumePlaces({
    runId,
    places: places.filter(({ isStore }) => isStore !== true),
  });
  const oracles = new Map(places.map(({ target, oracle }) => [target, oracle]));
  const interrupt = listenForInterrupt(context);
  try {
    return await withWiring(context, async (wiring) => {
      await wiring.openTargets(targets, "verify", NOTHING_ASKED);
      const backend = (target: string) => wiring.backend(target);
      await resumePlaces({
        runId,
        places: places.filter(({ isStore }) => isStore === true),
        backend,
      });
      const { recording, isAbandoned, unclosed } = await executePlan({
        plan,
        mode: "recover",
        faces: wiring.faces(),
        stores: wiring.stores(),
        core: runCore(wiring.core),
        clock: context.clock,
        tool: TOOL,
        machine: machineFacts(wiring.core.kernelBest()),
        faultsArmed: earlierFaults(found.state),
        repeat: repeatFlags(context, args),
        display: displayFor({ context, args, plan, interrupt }),
        interrupt,
        oraclePath: (target, of) => {
          const name = oracles.get(target) ?? null;
          return name === null ? undefined : found.folder.oraclePath(name, of);
        },
      });
      if (isAbandoned) wiring.abandon();
      const report = buildReport(recording);
      return await tellAgain(options, { report, interrupt, unclosed });
    });
  } finally {
    interrupt.end();
  }
}

interface JudgedAgain {
  readonly report: Report;
  readonly interrupt: Interrupt;
  readonly unclosed: readonly Error[];
}

async function tellAgain(
  { args, context, found }: JudgeOptions,
  { interrupt, report, unclosed }: JudgedAgain,
): Promise<ExitCode> {
  const saved = await saveAgain(found, report);
  const failures: unknown[] = [];
  if (interrupt.isClosed) failures.push(new PipeClosed());
  else {
    await tellReport(context, args, report)
      .catch((failure) => failures.push(failure));
  }
  if (saved.failure !== undefined) failures.push(saved.failure);
  failures.push(...unclosed);
  return settleExit(context, { exit: report.verdict.exit, failures });
}

/** Its failure waits until the report is told: reading back took long. */
async function saveAgain(
  { folder }: StoredRun,
  report: Report,
): Promise<{ readonly failure?: unknown }> {
  try {
    await folder.save("verify.json", saveReport(report));
    return {};
  } catch (failure) {
    return { failure };
  }
}
