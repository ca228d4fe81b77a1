/** `stor-verify version`: what exactly is running here. */
import type { Command } from "./command.ts";
import { TOOL } from "./tool.ts";

/** The command as the table lists it. */
export const version: Command = {
  name: "version",
  summary: "Print the version of the tool, the core and the runtime",
  help: `
Prints the version of the tool, of the runtime inside it, and of the system.
"stor-verify --version" prints the first line alone.`,
  examples: ["stor-verify version", "stor-verify --version"],
  positionals: [],
  flags: [],
  run(context) {
    context.stdout.write([
      TOOL,
      `deno     ${Deno.version.deno}`,
      `v8       ${Deno.version.v8}`,
      `system   ${Deno.build.target}, kernel ${Deno.osRelease()}`,
      "",
    ].join("\n"));
    return Promise.resolve(0);
  },
};
