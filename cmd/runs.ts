/** `stor-verify runs`: what was run on this machine, and how it ended. */
import type { Command } from "./command.ts";
import { isRunAlive, type RunState, settledState } from "./store/run_state.ts";
import { listRuns, runsPath } from "./store/run_store.ts";
import { textTable } from "./text_table.ts";

const HELP = `
Lists the runs of this machine, oldest first: id, start, profile, how it ended,
and whether its files are still on the targets ("kept"). A run whose process is
gone is "interrupted": "stor-verify verify ID" judges what it had written.`;

/** The command as the table lists it. */
export const runs: Command = {
  name: "runs",
  summary: "List the runs of this machine with their verdicts",
  help: HELP,
  examples: ["stor-verify runs", "stor-verify runs --json"],
  positionals: [],
  flags: [
    { name: "runs", value: "DIR", summary: "Folder in which runs are kept" },
    { name: "json", summary: "Print JSON instead of a list" },
  ],
  async run(context, args) {
    const root = runsPath(context, args);
    const list = await listRuns(root);
    const states = list.runs.map(({ state }) => ({
      ...state,
      state: settledState(state, isRunAlive),
    }));
    if (args.has("json")) {
      const text = JSON.stringify({ version: 1, runs: states }, null, 2);
      context.stdout.write(`${text}\n`);
    } else if (states.length === 0) {
      context.stdout.write(`No runs in "${root}"\n`);
    } else context.stdout.write(textTable(states.map(runRow)));
    for (const path of list.damaged) {
      context.stderr.write(`Cannot read the run in "${path}"\n`);
    }
    return 0;
  },
};

function runRow(state: RunState): string[] {
  const kept = state.places.some((place) => place.kept) ? "kept" : "";
  const verdict = state.verdict?.outcome ?? "";
  const outcome = state.state === "complete" ? verdict : state.state;
  const start = state.startedAt.replace(/\.\d+Z$/, "Z");
  const armed = state.faultsArmed === undefined ? "" : "faults armed";
  return [state.runId, start, state.profile, outcome, kept, armed];
}
