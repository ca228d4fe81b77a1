/** `stor-verify faults`: the ways in which storage can be made to fail. */
import type { Command } from "./command.ts";
import { textTable } from "./text_table.ts";
import { openCore } from "./wiring.ts";

const HELP = `
Lists the fault points of the core. "run --fault POINT" arms one; after the name
may come :after=N (pass over the first N), :every=M (then each Mth), :count=K
(at most K times), :seed=S (by chance 1/M, repeatable) and :arg=X (bytes, units
or milliseconds, as the point says). A report of such a run says so first.`;

/** The command as the table lists it. */
export const faults: Command = {
  name: "faults",
  summary: "List the fault points that can be armed",
  help: HELP,
  examples: [
    "stor-verify faults",
    "stor-verify faults --json",
  ],
  positionals: [],
  flags: [{ name: "json", summary: "Print JSON instead of a list" }],
  run(context, args) {
    using core = openCore(context);
    const points = core.faults.list().map(({ name, text }) => ({ name, text }));
    context.stdout.write(
      args.has("json")
        ? `${JSON.stringify({ version: 1, points }, null, 2)}\n`
        : textTable(points.map(({ name, text }) => [name, text])),
    );
    return Promise.resolve(0);
  },
};
