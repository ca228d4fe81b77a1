/** Real runs as trials: honest disks, and disks that lie about one. */
import { imageAfter } from "./crash_image.ts";
import type { PowerCuts } from "./power_cuts.ts";
import { RunJudge } from "./run_judge.ts";
import {
  type DiskLie,
  lostSyncs,
  lostWrite,
  misplacedWrite,
  unissuedWrite,
} from "./run_lies.ts";
import { type LoadedRun, loadRun, type RunShape } from "./run_load.ts";
import { cutsOf, pathOf, type RunLog } from "./run_log.ts";
import type { CrashTrial, PreparedTrial, TrialPlace } from "./trial.ts";

interface RunTrialOptions {
  readonly id: string;
  readonly promise: string;
  readonly shape: RunShape;
  readonly lie?: DiskLie;
}

const ALONE: RunShape = { lanes: 1, depth: 1 };
const BESIDE: RunShape = { lanes: 2, depth: 2 };

function runTrial(options: RunTrialOptions): CrashTrial {
  const { id, lie, promise, shape } = options;
  const isRepeated = shape.lanes === 1 && shape.depth === 1;
  return {
    id,
    promise,
    isBug: lie !== undefined,
    prepare: async (place) => {
      const run = place.recorded ?? await recordRun(place, shape);
      return {
        ...prepareRun(run, place, lie),
        ...(isRepeated ? {} : { recorded: run }),
      };
    },
  };
}

function prepareRun(
  run: RunLog,
  { seed, stamp }: TrialPlace,
  lie: DiskLie | undefined,
): PreparedTrial {
  const honest = cutsOf(run, stamp, seed);
  const judge = new RunJudge(run, stamp);
  return {
    cuts: lie === undefined ? honest : lie(honest, run, stamp),
    judge: (state) => Promise.resolve(judge.judge(state)),
  };
}

/** A log that does not lead to what is in the files is no log of them. */
async function recordRun(
  place: TrialPlace,
  shape: RunShape,
): Promise<RunLog> {
  const { run, seed, stamp } = place;
  const loaded = await loadRun(run, shape, seed);
  checkFiles(loaded, cutsOf(loaded.log, stamp, seed));
  return loaded.log;
}

function checkFiles({ files }: LoadedRun, { log, start }: PowerCuts): void {
  const landed = new Set(log.keys());
  const writes = new Set(
    [...landed].filter((at) => log[at]?.kind === "write"),
  );
  const image = imageAfter(start, {
    log,
    durable: writes,
    fate: { landed: new Set() },
  });
  for (const [file, bytes] of files.entries()) {
    const node = image.get(pathOf(file));
    if (bytes === null || node?.kind !== "file") continue;
    const at = node.bytes.findIndex((byte, index) => bytes[index] !== byte);
    if (at < 0 && bytes.length === node.bytes.length) continue;
    throw new RangeError(
      `Byte ${at} of file ${file} is not what the log of the run leads to`,
    );
  }
}

/** No state may break them. */
export const RUN_TRIALS: readonly CrashTrial[] = [
  runTrial({
    id: "run",
    promise: "Each unit of a real run's file holds what a sync made durable, " +
      "or what was written since",
    shape: ALONE,
  }),
  runTrial({
    id: "run-beside",
    promise: "The same of two lanes, two operations deep: a sync covers " +
      "what had ended before it began",
    shape: BESIDE,
  }),
];

/** At least one state must show each. */
export const RUN_LIES: readonly CrashTrial[] = [
  runTrial({
    id: "lie-sync",
    promise: "A disk whose syncs do nothing",
    shape: ALONE,
    lie: lostSyncs,
  }),
  runTrial({
    id: "lie-lost",
    promise: "A disk that drops one write that a sync covered",
    shape: ALONE,
    lie: lostWrite,
  }),
  runTrial({
    id: "lie-misplaced",
    promise: "A disk that puts one write a unit further on",
    shape: ALONE,
    lie: misplacedWrite,
  }),
  runTrial({
    id: "lie-unissued",
    promise: "A disk that holds what nobody has written",
    shape: ALONE,
    lie: unissuedWrite,
  }),
];
