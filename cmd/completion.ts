/** `stor-verify completion`: a script that a shell can source. */
import type { Command } from "./command.ts";
import { completionScript, type Shell, SHELLS } from "./completion_script.ts";

const HELP = `
Prints a script that completes commands, their words and their flags, and names
of built-in profiles beside those of files.`;

/** The command as the table lists it. */
export const completion: Command = {
  name: "completion",
  summary: "Print a completion script for bash, zsh or fish",
  help: HELP,
  examples: [
    "stor-verify completion bash > " +
    "/etc/bash_completion.d/stor-verify",
    'stor-verify completion zsh > "${fpath[1]}/_stor-verify"',
    "stor-verify completion fish > " +
    "~/.config/fish/completions/stor-verify.fish",
  ],
  positionals: [{ name: "shell", words: SHELLS }],
  flags: [],
  async run(context, args) {
    // The table names this file: a static import would be a circle.
    const { COMMANDS } = await import("./command_table.ts");
    // As all commands are loaded here, and by nobody who asks for help.
    const { builtinProfileNames, FAULT_CLASSES, PROOF_BACKENDS } = await import(
      "../engine/mod.ts"
    );
    const { CLEAN, SINGLE_BITS } = await import("./prove/proof_options.ts");
    const commands = await Promise.all(COMMANDS.map(({ load }) => load()));
    const shell: Shell = SHELLS.find((name) => name === args.positionals[0]) ??
      "bash";
    const faults = [...FAULT_CLASSES.map(({ id }) => id), SINGLE_BITS, CLEAN];
    const offers = {
      alone: { only: faults, backend: PROOF_BACKENDS },
      besideFiles: { profile: builtinProfileNames() },
    };
    context.stdout.write(completionScript(shell, commands, offers));
    return 0;
  },
};
