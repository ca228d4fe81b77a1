/** `stor-verify clean`: deletes what a run's markers list, and nothing else. */
import { StorageError } from "../backends/mod.ts";
import type { Command } from "./command.ts";
import { releasePlaces, resumePlaces } from "./places.ts";
import { RUNS_FLAG } from "./select_flags.ts";
import { isRunAlive, type RunPlace, settledState } from "./store/run_state.ts";
import { findRun, runsPath } from "./store/run_store.ts";
import { UsageError } from "./usage_error.ts";

const HELP = `
Deletes the data files that a run kept: those that the marker in each folder
lists, then the marker, then the folder if the run made it and it is empty. The
run's report and recording stay. RUN is an id, the beginning of one, "last", or
a path.`;

/** The command as the table lists it. */
export const clean: Command = {
  name: "clean",
  summary: "Delete the files that a run kept",
  help: HELP,
  examples: ["stor-verify clean last", "stor-verify clean 3f2a"],
  positionals: [{ name: "RUN" }],
  flags: [RUNS_FLAG],
  async run(context, args) {
    const root = runsPath(context, args);
    const name = args.positionals[0] ?? "last";
    const { folder, state } = await findRun(name, { root, cwd: context.cwd });
    const settled = settledState(state, isRunAlive);
    if (settled === "running") {
      throw new UsageError([
        `Cannot clean run ${state.runId}: it is still running ` +
        `(process ${state.processId})`,
      ]);
    }
    const places: RunPlace[] = [];
    for (const place of state.places) {
      const done = await cleanPlace(state.runId, place);
      places.push(done.place);
      if (place.oracle !== null) await folder.removeOracle(place.oracle);
      context.stdout.write(done.lines.map((line) => `${line}\n`).join(""));
    }
    await folder.saveState({ ...state, state: settled, places });
    return 0;
  },
};

interface CleanedPlace {
  readonly place: RunPlace;
  readonly lines: readonly string[];
}

async function cleanPlace(
  runId: string,
  place: RunPlace,
): Promise<CleanedPlace> {
  const { folder, url } = place;
  if (!place.kept) return { place, lines: [`nothing kept in ${url}`] };
  const gone = { ...place, kept: false };
  if (folder === null) {
    return {
      place: gone,
      lines: [`forgotten ${url}: what was written to a device stays there`],
    };
  }
  try {
    const resumed = await resumePlaces(runId, [place]);
    const { failures, left } = await releasePlaces(resumed, {
      delete: true,
      state: "complete",
    });
    if (failures.length > 0) throw failures[0];
    const lines = left.map((path) => `left ${path}: not of this run`);
    return {
      place: gone,
      lines: [`deleted the run's files in ${url}`, ...lines],
    };
  } catch (error) {
    const isGone = error instanceof StorageError && error.kind === "NotFound";
    if (!isGone) throw error;
    return { place: gone, lines: [`nothing of run ${runId} in ${url}`] };
  }
}
