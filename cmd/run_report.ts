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
import { annotationsFor, writeReportFiles } from "./report_files.ts";
import type { RunFolder } from "./store/run_folder.ts";

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

/** Prints the report as text, and writes each form that was asked for. */
export async function tellReport(
  context: Context,
  args: Args,
  report: Report,
): Promise<ExitCode> {
  const output = textOutput(context, args);
  const { color } = mannersOf(context, output, args);
  output.write(renderText(report, { width: REPORT_COLUMNS, color }));
  output.write(annotationsFor(context, report));
  await writeReportFiles(context, args, report);
  return report.verdict.exit;
}
