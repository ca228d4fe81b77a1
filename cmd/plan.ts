/** `stor-verify plan`: a dry run. Looks at targets, and changes nothing. */
import { describePlan, savePlan } from "../engine/mod.ts";
import type { Command } from "./command.ts";
import { askedLoads, makePlan } from "./make_plan.ts";
import { SELECT_FLAGS } from "./select_flags.ts";
import { readSelection } from "./selection.ts";
import { Wiring } from "./wiring.ts";

const HELP = `
Shows what "stor-verify run" with the same flags would touch and write: places,
files with their sizes, bytes, steps with lanes and depth, what is deleted
afterwards, and the doubts that are known beforehand. Opens the targets to ask
for alignment and room, and changes nothing.`;

/** The command as the table lists it. */
export const plan: Command = {
  name: "plan",
  summary: "Show what a run would touch and write, and touch nothing",
  help: HELP,
  examples: [
    "stor-verify plan",
    "stor-verify plan --profile stress-10gb --target direct:///mnt/nvme/test",
    "stor-verify plan --profile mine.yaml --json",
  ],
  positionals: [],
  flags: [
    ...SELECT_FLAGS,
    { name: "json", summary: "Print the plan as JSON" },
  ],
  async run(context, args) {
    const selection = readSelection(context, args);
    const wiring = new Wiring(context);
    try {
      const opened = await wiring.openTargets(
        selection.targets,
        "create",
        askedLoads(selection),
      );
      const made = makePlan(context, selection, opened);
      context.stdout.write(
        args.has("json") ? savePlan(made) : `${describePlan(made).trimEnd()}\n`,
      );
      return 0;
    } finally {
      await wiring.close();
    }
  },
};
