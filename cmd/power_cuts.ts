/**
 * The enumeration of power cuts as the cases are handed it, and the command
 * that shows one of its states again. Real runs go over the target where it is
 * a folder, else over files in memory.
 */
import {
  CRASH_TRIALS,
  type CrashTrial,
  type RunPlace,
  saveRunLog,
  tryCuts,
} from "../backends/crash/mod.ts";
import type { Backend, BlockFace } from "../backends/mod.ts";
import { caseSeed, type PowerCutsEnd, shellWord } from "../engine/mod.ts";
import type { Core } from "../ffi/mod.ts";
import { writeFileAtomic } from "./store/atomic_file.ts";

/** Of one promise: its log is at an end before. */
const STATES_MAX = 20_000;
/** Of a bug: the first of them is what counts. */
const BUG_STATES_MAX = 4_000;

/** What the enumeration is put together from. */
export interface PowerCutsOptions {
  readonly core: Core;
  readonly backend: Backend;
  /** Of the run, as it is printed. */
  readonly seed: string;
  /** Where the log of a run is kept that a seed does not repeat. */
  readonly folder: () => string;
  readonly signal: AbortSignal;
  /** Lets signals and timers be heard. */
  readonly pause: () => Promise<void>;
}

/** Tries a subject once, and remembers what came of it. */
export function powerCutsOf(
  options: PowerCutsOptions,
): (subject: string) => Promise<PowerCutsEnd> {
  const known = new Map<string, Promise<PowerCutsEnd>>();
  return (subject) => {
    const trial = findTrial(subject);
    if (trial === undefined) {
      throw new TypeError(`There is no power-cut trial "${subject}"`);
    }
    const end = known.get(subject) ?? tryTrial(trial, options);
    known.set(subject, end);
    return end;
  };
}

/** `undefined` for an id that none has. */
export function findTrial(id: string): CrashTrial | undefined {
  return CRASH_TRIALS.find((trial) => trial.id === id);
}

async function tryTrial(
  trial: CrashTrial,
  options: PowerCutsOptions,
): Promise<PowerCutsEnd> {
  const { core, pause, seed, signal } = options;
  const startNs = core.nowNs();
  const prepared = await trial.prepare({
    seed: caseSeed(seed),
    stamp: core.stamp,
    run: await runPlace(options),
  });
  const { shortest, states, violations } = await tryCuts(trial, prepared, {
    statesMax: trial.isBug ? BUG_STATES_MAX : STATES_MAX,
    signal,
    onProgress: pause,
  });
  const elapsedNs = core.nowNs() - startNs;
  const isStopped = signal.aborted;
  if (shortest === null) {
    return { states, violations, elapsedNs, isStopped, shortest };
  }
  const { recorded } = prepared;
  const log = `${options.folder()}/power-cuts-${trial.id}.log`;
  if (recorded !== undefined) await writeFileAtomic(log, saveRunLog(recorded));
  const { events, sentence, state } = shortest;
  const replay = replayCommand({
    subject: trial.id,
    seed,
    state,
    ...(recorded === undefined ? {} : { log }),
  });
  return {
    states,
    violations,
    elapsedNs,
    isStopped,
    shortest: { sentence, events, replay },
  };
}

interface ReplayWords {
  readonly subject: string;
  readonly seed: string;
  readonly state: string;
  readonly log?: string;
}

/** What shows one state again; for a shell. */
export function replayCommand(
  { log, seed, state, subject }: ReplayWords,
): string {
  const words = [
    ...["stor-verify", "crash", "replay", subject, "--seed", shellWord(seed)],
    ...["--state", state],
    ...(log === undefined ? [] : ["--log", shellWord(log)]),
  ];
  return words.join(" ");
}

async function runPlace(
  { backend, core }: PowerCutsOptions,
): Promise<RunPlace> {
  const { block } = backend;
  const facts = await block?.facts();
  return block !== undefined && facts?.kind === "directory"
    ? folderPlace(backend, block, facts.io[0] ?? "psync")
    : memoryPlace(core);
}

function folderPlace(
  backend: Backend,
  block: BlockFace,
  io: RunPlace["io"],
): RunPlace {
  return {
    io,
    open: async (spec) => {
      // A put lists the name in the run's marker: a run that is killed leaves
      // the file, and then whoever cleans up must know whose it is.
      for (const { name } of spec.files) {
        await backend.put(name, new Uint8Array(0));
        await backend.delete(name);
      }
      return await block.open(spec);
    },
    read: (name) => backend.get(name),
    remove: (name) => backend.delete(name),
  };
}

/** Files that nobody else can see; they die with their space. */
export function memoryPlace(core: Core): RunPlace {
  return {
    io: "psync",
    open: (spec) =>
      core.openSpace({
        spec,
        paths: spec.files.map(({ name }) => name),
        objectIds: spec.files.map(({ objectId }) => objectId),
        kind: "memory",
      }),
    read: () => Promise.resolve(null),
    remove: () => Promise.resolve(),
  };
}
