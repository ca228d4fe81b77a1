/** `stor-verify find-limit`: the highest rate at which an objective holds. */
import { type Report, varyStep } from "../engine/mod.ts";
import type {
  LimitReport,
  LimitTrial,
  SearchEnd,
} from "../engine/report/limit/mod.ts";
import type { Target } from "../backends/mod.ts";
import type { CarriedOut } from "./carry_out.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { LIMIT_FLAGS, type LimitAsked, readLimit } from "./limit_flags.ts";
import {
  checkSearchFiles,
  SEARCH_FILE_FLAGS,
  tellSearch,
} from "./search_files.ts";
import { RUNS_FLAG, SELECT_FLAGS } from "./select_flags.ts";
import { silentRun, type Watched, whileWatched } from "./silent_run.ts";
import { TOOL } from "./tool.ts";

const HELP = `
Offers a load at higher and higher rates until the objective breaks, closes in
between the last rate that held and the first that did not, and tries the rate
that it found once more. Operations start by the clock (Poisson arrivals), and
latency counts from the intended start: a rate that is not reached is beyond the
limit too.

Each try is a whole run: the profile's loads that last no time (the fill, the
read-back) and the one that is offered the rate. Every byte is judged, and the
search ends when one is wrong. --duration is the time of each try, --size keeps
the fill short. The runs are kept: "stor-verify report" shows each.

Ends with 0 when a limit was found, with 5 when even the lowest rate missed the
objective, with 4 when the tries could not decide. Ctrl-C gives the table so
far.`;

/** The command as the table lists it. */
export const findLimit: Command = {
  name: "find-limit",
  summary: "Find the highest rate at which an objective holds",
  help: HELP,
  examples: [
    "stor-verify find-limit --objective 'p99 <= 5ms'",
    "stor-verify find-limit --objective 'p99 <= 5ms' --target direct:///mnt/x",
    "stor-verify find-limit --objective 'write.p99.9 < 20ms' --step overwrite",
    "stor-verify find-limit --objective 'p99 < 1ms' --duration 2s --size 64MiB",
    "stor-verify find-limit --objective 'p99 <= 5ms' --html limit.html",
  ],
  positionals: [],
  flags: [...LIMIT_FLAGS, ...SELECT_FLAGS, RUNS_FLAG, ...SEARCH_FILE_FLAGS],
  async run(context, args) {
    checkSearchFiles(context, args);
    const asked = readLimit(context, args);
    return await whileWatched(
      context,
      (watched) => searchTargets({ context, args, asked, watched }),
    );
  },
};

interface Search {
  readonly context: Context;
  readonly args: Args;
  readonly asked: LimitAsked;
  readonly watched: Watched;
}

type LimitModule = typeof import("../engine/report/limit/mod.ts");

/** One target after the other; what breaks one off ends the others too. */
async function searchTargets(search: Search): Promise<ExitCode> {
  const { args, asked, context } = search;
  const limit = await import("../engine/report/limit/mod.ts");
  const ends: SearchEnd[] = [];
  let failure: unknown;
  for (const target of asked.selection.targets) {
    const { end, error } = await searchOne(search, target, limit);
    ends.push(end);
    failure = error;
    if (end.cutBy !== undefined) break;
  }
  // Refused before anything ran: there is nothing to show.
  const isEmpty = ends.every(({ trials }) => trials.length === 0);
  if (failure !== undefined && isEmpty) throw failure;
  const report: LimitReport = {
    version: 1,
    tool: TOOL,
    profile: asked.selection.profile.name,
    step: asked.step.name,
    objective: asked.text,
    metric: asked.objectives[0]?.metric ?? "p99",
    bound: asked.objectives[0]?.bound ?? 0,
    precision: asked.search.precision,
    targets: ends.map(limit.limitOfTarget),
  };
  await tellSearch(context, args, {
    report,
    text: limit.renderLimit(report),
    page: (script) => limit.renderLimitPage(report, script),
  });
  if (failure !== undefined) throw failure;
  return limit.limitExit(report.targets);
}

interface OneEnd {
  readonly end: SearchEnd;
  readonly error?: unknown;
}

async function searchOne(
  { args, asked, context, watched }: Search,
  target: Target,
  { LimitSearch, limitTrial, trialLine }: LimitModule,
): Promise<OneEnd> {
  const search = new LimitSearch(asked.search);
  const trials: LimitTrial[] = [];
  const end = (cutBy?: SearchEnd["cutBy"]): SearchEnd => ({
    target: target.name,
    url: target.url.text,
    found: search.found(),
    trials,
    ...(cutBy === undefined ? {} : { cutBy }),
  });
  for (let rate = search.next(); rate !== null; rate = search.next()) {
    if (watched.isInterrupted) return { end: end("interrupted") };
    let ended: CarriedOut;
    try {
      ended = await silentRun(context, args, selectionAt(asked, target, rate));
    } catch (error) {
      return { end: end("failed"), error };
    }
    const trial = limitTrial(ended.report, {
      ...{ target: target.name, step: asked.step.name, askedPerSecond: rate },
      metric: asked.objectives[0]?.metric ?? "p99",
    });
    if (trial !== null) trials.push(trial);
    const cutBy = cutOf(ended);
    if (cutBy !== undefined || trial === null) {
      sayCut(context, ended.report);
      return { end: end(cutBy ?? "failed") };
    }
    search.tell(trial.outcome);
    context.stderr.write(`${trialLine(trials)}\n`);
  }
  return { end: end() };
}

function selectionAt(asked: LimitAsked, target: Target, rate: number) {
  const { durationNs, objectives, selection, step } = asked;
  const change = { ratePerSecond: rate, durationNs };
  return {
    ...selection,
    targets: [target],
    profile: {
      ...varyStep(selection.profile, step.name, change),
      objectives,
    },
  };
}

/** What ends a whole search; a missed objective or too few samples do not. */
function cutOf({ exit }: CarriedOut): SearchEnd["cutBy"] {
  if (exit === 1) return "wrong";
  if (exit === 130) return "interrupted";
  return exit === 0 || exit === 4 || exit === 5 ? undefined : "failed";
}

function sayCut(context: Context, { runId, verdict }: Report): void {
  context.stderr.write(
    `${verdict.sentence}\nshow it with: stor-verify report ${runId}\n`,
  );
}
