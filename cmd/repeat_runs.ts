/**
 * `run --repeat N`: one plan several times over, targets in turn and in turned
 * order, so that what drifts with time hits all of them alike; then a
 * comparison of the targets, or the spread of the only one.
 */
import type { Report } from "../engine/mod.ts";
import type { Args } from "./command.ts";
import { tellComparison } from "./compare.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { runSelection } from "./run_selection.ts";
import type { Selection } from "./selection.ts";
import { UsageError } from "./usage_error.ts";

/** More is a mistake of typing. */
const REPEATS_MAX = 1000;
/** Flags that name a file of each run. */
const FILES = [
  "json",
  "html",
  "junit",
  "summary",
  "openmetrics",
  "hgrm",
  "arrow",
  "op-log",
];
/** A run that ended so is the last one: what it kept must stay. */
const ENDING: readonly ExitCode[] = [1, 3, 130, 141, 70];
/** The gravest first. */
const GRAVITY: readonly ExitCode[] = [70, 1, 3, 130, 141, 5, 4, 0];

/** How often; 1 without the flag. Fails with a `UsageError`. */
export function readRepeat(args: Args): number {
  const text = args.text("repeat");
  if (text === undefined) return 1;
  const count = Number(text);
  const mistakes: string[] = [];
  if (!/^\d+$/.test(text) || count < 1 || count > REPEATS_MAX) {
    mistakes.push(
      `Cannot repeat "${text}" times: it must be 1 to ${REPEATS_MAX}`,
    );
  }
  for (const name of ["resume", "ack-log"]) {
    if (args.has(name)) {
      mistakes.push(
        `Cannot use --repeat and --${name} at once: that is about one run`,
      );
    }
  }
  if (args.text("json") === "-") {
    mistakes.push(
      "Cannot print the JSON of several runs: give --json the name of a file",
    );
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return count;
}

/** The gravest code of all runs. */
export async function repeatRuns(
  context: Context,
  args: Args,
  { selection, count }: {
    readonly selection: Selection;
    readonly count: number;
  },
): Promise<ExitCode> {
  // One plan: what is drawn for the first run holds for all.
  const seed = selection.seed ?? hex(context.random(8));
  const reports: Report[] = [];
  const exits: ExitCode[] = [];
  for (let number = 1; number <= count; number++) {
    context.stderr.write(`repeat ${number} of ${count}\n`);
    const targets = number % 2 === 1
      ? selection.targets
      : selection.targets.toReversed();
    const { exit, report } = await runSelection(
      context,
      numbered(args, number),
      { ...selection, seed, targets },
    );
    reports.push(report);
    exits.push(exit);
    if (ENDING.includes(exit) && number < count) {
      context.stderr.write(
        `stopped after ${number} of ${count}: what this run kept must stay\n`,
      );
      break;
    }
  }
  await tellComparison(context, beside(args), {
    groups: groupsOf(reports),
    conditions: [],
  });
  return GRAVITY.find((code) => exits.includes(code)) ?? 0;
}

/** A group for each target; one group where there is one target. */
function groupsOf(reports: readonly Report[]) {
  const names = reports[0]?.targets.map(({ name }) => name) ?? [];
  return names.map((name) => ({ name, reports, target: name }));
}

/**
 * Files get the number of the run before their ending. A later run replaces
 * what the one before it kept: it is of the same command.
 */
function numbered(args: Args, number: number): Args {
  return {
    positionals: args.positionals,
    has: (name) => name === "replace" && number > 1 || args.has(name),
    text: (name) => fileOf(args, name, String(number)),
    texts: (name) => args.texts(name),
  };
}

/** The comparison stands beside the files of the runs. */
function beside(args: Args): Pick<Args, "text"> {
  return {
    // The seed of the runs is not that of the bootstrap.
    text: (name) => name === "seed" ? undefined : fileOf(args, name, "compare"),
  };
}

function fileOf(args: Args, name: string, mark: string): string | undefined {
  const text = args.text(name);
  if (text === undefined || !FILES.includes(name)) return text;
  const [, stem = text, ending = ""] = /^(.*?)(\.[^./]+)?$/.exec(text) ?? [];
  return `${stem}-${mark}${ending}`;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
