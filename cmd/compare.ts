/** `stor-verify compare`: saved reports and repeated runs against each other. */
import type { Report } from "../engine/mod.ts";
import type { Condition, RunGroup } from "../engine/report/compare/mod.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { pageMistakes, pageScript } from "./html_page.ts";
import { savedReport } from "./report.ts";
import { RUNS_FLAG } from "./select_flags.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { writeFileAtomic } from "./store/atomic_file.ts";
import { TOOL } from "./tool.ts";
import { UsageError } from "./usage_error.ts";

/** Enough that an interval moves by less than it is wide. */
const RESAMPLES = 10_000;
/** The same for everybody, so that two people see the same intervals. */
const SEED = "1";

const HELP = `
Compares groups of runs with the first group: medians, 95 % intervals by
bootstrap, effect sizes, and per figure "faster", "slower" or "no difference
shown". A GROUP is one run or several with commas between, with a name before
"=" if you like: base=3f2a,91bc. A run is an id, the beginning of one, "last", a
run's folder, a report.json, or a folder of such files, which is a group.

A verdict needs four runs of each group: fewer cannot show a difference at 95 %.
"stor-verify run --repeat N" makes them.

--fail-if 'read.p99 > +10%' ends with 5 when a group is beyond the limit, and
with 4 when the runs cannot tell. With fewer than four runs the medians decide,
and the report says what that is worth.`;

/** The command as the table lists it. */
export const compare: Command = {
  name: "compare",
  summary: "Compare reports and repeated runs, with intervals and verdicts",
  help: HELP,
  examples: [
    "stor-verify compare before.json after.json",
    "stor-verify compare base=3f2a,91bc,77aa,0c1d new=52ee,8a10,b7b1,f00d",
    "stor-verify compare base/ new/ --fail-if 'overwrite.read.p99 > +10%'",
    "stor-verify compare a.json b.json c.json --html comparison.html",
  ],
  positionals: [{ name: "GROUP", many: true }],
  flags: [
    {
      name: "fail-if",
      value: "CONDITION",
      many: true,
      summary: "End with 5 when it holds: [step.]op.metric > +10%",
    },
    {
      name: "seed",
      value: "TEXT",
      summary: "Seed of the bootstrap; default: 1",
    },
    {
      name: "json",
      value: "FILE|-",
      summary: "Write the comparison as JSON; - prints it instead of the text",
    },
    {
      name: "html",
      value: "FILE",
      summary: "Write the comparison as one page",
    },
    RUNS_FLAG,
  ],
  async run(context, args) {
    const conditions = await readConditions(args);
    if (args.has("html")) {
      const mistakes = pageMistakes();
      if (mistakes.length > 0) throw new UsageError(mistakes);
    }
    const groups = await readGroups(context, args);
    return await tellComparison(context, args, { groups, conditions });
  },
};

async function readConditions(args: Args): Promise<Condition[]> {
  const { parseCondition } = await import("../engine/report/compare/mod.ts");
  const mistakes: string[] = [];
  const read = args.texts("fail-if").flatMap((text) => {
    try {
      return [parseCondition(text)];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      mistakes.push(error.message);
      return [];
    }
  });
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return read;
}

async function readGroups(context: Context, args: Args): Promise<RunGroup[]> {
  if (args.positionals.length < 2) {
    throw new UsageError([
      'Cannot compare fewer than two groups: "stor-verify compare A B"',
    ]);
  }
  const groups: RunGroup[] = [];
  for (const [index, typed] of args.positionals.entries()) {
    const [, name, list = typed] = /^([^=/]+)=(.+)$/.exec(typed) ?? [];
    const reports: Report[] = [];
    for (const run of list.split(",").filter((one) => one !== "")) {
      reports.push(...await readRun(context, args, run));
    }
    if (reports.length === 0) {
      throw new UsageError([`Cannot compare "${typed}": it names no run`]);
    }
    groups.push({ name: name ?? letterOf(index), reports });
  }
  const names = groups.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return groups;
  throw new UsageError([`Cannot compare: two groups are called "${twice}"`]);
}

/** A, B, C; after Z numbers. */
function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : String(index + 1);
}

/** All reports of a folder that is no run's own; else the one report. */
async function readRun(
  context: Context,
  args: Args,
  run: string,
): Promise<Report[]> {
  const names = await filesOf(absolutePath(context.cwd, run));
  if (names === null) return [await savedReport(context, args, run)];
  const reports: Report[] = [];
  for (const name of names) {
    reports.push(await savedReport(context, args, `${run}/${name}`));
  }
  return reports;
}

async function filesOf(path: string): Promise<string[] | null> {
  try {
    const names: string[] = [];
    for await (const { name } of Deno.readDir(path)) names.push(name);
    if (names.includes("run.json")) return null;
    return names.filter((name) => name.endsWith(".json")).sort();
  } catch (error) {
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (isNone) return null;
    throw error;
  }
}

/** What is compared, and by what it fails. */
export interface Compared {
  readonly groups: readonly RunGroup[];
  readonly conditions: readonly Condition[];
}

/** Prints and writes a comparison where `--json` and `--html` say. */
export async function tellComparison(
  context: Context,
  args: Pick<Args, "text">,
  { groups, conditions }: Compared,
): Promise<ExitCode> {
  const {
    compareReports,
    conditionsExit,
    judgeCondition,
    renderComparison,
    renderComparisonPage,
  } = await import("../engine/report/compare/mod.ts");
  const seed = args.text("seed") ?? SEED;
  const bare = compareReports(groups, {
    ...{ tool: TOOL, seed, resamples: RESAMPLES },
  });
  const judged = conditions.map((one) => judgeCondition(bare, one));
  const lost = conditions.filter((_, index) => judged[index]?.length === 0);
  if (lost.length > 0) {
    const there = new Set(bare.rows.map(({ step, op }) => `${step}.${op}`));
    throw new UsageError(
      lost.map(({ text }) =>
        `Cannot judge "${text}": the groups have in common ${
          [...there].join(" ") || "nothing"
        }`
      ),
    );
  }
  const comparison = { ...bare, conditions: judged.flat() };
  const json = `${JSON.stringify(comparison, null, 2)}\n`;
  const [jsonPath, htmlPath] = [args.text("json"), args.text("html")];
  context.stdout.write(jsonPath === "-" ? json : renderComparison(comparison));
  if (jsonPath !== undefined && jsonPath !== "-") {
    await writeFileAtomic(absolutePath(context.cwd, jsonPath), json);
  }
  if (htmlPath !== undefined) {
    const script = await pageScript();
    await writeFileAtomic(
      absolutePath(context.cwd, htmlPath),
      renderComparisonPage({ comparison, groups, script }),
    );
  }
  return conditionsExit(comparison.conditions);
}
