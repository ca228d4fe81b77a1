/**
 * Files that a report is written to beside the run's own: flags, what each is
 * rendered with, and the check that all of them can be written, before a run.
 */
import {
  renderAnnotations,
  renderDistributions,
  renderJunit,
  renderOpenMetrics,
  renderSummary,
  type Report,
  saveReport,
} from "../engine/mod.ts";
import type { Args, Flag } from "./command.ts";
import type { Context } from "./context.ts";
import { htmlPage, pageMistakes } from "./html_page.ts";
import { OP_LOG_FLAG } from "./operation_log.ts";
import { outputMistakes } from "./output_path.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { isStream, writeFileAtomic } from "./store/atomic_file.ts";
import { UsageError } from "./usage_error.ts";

/** One form of a report that fills one file. */
interface ReportForm {
  readonly flag: Flag & { readonly value: string };
  render(report: Report): string | Promise<string | Uint8Array>;
}

const FORMS: readonly ReportForm[] = [
  {
    flag: {
      name: "json",
      value: "FILE|-",
      summary: "Write the report as JSON; - prints it, and text to stderr",
    },
    render: saveReport,
  },
  {
    flag: {
      name: "junit",
      value: "FILE",
      summary: "Write steps, cases and objectives as JUnit XML",
    },
    render: renderJunit,
  },
  {
    flag: {
      name: "summary",
      value: "FILE",
      summary: "Write a page in Markdown, as for $GITHUB_STEP_SUMMARY",
    },
    render: renderSummary,
  },
  {
    flag: {
      name: "openmetrics",
      value: "FILE",
      summary: "Write all figures as OpenMetrics text",
    },
    render: renderOpenMetrics,
  },
  {
    flag: {
      name: "html",
      value: "FILE",
      summary:
        "Write one page with charts that opens anywhere, without network",
    },
    render: htmlPage,
  },
  {
    flag: {
      name: "arrow",
      value: "FILE",
      summary: "Write every second of every operation as an Arrow IPC file",
    },
    render: async (report) => {
      // Loaded when it is asked for: its library costs a tenth of a second.
      const { arrowSeries } = await import("../engine/report/arrow/mod.ts");
      return await arrowSeries(report);
    },
  },
];

const HGRM: Flag = {
  name: "hgrm",
  value: "FOLDER",
  summary: "Write a percentile distribution for each operation of each step",
};

/** Flags of the forms, for each command that ends in a report. */
export const REPORT_FILE_FLAGS: readonly Flag[] = [
  ...FORMS.map(({ flag }) => flag),
  HGRM,
];

/** Flags of the forms without JSON, which a command may have in its own way. */
export const OTHER_FORM_FLAGS: readonly Flag[] = REPORT_FILE_FLAGS.filter(
  ({ name }) => name !== "json",
);

/** Fails before a run, not after it, when a file could not be written. */
export function checkReportPaths(context: Context, args: Args): void {
  const { cwd } = context;
  const files = [...FORMS.map(({ flag }) => flag), OP_LOG_FLAG]
    .flatMap((flag) => {
      const typed = args.text(flag.name);
      return typed === undefined || isStdout(flag, typed)
        ? []
        : [{ name: flag.name, typed }];
    });
  const mistakes = files.flatMap(({ name, typed }) =>
    typed === "-"
      ? [
        `Cannot write --${name} to "-": only --json goes to stdout by that ` +
        "name: name a file, or /dev/stdout",
      ]
      : outputMistakes(cwd, typed)
  );
  mistakes.push(...sharedMistakes(cwd, files));
  if (args.has("html")) mistakes.push(...pageMistakes());
  if (mistakes.length > 0) throw new UsageError([...new Set(mistakes)]);
}

/** One form would take the place of another; a stream takes one by one. */
function sharedMistakes(
  cwd: string,
  files: readonly { readonly name: string; readonly typed: string }[],
): string[] {
  const byPath = Map.groupBy(files, ({ typed }) => absolutePath(cwd, typed));
  return [...byPath].flatMap(([path, [first, second]]) =>
    first === undefined || second === undefined || isStream(path) ? [] : [
      `Cannot write --${first.name} and --${second.name} into one file, ` +
      `"${first.typed}": name two`,
    ]
  );
}

/** Writes every form that was asked for; JSON also to stdout. */
export async function writeReportFiles(
  context: Context,
  args: Args,
  report: Report,
): Promise<void> {
  for (const { flag, render } of FORMS) {
    const typed = args.text(flag.name);
    if (typed === undefined) continue;
    const rendered = await render(report);
    if (isStdout(flag, typed) && typeof rendered === "string") {
      context.stdout.write(rendered);
    } else {
      await writeFileAtomic(absolutePath(context.cwd, typed), rendered);
    }
  }
  const folder = args.text(HGRM.name);
  if (folder !== undefined) {
    await writeDistributions(absolutePath(context.cwd, folder), report);
  }
}

/** Workflow commands where a runner of GitHub Actions reads them. */
export function annotationsFor(context: Context, report: Report): string {
  return context.env("GITHUB_ACTIONS") === "true"
    ? renderAnnotations(report)
    : "";
}

async function writeDistributions(
  folder: string,
  report: Report,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const { fileName, text } of renderDistributions(report)) {
    await writeFileAtomic(`${folder}/${fileName}`, text);
  }
}

function isStdout({ value }: Pick<Flag, "value">, typed: string): boolean {
  return typed === "-" && value?.endsWith("|-") === true;
}
