/** `stor-verify judge`: a saved history of clients, judged again. */
import {
  type ConsistencyJudgement,
  consistencyLines,
  judgeConsistency,
  judgeHistory,
} from "../engine/mod.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import { mannersOf } from "./display/terminal.ts";
import type { ExitCode } from "./exit_code.ts";
import { RUNS_FLAG } from "./select_flags.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { historyLines } from "./store/history_file.ts";
import { findRun, runsPath } from "./store/run_store.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
Judges the histories of a run of the profile "consistency" again, or one file of
them: which consistency held, and the shortest evidence against the next
stronger one. A history has a line of JSON for each attempt of a client, and
nothing else is asked: the storage may be gone. RUN is an id, the beginning of
one, "last", or the path of a run or of a history-*.jsonl file.

Ends with 0 when all that was promised held, 1 when it did not, 4 when too much
was ambiguous to tell.`;

/** The command as the table lists it. */
export const judge: Command = {
  name: "judge",
  summary: "Judge the saved history of clients again",
  help: HELP,
  examples: [
    "stor-verify judge last",
    "stor-verify judge ./history-0-race.jsonl --json",
  ],
  positionals: [{ name: "RUN" }],
  flags: [
    { name: "json", summary: "Print JSON instead of text" },
    RUNS_FLAG,
  ],
  async run(context, args) {
    const files = await historyFiles(context, args);
    const judged = files.map(judgeFile);
    if (args.has("json")) {
      const value = { version: 1, histories: judged.map(({ plain }) => plain) };
      context.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    } else {
      const { color } = mannersOf(context, context.stdout, args);
      for (const one of judged) context.stdout.write(textOf(one, color));
    }
    return exitOf(judged.map(({ judgement }) => judgement));
  },
};

async function historyFiles(context: Context, args: Args): Promise<string[]> {
  const name = args.positionals[0] ?? "last";
  if (name.endsWith(".jsonl")) return [absolutePath(context.cwd, name)];
  const root = runsPath(context, args);
  const { folder, state } = await findRun(name, { root, cwd: context.cwd });
  const files: string[] = [];
  for await (const entry of Deno.readDir(folder.path)) {
    const isHistory = /^history-.*\.jsonl$/.test(entry.name);
    if (isHistory) files.push(`${folder.path}/${entry.name}`);
  }
  if (files.length > 0) return files.sort();
  throw new UsageError([
    `Run ${state.runId} has no history: no step of it had clients that fight ` +
    "over keys",
  ]);
}

interface JudgedFile {
  readonly path: string;
  readonly target: string;
  readonly isCut: boolean;
  readonly judgement: ConsistencyJudgement;
  readonly plain: unknown;
}

/** Fails with a `UsageError` for a file that is no history. */
function judgeFile(path: string): JudgedFile {
  try {
    const { head, report, isCut } = judgeHistory(historyLines(path));
    const { target, step, promise, url } = head;
    const judgement = judgeConsistency({
      type: "consistency-ended",
      target,
      step,
      startNs: 0,
      atNs: report.durationNs,
      promise,
      report,
      history: path,
    });
    const plain = { ...judgement, url, isCut };
    return { path, target: url, isCut, judgement, plain };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UsageError([`Cannot read "${path}": there is no such file`]);
    }
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError([`Cannot use "${path}": ${error.message}`], {
      cause: error,
    });
  }
}

function textOf({ target, isCut, judgement }: JudgedFile, color: boolean) {
  const lines = [
    target,
    ...consistencyLines(judgement, { width: 80, color }),
    ...(isCut
      ? [
        "  It has no end: what was under way when it was cut off counts as " +
        "possible",
      ]
      : []),
    WORDS[judgement.verdict],
    "",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

const WORDS: Readonly<Record<ConsistencyJudgement["verdict"], string>> = {
  kept: "PASS  the promise was kept",
  broken: "WRONG  the promise was not kept",
  undecided: "INCONCLUSIVE  too much was ambiguous",
  unseen: "INCONCLUSIVE  nothing was seen",
};

/** The worst of all: evidence before doubt. */
function exitOf(judged: readonly ConsistencyJudgement[]): ExitCode {
  const verdicts = judged.map(({ verdict }) => verdict);
  if (verdicts.includes("broken")) return 1;
  return verdicts.every((verdict) => verdict === "kept") ? 0 : 4;
}
