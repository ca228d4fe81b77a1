/** What a run leaves: files in its folder, and what a person is told. */
import {
  buildReport,
  type Recording,
  renderHdrLog,
  renderText,
  type Report,
  saveRecording,
  saveReport,
} from "../engine/mod.ts";
import type { Args } from "./command.ts";
import type { Context, Output } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { mannersOf } from "./display/terminal.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { writeFileAtomic } from "./store/atomic_file.ts";
import type { RunFolder } from "./store/run_folder.ts";
import { UsageError } from "./usage_error.ts";

/** Width of the report where no terminal tells one. */
const REPORT_COLUMNS = 80;

/** A judged run; its report is there also when it could not be saved. */
export interface Results {
  readonly report: Report;
  /** What kept it from being saved. */
  readonly failure?: unknown;
}

/** Judges a recording and saves all forms of it in the run's folder. */
export async function saveResults(
  folder: RunFolder,
  recording: Recording,
): Promise<Results> {
  const report = buildReport(recording);
  try {
    // The recording first: everything else can be made from it again.
    await folder.save("recording.json", saveRecording(recording));
    await folder.save("report.json", saveReport(report));
    await folder.save("report.txt", plainText(report));
    await folder.save("latency.hlog", renderHdrLog(report));
    return { report };
  } catch (failure) {
    return { report, failure };
  }
}

/** As a file or a pipe gets it. */
export function plainText(report: Report): string {
  return renderText(report, { width: REPORT_COLUMNS, color: false });
}

/** The stream for people: with `--json -` stdout belongs to programs. */
export function textOutput(context: Context, args: Args): Output {
  return args.text("json") === "-" ? context.stderr : context.stdout;
}

/** Prints the report as text, and as JSON where `--json` says. */
export async function tellReport(
  context: Context,
  args: Args,
  report: Report,
): Promise<ExitCode> {
  const output = textOutput(context, args);
  const { color } = mannersOf(context, output, args);
  output.write(renderText(report, { width: REPORT_COLUMNS, color }));
  const json = args.text("json");
  if (json === "-") context.stdout.write(saveReport(report));
  else if (json !== undefined) {
    await writeFileAtomic(absolutePath(context.cwd, json), saveReport(report));
  }
  return report.verdict.exit;
}

/** Fails before a run, not after it, when its JSON could not be written. */
export function checkJsonPath(context: Context, args: Args): void {
  const json = args.text("json");
  if (json === undefined || json === "-") return;
  const path = absolutePath(context.cwd, json);
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  try {
    if (Deno.statSync(folder).isDirectory) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new UsageError([
    `Cannot write "${json}": "${folder}" is not a folder that exists`,
  ]);
}
