/** Where the result of many runs goes: text to stdout, files where asked. */
import type { Args, Flag } from "./command.ts";
import type { Context } from "./context.ts";
import { pageMistakes, pageScript } from "./html_page.ts";
import { outputMistakes } from "./output_path.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { writeFileAtomic } from "./store/atomic_file.ts";
import { UsageError } from "./usage_error.ts";

/** Of commands whose result is a table of runs. */
export const SEARCH_FILE_FLAGS: readonly Flag[] = [
  {
    name: "json",
    value: "FILE|-",
    summary: "Write the result as JSON; - prints it, and the text to stderr",
  },
  {
    name: "html",
    value: "FILE",
    summary: "Write the result as one page with its chart",
  },
];

/** Fails with all that is wrong before the first run, not after the last. */
export function checkSearchFiles(
  { cwd }: Pick<Context, "cwd">,
  args: Pick<Args, "text">,
): void {
  const [json, html] = [args.text("json"), args.text("html")];
  const paths = [...new Set([json, html])]
    .filter((typed) => typed !== undefined);
  const mistakes = paths.flatMap((typed) =>
    typed === "-" ? [] : outputMistakes(cwd, typed)
  );
  if (html === "-") {
    mistakes.push(
      "Cannot write the page to stdout, where the table goes: name a file",
    );
  } else if (html !== undefined) {
    mistakes.push(...pageMistakes());
    if (html === json) {
      mistakes.push(`Cannot write JSON and the page into one file, "${html}"`);
    }
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
}

/** The same result: as a program and as a person reads it, and as a page. */
export interface Told {
  readonly report: unknown;
  readonly text: string;
  /** Goes in: the script of pages. */
  page(script: string): string;
}

/** Prints first, so that a full disk does not cost the result. */
export async function tellSearch(
  context: Context,
  args: Pick<Args, "text">,
  { report, text, page }: Told,
): Promise<void> {
  const [jsonPath, htmlPath] = [args.text("json"), args.text("html")];
  const json = `${JSON.stringify(report, null, 2)}\n`;
  (jsonPath === "-" ? context.stderr : context.stdout).write(text);
  if (jsonPath === "-") context.stdout.write(json);
  else if (jsonPath !== undefined) {
    await writeFileAtomic(absolutePath(context.cwd, jsonPath), json);
  }
  if (htmlPath !== undefined) {
    const html = page(await pageScript());
    await writeFileAtomic(absolutePath(context.cwd, htmlPath), html);
  }
}
