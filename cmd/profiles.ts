/** `stor-verify profiles`: the built-in ones, and the language of all. */
import {
  builtinProfile,
  builtinProfileNames,
  builtinProfileUrl,
  profileSchema,
} from "../engine/mod.ts";
import type { Command } from "./command.ts";
import { textTable } from "./text_table.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
list      Lists the built-in profiles.
show      Prints the YAML of one; a good beginning for a profile of your own.
schema    Prints a JSON Schema, for editors that check YAML.`;

/** The command as the table lists it. */
export const profiles: Command = {
  name: "profiles",
  summary: "List or show the built-in profiles and their schema",
  help: HELP,
  examples: [
    "stor-verify profiles list",
    "stor-verify profiles show quick > mine.yaml",
    "stor-verify profiles schema > profile.schema.json",
  ],
  positionals: [
    { name: "action", words: ["list", "show", "schema"] },
    { name: "NAME", optional: true },
  ],
  flags: [],
  run(context, args) {
    const [action = "", name] = args.positionals;
    if (action === "show" && name === undefined) {
      throw new UsageError([
        'Missing NAME after "profiles show": it is one of ' +
        builtinProfileNames().join(", "),
      ]);
    }
    if (action !== "show" && name !== undefined) {
      throw new UsageError([`Unexpected "${name}" after "profiles ${action}"`]);
    }
    context.stdout.write(
      name !== undefined
        ? readBuiltin(builtinProfileUrl(name))
        : action === "list"
        ? renderList()
        : `${JSON.stringify(profileSchema(), null, 2)}\n`,
    );
    return Promise.resolve(0);
  },
};

function renderList(): string {
  return textTable(
    builtinProfileNames().map((name) => [
      name,
      builtinProfile(name, readBuiltin).description,
    ]),
  );
}

/** They lie beside the program, also inside the binary. */
function readBuiltin(url: URL): string {
  return Deno.readTextFileSync(url);
}
