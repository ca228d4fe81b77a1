/** `stor-verify report`: a saved report again, in any of its forms. */
import {
  buildReport,
  faultMark,
  loadRecording,
  loadReport,
  renderAnnotations,
  renderHdrLog,
  renderIntervalHeader,
  renderIntervalRow,
  renderText,
  type Report,
  reportSchema,
  saveReport,
} from "../engine/mod.ts";
import { missingWord } from "./args.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import {
  checkReportPaths,
  OTHER_FORM_FLAGS,
  writeReportFiles,
} from "./report_files.ts";
import { mannersOf } from "./display/terminal.ts";
import { RUNS_FLAG } from "./select_flags.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { findRun, runsPath } from "./store/run_store.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
Prints the report of a run again. RUN is an id, the beginning of one, "last", or
the path of a run's folder, of a report.json or of a recording.json. Reports are
made from recordings, so a recording gives every form.`;

/** The command as the table lists it. */
export const report: Command = {
  name: "report",
  summary: "Print a saved report again, also as JSON or HDR log",
  help: HELP,
  examples: [
    "stor-verify report last",
    "stor-verify report last --json > report.json",
    "stor-verify report 3f2a --hdr > latency.hlog",
    "stor-verify report --schema > report.schema.json",
  ],
  positionals: [{ name: "RUN", optional: true }],
  flags: [
    { name: "json", summary: "Print JSON" },
    { name: "hdr", summary: "Print an HdrHistogram log" },
    ...OTHER_FORM_FLAGS,
    { name: "annotations", summary: "Print GitHub Actions annotations" },
    { name: "intervals", summary: "Print the interval rows too" },
    { name: "schema", summary: "Print the JSON Schema of reports" },
    RUNS_FLAG,
  ],
  async run(context, args) {
    if (args.has("schema")) {
      context.stdout.write(`${JSON.stringify(reportSchema(), null, 2)}\n`);
      return 0;
    }
    checkReportPaths(context, args);
    const [name] = args.positionals;
    if (name === undefined) {
      throw new UsageError([missingWord("RUN", "report")]);
    }
    context.stdout.write(await renderSaved(context, args, name));
    return 0;
  },
};

async function renderSaved(
  context: Context,
  args: Args,
  name: string,
): Promise<string> {
  const made = await savedReport(context, args, name);
  await writeReportFiles(context, args, made);
  if (args.has("annotations")) return renderAnnotations(made);
  if (args.has("hdr")) return renderHdrLog(made);
  if (args.has("json")) return saveReport(made);
  const { color } = mannersOf(context, context.stdout, args);
  const rows = args.has("intervals") ? markedRows(made) : "";
  return rows + renderText(made, { width: 80, color });
}

/** By an id, a folder or a file; fails with a `UsageError` for none. */
export async function savedReport(
  context: Context,
  args: Pick<Args, "text">,
  name: string,
): Promise<Report> {
  const text = await loadSaved(context, args, name);
  return worded(
    name,
    () =>
      isRecording(text) ? buildReport(loadRecording(text)) : loadReport(text),
  );
}

/** The recording if there is one: today's report is made from it. */
async function loadSaved(
  context: Context,
  args: Pick<Args, "text">,
  name: string,
): Promise<string> {
  const path = absolutePath(context.cwd, name);
  // A file needs no ending: one with a path is never the id of a run.
  if (
    name.endsWith(".json") || (name.includes("/") && await isNoFolder(path))
  ) {
    return await readFile(path, name);
  }
  const root = runsPath(context, args);
  const { folder, state } = await findRun(name, { root, cwd: context.cwd });
  const text = await folder.load("recording.json") ??
    await folder.load("report.json");
  if (text !== undefined) return text;
  throw new UsageError([
    `Run ${state.runId} has no report: it was ended before it could write ` +
    `one; judge what it left with "stor-verify verify ${state.runId}"`,
  ]);
}

async function isNoFolder(path: string): Promise<boolean> {
  try {
    return !(await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function readFile(path: string, typed: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError([`Cannot read "${typed}": there is no such file`]);
  }
}

/** Only a recording has the plan; what is no JSON is told as no report. */
function isRecording(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "plan" in value;
  } catch {
    return false;
  }
}

/** A damaged file is a mistake of whoever named it, told in one sentence. */
function worded<T>(name: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError([`Cannot use "${name}": ${reason}`], { cause: error });
  }
}

/** The mark of a run with faults stays the first line. */
function markedRows(made: Report): string {
  const mark = faultMark(made);
  return (mark === null ? "" : `${mark}\n\n`) + intervalRows(made);
}

function intervalRows({ steps }: Report): string {
  const lines = steps.flatMap(({ target, step, startNs, intervals }) => [
    target,
    ...renderIntervalHeader(),
    ...intervals.map((interval) =>
      renderIntervalRow({ step, startNs, interval })
    ),
    "",
  ]);
  return lines.map((line) => `${line}\n`).join("");
}
