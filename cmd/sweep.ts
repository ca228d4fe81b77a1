/** `stor-verify sweep`: one load over block sizes, depths, lanes and rates. */
import {
  type LoadStep,
  loadToVary,
  type Report,
  type StepChange,
  varyStep,
} from "../engine/mod.ts";
import type { SweepReport, SweepRow } from "../engine/report/limit/mod.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import { renderFailure } from "./exit.ts";
import type { ExitCode } from "./exit_code.ts";
import {
  checkSearchFiles,
  SEARCH_FILE_FLAGS,
  tellSearch,
} from "./search_files.ts";
import { RUNS_FLAG, SELECT_FLAGS } from "./select_flags.ts";
import { readSelection, type Selection } from "./selection.ts";
import { silentRun, type Watched, whileWatched } from "./silent_run.ts";
import { readVary, SWEEP_FLAGS, type Swept } from "./sweep_flags.ts";
import { TOOL } from "./tool.ts";

const HELP = `
Runs a profile once for each combination of the values, with one of its loads
changed, and ends in one table and one chart: throughput, IOPS and p99 of each.

Each run is whole: the profile's loads that last no time (the fill, the
read-back) and the one that is varied, and every byte is judged. --duration is
the time of each, --size keeps the fill short. A combination that the target
refuses (a block size that O_DIRECT cannot do) or that fails is a row that says
so, and the sweep goes on; it ends when a byte is wrong. The runs are kept:
"stor-verify report" shows each.

Ends with 0 when every combination ran, with 2 when one was refused, with 3 when
one failed. Ctrl-C gives the table so far.`;

/** The command as the table lists it. */
export const sweep: Command = {
  name: "sweep",
  summary: "Run a load over block sizes, depths and lanes, into one table",
  help: HELP,
  examples: [
    "stor-verify sweep --vary blockSize=4KiB,64KiB,1MiB --vary depth=1,4,16,64",
    "stor-verify sweep --vary lanes=1,2,4 --target direct:///mnt/x",
    "stor-verify sweep --vary depth=1,8 --step overwrite --duration 2s",
    "stor-verify sweep --vary blockSize=4KiB,64KiB --html sweep.html",
  ],
  positionals: [],
  flags: [...SWEEP_FLAGS, ...SELECT_FLAGS, RUNS_FLAG, ...SEARCH_FILE_FLAGS],
  async run(context, args) {
    checkSearchFiles(context, args);
    const swept = readVary(args);
    const selection = readSelection(context, args);
    const name = args.text("step");
    const step = loadToVary(selection.profile, {
      isOpenLoop: false,
      ...(name === undefined ? {} : { name }),
    });
    return await whileWatched(
      context,
      (watched) => runAll({ context, args, selection, swept, step, watched }),
    );
  },
};

interface Sweep {
  readonly context: Context;
  readonly args: Args;
  readonly selection: Selection;
  readonly swept: Swept;
  readonly step: LoadStep;
  readonly watched: Watched;
}

async function runAll(sweep: Sweep): Promise<ExitCode> {
  const { args, context, selection, step, swept, watched } = sweep;
  const { renderSweep, renderSweepPage, sweepExit } = await import(
    "../engine/report/limit/mod.ts"
  );
  const rows: SweepRow[] = [];
  let isAfterFailure = false;
  for (const [index, change] of swept.changes.entries()) {
    if (watched.isInterrupted) break;
    context.stderr.write(`run ${index + 1} of ${swept.changes.length}\n`);
    const own = await runOne(sweep, change, isAfterFailure);
    rows.push(...own);
    const has = (...outcomes: readonly SweepRow["outcome"][]) =>
      own.some(({ outcome }) => outcomes.includes(outcome));
    if (has("wrong", "interrupted")) break;
    // What it left is ours, and the next run may take its place.
    isAfterFailure = has("failed") || isAfterFailure && has("refused");
  }
  const report: SweepReport = {
    version: 1,
    tool: TOOL,
    profile: selection.profile.name,
    step: step.name,
    varied: swept.varied,
    combinations: swept.changes.length,
    rows,
  };
  await tellSearch(context, args, {
    report,
    text: renderSweep(report),
    page: (script) => renderSweepPage(report, script),
  });
  const exit = sweepExit(report);
  return watched.isInterrupted && exit !== 1 ? 130 : exit;
}

async function runOne(
  { args, context, selection, step }: Sweep,
  change: StepChange,
  replaces: boolean,
): Promise<SweepRow[]> {
  const { sweepRows } = await import("../engine/report/limit/mod.ts");
  try {
    const profile = varyStep(selection.profile, step.name, change);
    const { exit, report } = await silentRun(context, args, {
      ...{ ...selection, profile, replaces },
    });
    const outcome = outcomeOf(exit);
    const reason = outcome === "done" ? "" : reasonOf(report);
    return sweepRows(report, { change, step: step.name, outcome, reason });
  } catch (error) {
    const { exit, text } = renderFailure(error, { debug: false });
    // A bug, or nobody left to tell: neither is about this combination.
    if (exit !== 2 && exit !== 3) throw error;
    const reason = text.split("\n").filter((line) => !/^See "/.test(line))
      .map((line) => line.replace(/^stor-verify: /, "").trim())
      .filter((line) => line !== "").join("; ");
    return selection.targets.map(({ name }) => ({
      change,
      target: name,
      outcome: exit === 2 ? "refused" : "failed",
      reason,
      measured: null,
    }));
  }
}

function outcomeOf(exit: ExitCode): SweepRow["outcome"] {
  if (exit === 1) return "wrong";
  if (exit === 130) return "interrupted";
  return exit === 0 || exit === 4 || exit === 5 ? "done" : "failed";
}

function reasonOf({ runId, verdict }: Report): string {
  return `${verdict.sentence} (stor-verify report ${runId})`;
}
