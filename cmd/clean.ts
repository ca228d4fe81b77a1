/** `stor-verify clean`: deletes what a run's markers list, and nothing else. */
import { StorageError } from "../backends/mod.ts";
import type { Command } from "./command.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit_code.ts";
import { type BackendOf, releasePlaces, resumePlaces } from "./places.ts";
import { targetsOfRun } from "./run_targets.ts";
import { CONFIG_FLAG, RUNS_FLAG } from "./select_flags.ts";
import { isRunAlive, type RunPlace, settledState } from "./store/run_state.ts";
import { findRun, runsPath, type StoredRun } from "./store/run_store.ts";
import { UsageError } from "./usage_error.ts";
import { NOTHING_ASKED } from "./wiring.ts";
import { withWiring } from "./with_wiring.ts";

const HELP = `
Deletes the data files that a run kept: those that the marker in each folder
lists, then the marker, then the folder if the run made it and it is empty; in a
store the objects that its marker lists. The run's report and recording stay. A
store that throttles or fails for a moment is asked again, up to 10 times, which
is counted and shown; when it fails for good, clean can be run again.
RUN is an id, the beginning of one, "last", or a path.`;

/** The command as the table lists it. */
export const clean: Command = {
  name: "clean",
  summary: "Delete the files that a run kept",
  help: HELP,
  examples: ["stor-verify clean last", "stor-verify clean 3f2a"],
  positionals: [{ name: "RUN" }],
  flags: [CONFIG_FLAG, RUNS_FLAG],
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
    const over = { folder, state: { ...state, state: settled } };
    const stores = state.places.filter(({ isStore, kept }) =>
      isStore === true && kept
    );
    if (stores.length === 0) return await cleanRun(context, over);
    const targets = targetsOfRun(context, args, stores);
    return await withWiring(context, async (wiring) => {
      await wiring.openTargets(targets, "verify", NOTHING_ASKED);
      const backend = (target: string) => wiring.backend(target);
      return await cleanRun(context, { ...over, backend });
    });
  },
};

/** A run that is over, and the stores it is in. */
interface RunOver extends StoredRun {
  readonly backend?: BackendOf;
}

async function cleanRun(
  context: Context,
  { folder, state, backend }: RunOver,
): Promise<ExitCode> {
  const places: RunPlace[] = [];
  for (const place of state.places) {
    const done = await cleanPlace(state.runId, place, backend);
    places.push(done.place);
    if (place.oracle !== null) await folder.removeOracle(place.oracle);
    context.stdout.write(done.lines.map((line) => `${line}\n`).join(""));
  }
  await folder.saveState({ ...state, places });
  return 0;
}

interface CleanedPlace {
  readonly place: RunPlace;
  readonly lines: readonly string[];
}

async function cleanPlace(
  runId: string,
  place: RunPlace,
  backend?: BackendOf,
): Promise<CleanedPlace> {
  const { folder, isStore, url } = place;
  if (!place.kept) return { place, lines: [`nothing kept in ${url}`] };
  const gone = { ...place, kept: false };
  if (folder === null && isStore !== true) {
    return {
      place: gone,
      lines: [`forgotten ${url}: what was written to a device stays there`],
    };
  }
  try {
    const resumed = await resumePlaces({
      runId,
      places: [place],
      ...(backend === undefined ? {} : { backend }),
    });
    const { failures, left, retries } = await releasePlaces(resumed, {
      delete: true,
      state: "complete",
    });
    if (failures.length > 0) throw failures[0];
    const lines = [
      ...left.map((path) => `left ${path}: not of this run`),
      ...retries.map((sentence) => `retried ${sentence}`),
    ];
    return {
      place: gone,
      lines: [
        `deleted the run's ${isStore ? "objects" : "files"} in ${url}`,
        ...lines,
      ],
    };
  } catch (error) {
    const isGone = error instanceof StorageError && error.kind === "NotFound";
    if (!isGone) throw error;
    return { place: gone, lines: [`nothing of run ${runId} in ${url}`] };
  }
}
