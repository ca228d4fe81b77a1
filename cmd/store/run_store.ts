/** Where the runs of this machine are kept, and how one of them is named. */
import type { Args } from "../command.ts";
import { type Context, WriteFailed } from "../context.ts";
import { UsageError } from "../usage_error.ts";
import { absolutePath } from "./absolute_path.ts";
import { syncFolder } from "./atomic_file.ts";
import { RunFolder } from "./run_folder.ts";
import type { RunState } from "./run_state.ts";

/** A run that was found. */
export interface StoredRun {
  readonly folder: RunFolder;
  readonly state: RunState;
}

/** Every listing of runs, with the folders that could not be read. */
export interface RunList {
  /** Oldest first. */
  readonly runs: readonly StoredRun[];
  readonly damaged: readonly string[];
}

/**
 * `--runs`, else `STOR_VERIFY_RUNS`, else below `XDG_STATE_HOME`, else below
 * `~/.local/state`. Fails with a `UsageError` when none of them is set.
 */
export function runsPath(
  context: Context,
  args: Pick<Args, "text">,
): string {
  const given = args.text("runs") ?? context.env("STOR_VERIFY_RUNS");
  if (given !== undefined) return absolutePath(context.cwd, given);
  const home = context.env("HOME");
  const state = context.env("XDG_STATE_HOME") ??
    (home === undefined ? undefined : `${home}/.local/state`);
  if (state !== undefined) return `${state}/stor-verify/runs`;
  throw new UsageError([
    "Cannot tell where runs are kept as HOME is not set: give --runs DIR",
  ]);
}

/** Makes the folder of a new run; only its owner can read it. */
export async function createRun(
  root: string,
  runId: string,
): Promise<RunFolder> {
  const path = `${root}/${runId}`;
  try {
    await Deno.mkdir(root, { recursive: true, mode: 0o700 });
    await Deno.mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!isWrongPlace(error)) {
      throw new WriteFailed(`create the run's folder "${path}"`, error);
    }
    const said = error instanceof Error ? error.message : String(error);
    const cause = said.replace(/ \(os error.*$/s, "").toLowerCase();
    throw new UsageError([
      `Cannot create the run's folder "${path}": ${cause}; ` +
      "give a writable place with --runs DIR",
    ], { cause: error });
  }
  try {
    await syncFolder(root);
  } catch (error) {
    await Deno.remove(path).catch(() => {});
    throw error;
  }
  return new RunFolder(path);
}

/** Another place may do; a full or failing disk is no mistake of anybody. */
function isWrongPlace(error: unknown): boolean {
  const said = error instanceof Error ? error.message : String(error);
  return !/No space left|Input\/output error|quota exceeded/i.test(said);
}

/** All runs below `root`; an absent folder holds none. */
export async function listRuns(root: string): Promise<RunList> {
  const runs: StoredRun[] = [];
  const damaged: string[] = [];
  for (const name of await folderNames(root)) {
    const folder = new RunFolder(`${root}/${name}`);
    try {
      runs.push({ folder, state: await folder.state() });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      damaged.push(folder.path);
    }
  }
  runs.sort((left, right) =>
    left.state.startedAt < right.state.startedAt ? -1 : 1
  );
  return { runs, damaged };
}

async function folderNames(root: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(root)) {
      if (entry.isDirectory) names.push(entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

interface FindOptions {
  readonly root: string;
  readonly cwd: string;
}

/**
 * Finds a run by its id, by the beginning of it, as `last`, or by the path of
 * its folder. Fails with a `UsageError` that lists what there is.
 */
export async function findRun(
  name: string,
  options: FindOptions,
): Promise<StoredRun> {
  if (name.includes("/")) {
    const folder = new RunFolder(absolutePath(options.cwd, name));
    return { folder, state: await folder.state() };
  }
  const { damaged, runs } = await listRuns(options.root);
  if (name === "last") await refuseDoubtfulLast(runs.at(-1), damaged);
  const fits = name === "last"
    ? runs.slice(-1)
    : runs.filter(({ state }) => state.runId.startsWith(name));
  const [only, ...others] = fits;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const ids = fits.map(({ state }) => state.runId).join(", ");
    throw new UsageError([`Cannot tell which run "${name}" is: ${ids}`]);
  }
  const latest = runs.slice(-3).map(({ state }) => state.runId).join(", ");
  throw new UsageError([
    `Cannot find run "${name}" in "${options.root}": ` +
    (latest === "" ? "there are no runs" : `the latest are ${latest}`),
  ]);
}

/**
 * "last" must not mean an older run because the state of the newest cannot be
 * read: its files would be judged, or deleted, instead. A folder that never
 * got a state is of a run that touched nothing.
 */
async function refuseDoubtfulLast(
  last: StoredRun | undefined,
  damaged: readonly string[],
): Promise<void> {
  const lastMs = last === undefined ? 0 : await begunMs(last.folder.path);
  for (const path of damaged) {
    const ms = await begunMs(path);
    if (ms < 0 || ms < lastMs) continue;
    throw new UsageError([
      `Cannot tell which run is the last: the run.json in "${path}" is ` +
      "damaged, and it is newer; name a run by its id",
    ]);
  }
}

/** When a run began, by its plan, which is written once; -1 without a state. */
async function begunMs(path: string): Promise<number> {
  try {
    await Deno.stat(`${path}/run.json`);
    const { mtime } = await Deno.stat(`${path}/plan.json`);
    return mtime?.getTime() ?? -1;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return -1;
    throw error;
  }
}
