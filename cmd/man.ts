/** `stor-verify man`: the manual page, for `man` to show. */
import type { Command } from "./command.ts";
import { manualPage } from "./manual_page.ts";
import { TOOL } from "./tool.ts";

const HELP = `
Prints the manual page of all commands in the language of man. It is made from
the same table as --help and the completions, so the three agree.`;

/** The command as the table lists it. */
export const man: Command = {
  name: "man",
  summary: "Print the manual page",
  help: HELP,
  examples: [
    "stor-verify man > /usr/local/share/man/man1/stor-verify.1",
    "stor-verify man | man -l -",
  ],
  positionals: [],
  flags: [],
  async run(context) {
    // The table names this file: a static import would be a circle.
    const { COMMANDS } = await import("./command_table.ts");
    const commands = await Promise.all(COMMANDS.map(({ load }) => load()));
    context.stdout.write(manualPage(commands, TOOL));
    return 0;
  },
};
