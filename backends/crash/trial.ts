/**
 * One thing to be tried against every power cut, whatever it is: a protocol on
 * a disk in memory, or the log of a real run. Goes in: a seed and where a run
 * may happen; comes out: what was found, and any state of it again.
 */
import { type CutState, cutState, cutStates } from "./power_cuts.ts";
import type { PowerCuts } from "./power_cuts.ts";
import type { RunLog, StampPort } from "./run_log.ts";
import type { RunPlace } from "./run_load.ts";
import {
  type CrashOptions,
  type CrashOutcome,
  type CrashSubject,
  judgeCuts,
  judgeState,
  workOf,
} from "./subject.ts";

/** What a trial is made with. */
export interface TrialPlace {
  /** Repeats everything, but for the order of lanes beside each other. */
  readonly seed: number;
  readonly run: RunPlace;
  readonly stamp: StampPort;
  /** Of an earlier run, in the place of a new one. */
  readonly recorded?: RunLog;
}

/** Cuts that can be made, and how each of them is judged. */
export interface PreparedTrial {
  readonly cuts: PowerCuts;
  /** A sentence for what is wrong, or `null`. */
  judge(state: CutState): Promise<string | null>;
  /** What was run, where the seed alone does not repeat it. */
  readonly recorded?: RunLog;
}

/** One promise, or a bug that the search must find. */
export interface CrashTrial {
  /** `file-put` */
  readonly id: string;
  /** A sentence that can be false; of a bug, what is broken on purpose. */
  readonly promise: string;
  readonly isBug: boolean;
  /** Works, or runs; fails with a `StorageError` where the world does. */
  prepare(place: TrialPlace): Promise<PreparedTrial>;
}

/** A protocol on a disk in memory, as a trial. */
export function subjectTrial(
  subject: CrashSubject,
  { isBug }: { readonly isBug: boolean },
): CrashTrial {
  return {
    id: subject.id,
    promise: subject.promise,
    isBug,
    prepare: async ({ seed }) => ({
      cuts: await workOf(subject, seed),
      judge: (state) => judgeState(subject, state),
    }),
  };
}

/** Tries all states of a trial, in the order of its log. */
export async function tryCuts(
  trial: CrashTrial,
  prepared: PreparedTrial,
  options: CrashOptions,
): Promise<CrashOutcome> {
  return await judgeCuts(cutStates(prepared.cuts), {
    ...options,
    subject: trial.id,
    judge: (state) => prepared.judge(state),
  });
}

/** One state again; `undefined` if there is none of that name. */
export function stateOf(
  { cuts }: PreparedTrial,
  name: string,
): CutState | undefined {
  return cutState(cuts, name);
}
