/**
 * The plan that reads a run's files back and judges them by its oracle, for a
 * second process: after a crash, or to see one finding again.
 */
import { loaderReadBack } from "./read_back_samples.ts";
import type {
  Plan,
  PlannedBlockStep,
  PlannedObjects,
  PlannedObjectStep,
  PlannedSpace,
  PlannedTableStep,
  PlannedTarget,
} from "../plan/mod.ts";

/** Name of the step of a read-back, of offsets or of keys. */
export const READ_BACK_STEP = "read-back";
/** Of the keys of a target that has offsets as well. */
const READ_BACK_KEYS_STEP = "read-back-keys";

const BLOCK_BYTES_MAX = 1 << 20;
const DEPTH = 16;
/** A region that cannot be read must not hide what is wrong elsewhere. */
const ERRORS_MAX = 1000;

/** Narrows a read-back. */
export interface ReadBackOptions {
  /** Only this target; all when absent. */
  readonly target?: string;
  /** Only the unit at this offset of the space; everything when absent. */
  readonly offsetBytes?: number;
  /** Only the key of that number; everything when absent. */
  readonly key?: number;
}

/**
 * One read of everything in order with verification on, through one lane.
 * Targets that are left out stay in the plan, without steps. Throws a
 * `RangeError` for an offset or a key that is not there.
 */
export function readBackPlan(
  plan: Plan,
  options: ReadBackOptions = {},
): Plan {
  return {
    ...plan,
    targets: plan.targets.map((target) => readBackTarget(target, options)),
    objectives: plan.objectives.filter(({ step }) => step === null),
    doubts: [],
  };
}

function readBackTarget(
  target: PlannedTarget,
  options: ReadBackOptions,
): PlannedTarget {
  const isWanted = options.target === undefined ||
    options.target === target.name;
  if (!isWanted) return { ...target, steps: [] };
  const { objects, samples, space } = target;
  const hasOffsets = space !== null && options.key === undefined;
  const hasKeys = objects !== undefined && options.offsetBytes === undefined;
  return {
    ...target,
    steps: [
      ...(hasOffsets ? [readBackStep(target, space, options)] : []),
      ...(hasKeys ? [keysStep(target, objects, options.key)] : []),
      ...(samples !== undefined && options.offsetBytes === undefined
        ? loaderReadBack(target, samples, options.key)
        : []),
      ...tablesAgain(target, options),
    ],
  };
}

/** Whole or not at all: a table has neither offsets nor numbered keys. */
function tablesAgain(
  { steps }: PlannedTarget,
  { key, offsetBytes }: ReadBackOptions,
): PlannedTableStep[] {
  if (key !== undefined || offsetBytes !== undefined) return [];
  return steps.flatMap((step) =>
    step.kind === "table" ? [{ ...step, isReadBack: true as const }] : []
  );
}

function keysStep(
  { space, url }: PlannedTarget,
  objects: PlannedObjects,
  key: number | undefined,
): PlannedObjectStep {
  if (key !== undefined && !(key >= 0 && key < objects.keys)) {
    throw new RangeError(
      `Cannot read back key ${key} of "${url}": it has ${objects.keys} keys`,
    );
  }
  const keyCount = key === undefined ? objects.keys : 1;
  return {
    kind: "object",
    name: space === null ? READ_BACK_STEP : READ_BACK_KEYS_STEP,
    openLoop: false,
    bytes: null,
    ops: keyCount,
    durationNs: null,
    lanes: [{
      lane: 0,
      seed: "0000000000000000",
      firstKey: key ?? 0,
      keyCount,
      limitOps: keyCount,
      limitBytes: 0,
      limitNs: 0,
      warmupNs: 0,
      depth: DEPTH,
      arrival: { kind: "closed" },
      choose: { kind: "sequential" },
      weights: { get: 1 },
      rangeBytes: objects.unitBytes,
      listLimit: 1000,
      partDepth: 1,
      verify: true,
      errorsMax: ERRORS_MAX,
      attemptsMax: 1,
      endpoint: 0,
    }],
  };
}

function readBackStep(
  target: PlannedTarget,
  space: PlannedSpace,
  options: ReadBackOptions,
): PlannedBlockStep {
  const region = readBackRegion(target, space, options.offsetBytes);
  const first = target.steps.find((step) => step.kind === "block");
  const io = first?.io ?? "psync";
  return {
    kind: "block",
    name: READ_BACK_STEP,
    io,
    dsync: false,
    openLoop: false,
    bytes: region.bytes,
    durationNs: null,
    lanes: [{
      lane: 0,
      seed: "0000000000000000",
      regionUnit: region.startBytes / space.unitBytes,
      regionUnits: region.bytes / space.unitBytes,
      limitOps: 0,
      limitBytes: region.bytes,
      limitNs: 0,
      warmupNs: 0,
      io,
      depth: DEPTH,
      pattern: { kind: "sequential" },
      arrival: { kind: "closed" },
      readPermille: 1000,
      verify: true,
      sync: { kind: "none" },
      errorsMax: ERRORS_MAX,
      mix: [{ bytes: region.blockBytes, weight: 1 }],
    }],
  };
}

interface Region {
  readonly startBytes: number;
  readonly bytes: number;
  readonly blockBytes: number;
}

function readBackRegion(
  target: PlannedTarget,
  space: PlannedSpace,
  offsetBytes: number | undefined,
): Region {
  const bytes = space.fileBytes * space.files.length;
  const grainBytes = Math.max(space.unitBytes, space.alignBytes);
  if (offsetBytes === undefined) {
    const blockBytes = blockThatDivides(
      space.objectBytes ?? space.fileBytes,
      grainBytes,
    );
    return { startBytes: 0, bytes, blockBytes };
  }
  if (!(offsetBytes >= 0 && offsetBytes < bytes)) {
    throw new RangeError(
      `Cannot read back offset ${offsetBytes} of "${target.url}": ` +
        `the space has ${bytes} bytes`,
    );
  }
  const startBytes = Math.floor(offsetBytes / grainBytes) * grainBytes;
  return { startBytes, bytes: grainBytes, blockBytes: grainBytes };
}

/** No block may cross the end of a file, nor of an object of a store. */
function blockThatDivides(fileBytes: number, grainBytes: number): number {
  let blockBytes = BLOCK_BYTES_MAX;
  while (blockBytes > grainBytes && fileBytes % blockBytes !== 0) {
    blockBytes /= 2;
  }
  return blockBytes;
}
