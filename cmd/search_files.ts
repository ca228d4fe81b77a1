/** Where the result of many runs goes: text to stdout, JSON where asked. */
import type { Args, Flag } from "./command.ts";
import type { Context } from "./context.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { writeFileAtomic } from "./store/atomic_file.ts";
import { UsageError } from "./usage_error.ts";

/** Of commands whose result is a table of runs. */
export const JSON_FLAG: Flag = {
  name: "json",
  value: "FILE|-",
  summary: "Write the result as JSON; - prints it, and the text to stderr",
};

/** Fails before the first run, not after the last one. */
export function checkJsonPath(
  { cwd }: Pick<Context, "cwd">,
  args: Pick<Args, "text">,
): void {
  const typed = args.text(JSON_FLAG.name);
  if (typed === undefined || typed === "-") return;
  const path = absolutePath(cwd, typed);
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  const isThere = isFolder(folder);
  if (isThere) return;
  throw new UsageError([
    `Cannot write "${typed}": "${folder}" is not a folder that exists`,
  ]);
}

/** The same result twice: as a program and as a person reads it. */
export interface Told {
  readonly report: unknown;
  readonly text: string;
}

/** Prints first, so that a full disk does not cost the result. */
export async function tellSearch(
  context: Context,
  args: Pick<Args, "text">,
  { report, text }: Told,
): Promise<void> {
  const typed = args.text(JSON_FLAG.name);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  (typed === "-" ? context.stderr : context.stdout).write(text);
  if (typed === "-") context.stdout.write(json);
  else if (typed !== undefined) {
    await writeFileAtomic(absolutePath(context.cwd, typed), json);
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return false;
  }
}
