/** `stor-verify init`: a targets file and a profile, to be changed. */
import type { Command } from "./command.ts";
import type { Context } from "./context.ts";
import { INIT_FILES } from "./init_files.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
Writes stor-verify.yaml, which gives storage names, and first-profile.yaml,
which says what is done to it, both full of comments, into this folder or DIR.
Never replaces a file: where one of the two is there, none is written.`;

/** The command as the table lists it. */
export const init: Command = {
  name: "init",
  summary: "Write a targets file and a profile to begin with",
  help: HELP,
  examples: ["stor-verify init", "stor-verify init lab"],
  positionals: [{ name: "DIR", optional: true }],
  flags: [],
  async run(context, args) {
    const typed = args.positionals[0] ?? ".";
    const folder = absolutePath(context.cwd, typed);
    refuseTaken(folder, typed);
    for (const { name, text } of INIT_FILES) {
      // Refuses a file that somebody made since it was looked for.
      await Deno.writeTextFile(`${folder}/${name}`, text, { createNew: true });
    }
    say(context, typed);
    return 0;
  },
};

function refuseTaken(folder: string, typed: string): void {
  if (!isFolder(folder)) {
    throw new UsageError([
      `Cannot write into "${typed}": it is not a folder that exists: make it, ` +
      "or name another one",
    ]);
  }
  const taken = INIT_FILES.filter(({ name }) => isThere(`${folder}/${name}`));
  if (taken.length === 0) return;
  throw new UsageError(
    taken.map(({ name }) =>
      `Cannot write "${name}": it is there already, and is not replaced: ` +
      "name another folder, or move it away"
    ),
  );
}

/** What can be typed next, as it stands. */
function say(context: Context, typed: string): void {
  const names = INIT_FILES.map(({ name }) => name);
  const [, profile] = names;
  context.stdout.write(
    [
      ...names.map((name) => `wrote    ${name}`),
      `look     stor-verify plan --profile ./${profile}`,
      `run      stor-verify run --profile ./${profile}`,
      ...(typed === "." ? [] : [`where    type them in "${typed}"`]),
    ].map((line) => `${line}\n`).join(""),
  );
}

function isFolder(path: string): boolean {
  return isThere(path) && Deno.statSync(path).isDirectory;
}

/** A link that leads nowhere is there as well. */
function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    const isNone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (isNone) return false;
    throw error;
  }
}
