/** `stor-verify crash`: what power cuts are tried on, and one cut again. */
import {
  CRASH_TRIALS,
  type CrashTrial,
  loadRunLog,
  type PreparedTrial,
  replayText,
  stateOf,
  tryCuts,
} from "../backends/crash/mod.ts";
import { caseSeed, didYouMean } from "../engine/mod.ts";
import type { Core } from "../ffi/mod.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { findTrial, memoryPlace, replayCommand } from "./power_cuts.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { textTable } from "./text_table.ts";
import { UsageError } from "./usage_error.ts";
import { openCore } from "./wiring.ts";

const HELP = `
list    Lists what is held against every state that a power cut may leave:
        promises that no state may break; bugs and lies that one must show.
replay  Shows one state of SUBJECT again, in memory: what was done to the disk,
        which of it a cut kept, dropped or tore, what is left, and the verdict
        on it (exit 1 when it breaks the promise). A case that broke prints the
        whole command. Without --state: the first state that breaks it.

All of them are cases of the profile crash-10k, and of "cases run --select
'crash.*'". No power is cut and no root is needed.`;

/** Enough to be through with any subject. */
const STATES_MAX = 100_000;

/** The command as the table lists it. */
export const crash: Command = {
  name: "crash",
  summary: "List what power cuts are tried on, or show one state again",
  help: HELP,
  examples: [
    "stor-verify crash list",
    "stor-verify crash replay bug-sync-missing --seed 1",
    "stor-verify crash replay run --seed 1 --state 45.17",
  ],
  positionals: [
    { name: "action", words: ["list", "replay"] },
    { name: "SUBJECT", optional: true },
  ],
  flags: [
    {
      name: "seed",
      value: "TEXT",
      summary: "Of the run that tried it; repeats what was done to the disk",
    },
    {
      name: "state",
      value: "CUT.FATE",
      summary: "Name of the state; default: the first that breaks the promise",
    },
    {
      name: "log",
      value: "FILE",
      summary: "What was run, where lanes beside each other have an order of " +
        "their own",
    },
  ],
  async run(context, args) {
    const [action, subject] = args.positionals;
    if (action === "list") {
      refuseBeside(args);
      context.stdout.write(
        textTable(CRASH_TRIALS.map(({ id, promise }) => [id, promise])),
      );
      return 0;
    }
    const trial = trialNamed(subject);
    using core = openCore(context);
    return await replay(context, args, { core, trial });
  },
};

function refuseBeside(args: Args): void {
  const mistakes = ["seed", "state", "log"].filter((name) => args.has(name))
    .map((name) => `Flag "--${name}" belongs to "crash replay"`);
  if (args.positionals.length > 1) {
    mistakes.push(`"crash list" takes no SUBJECT`);
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
}

function trialNamed(subject: string | undefined): CrashTrial {
  const trial = findTrial(subject ?? "");
  if (trial !== undefined) return trial;
  const ids = CRASH_TRIALS.map(({ id }) => id);
  throw new UsageError([
    subject === undefined
      ? 'Cannot replay nothing: name a SUBJECT of "stor-verify crash list"'
      : `Cannot replay "${subject}": nothing is tried by that name` +
        didYouMean(subject, ids),
  ]);
}

interface ReplayOf {
  readonly core: Core;
  readonly trial: CrashTrial;
}

async function replay(
  context: Context,
  args: Args,
  { core, trial }: ReplayOf,
): Promise<ExitCode> {
  const seed = args.text("seed") ?? "1";
  const prepared = await trial.prepare({
    seed: caseSeed(seed),
    stamp: core.stamp,
    run: memoryPlace(core),
    ...recordedRun(context, args.text("log")),
  });
  if (prepared.recorded !== undefined && !args.has("log")) {
    context.stderr.write(
      "A seed does not repeat the order of lanes beside each other: this is " +
        "another run; give the one that was kept with --log FILE\n",
    );
  }
  const name = args.text("state") ?? await firstBroken(trial, prepared);
  if (name === null) {
    context.stdout.write(
      `No state of ${trial.id} with seed ${seed} breaks its promise\n`,
    );
    return 0;
  }
  const state = stateOf(prepared, name);
  if (state === undefined) {
    throw new UsageError([
      `Cannot replay state "${name}" of ${trial.id} with seed ${seed}: there ` +
      "is none of that name; a state is CUT.FATE, as in 45.17",
    ]);
  }
  const sentence = await prepared.judge(state);
  const log = args.text("log");
  const again = replayCommand({
    ...{ subject: trial.id, seed, state: name },
    ...(log === undefined ? {} : { log }),
  });
  context.stdout.write(
    `trial     ${trial.id}: ${trial.promise}\nagain     ${again}\n` +
      replayText({ prepared, state, sentence }),
  );
  return sentence === null ? 0 : 1;
}

async function firstBroken(
  trial: CrashTrial,
  prepared: PreparedTrial,
): Promise<string | null> {
  const stop = new AbortController();
  const { shortest } = await tryCuts(trial, {
    ...prepared,
    judge: async (state) => {
      const sentence = await prepared.judge(state);
      if (sentence !== null) stop.abort();
      return sentence;
    },
  }, { statesMax: STATES_MAX, signal: stop.signal });
  return shortest?.state ?? null;
}

function recordedRun(context: Context, log: string | undefined) {
  if (log === undefined) return {};
  const path = absolutePath(context.cwd, log);
  try {
    return { recorded: loadRunLog(Deno.readTextFileSync(path)) };
  } catch (error) {
    const isWorld = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.IsADirectory;
    if (!isWorld && !(error instanceof RangeError)) throw error;
    throw new UsageError([
      `Cannot read the log of a run in "${path}": ${error.message}`,
    ], { cause: error });
  }
}
