/**
 * Decides one block step on one target: the I/O method, the lanes with their
 * regions, limits, seeds and arrivals, and how much it moves at most.
 */
import type {
  IoMethod,
  LanePattern,
  SyncPolicy,
} from "../../../backends/mod.ts";
import type { BlockPattern, BlockStep } from "../../profile/mod.ts";
import {
  keyedHash,
  laneArrival,
  type NumberedStep,
  splitCount,
  u64ToHex,
  type WorkloadContext,
} from "../mod.ts";
import { checkBlocks, chooseIo } from "./check_step.ts";
import { checkObjectBlocks, overObjects } from "./over_objects.ts";
import { largestBlock } from "./lay_out.ts";
import type {
  PlannedBlockStep,
  PlannedLane,
  PlannedSpace,
} from "./planned_block.ts";
import { type Region, splitBytes, splitRegions } from "./region.ts";

/** The planned step, or `null` after at least one mistake. */
export function planBlockStep(
  numbered: NumberedStep<BlockStep>,
  space: PlannedSpace,
  context: WorkloadContext,
): PlannedBlockStep | null {
  const { index } = numbered;
  const before = context.mistakes.count;
  const io = chooseIo(numbered, context);
  checkBlocks(numbered, space, context);
  checkObjectBlocks(numbered, space, context);
  const { step, writeBytes } = overObjects(numbered.step, space);
  const amount = amountOf(step, space);
  checkLanes(numbered, amount, context);
  if (context.mistakes.count > before || io === null) return null;
  const decided = {
    io,
    seed: context.seed,
    stepIndex: index,
    ...(writeBytes === undefined ? {} : { writeBytes }),
  };
  return {
    kind: "block",
    name: step.name,
    io,
    dsync: step.sync.kind === "dsync",
    openLoop: step.rate !== undefined,
    lanes: planLanes(step, amount, { ...decided, space }),
    bytes: bytesAtMost(step, amount),
    durationNs: step.durationNs ?? null,
    ...(step.steadyState === undefined
      ? {}
      : { steadyState: step.steadyState }),
  };
}

/** How much a step covers and moves. */
interface Amount {
  readonly blockBytes: number;
  /** No region ends within so many bytes: a block, or an object of a store. */
  readonly grainBytes: number;
  /** From the start of the space. */
  readonly coverBytes: number;
  /** 0: no limit by bytes. */
  readonly moveBytes: number;
}

/**
 * A sequential step with a total below the space covers only a prefix; other
 * patterns spread it. Without any limit, a step moves the space once.
 */
function amountOf(step: BlockStep, space: PlannedSpace): Amount {
  const { totalBytes, ops, durationNs, pattern } = step;
  const blockBytes = largestBlock(step);
  const grainBytes = space.objectBytes ?? blockBytes;
  const spaceBytes = space.fileBytes * space.files.length;
  if (totalBytes === undefined) {
    const hasLimit = ops !== undefined || durationNs !== undefined;
    const moveBytes = hasLimit ? 0 : spaceBytes;
    return { blockBytes, grainBytes, coverBytes: spaceBytes, moveBytes };
  }
  const moveBytes = Math.ceil(totalBytes / blockBytes) * blockBytes;
  const isPrefix = pattern.kind === "sequential" && moveBytes < spaceBytes;
  const prefixBytes = Math.ceil(moveBytes / grainBytes) * grainBytes;
  const coverBytes = isPrefix ? prefixBytes : spaceBytes;
  return { blockBytes, grainBytes, coverBytes, moveBytes };
}

/** Zero in a limit means none, so each lane must have something to do. */
function checkLanes(
  { step, index }: NumberedStep<BlockStep>,
  { blockBytes, grainBytes, coverBytes, moveBytes }: Amount,
  { target, mistakes }: WorkloadContext,
): void {
  const { lanes, ops } = step;
  const covered = Math.floor(coverBytes / grainBytes);
  const blocks = moveBytes === 0
    ? covered
    : Math.min(covered, Math.floor(moveBytes / blockBytes));
  const start = `Cannot divide step "${step.name}" on "${target.url}" among ` +
    `${lanes} lanes`;
  const path = `steps[${index}].lanes`;
  if (lanes > blocks) {
    mistakes.note(
      path,
      `${start}: it has ${blocks} blocks of ${grainBytes} bytes. Give fewer ` +
        "lanes, a larger size or a smaller block",
    );
  }
  if (ops !== undefined && lanes > ops) {
    mistakes.note(path, `${start}: it has ${ops} operations`);
  }
}

interface Decided {
  readonly io: IoMethod;
  readonly seed: string;
  readonly stepIndex: number;
  readonly space: PlannedSpace;
  readonly writeBytes?: number;
}

function planLanes(
  step: BlockStep,
  amount: Amount,
  decided: Decided,
): PlannedLane[] {
  const { blockBytes, grainBytes, coverBytes, moveBytes } = amount;
  const { lanes } = step;
  const regions = splitRegions({
    bytes: coverBytes,
    blockBytes: grainBytes,
    lanes,
  });
  const limits = splitBytes(moveBytes, regions, blockBytes);
  const ops = splitCount(step.ops ?? 0, lanes);
  return regions.map((region, lane) => ({
    ...laneBase(step, region, decided),
    lane,
    seed: laneSeed(decided, lane),
    limitOps: ops[lane] ?? 0,
    limitBytes: limits[lane] ?? 0,
    arrival: laneArrival(step, lane),
    ...(decided.io === "http" ? { endpoint: lane } : {}),
  }));
}

/** Without the run or the target: equal seeds give equal loads on both. */
function laneSeed({ seed, stepIndex }: Decided, lane: number): string {
  return u64ToHex(keyedHash("lane", seed, stepIndex, lane));
}

function laneBase(step: BlockStep, region: Region, decided: Decided) {
  const { io, space, writeBytes } = decided;
  return {
    ...(writeBytes === undefined ? {} : { writeBytes }),
    regionUnit: region.startBytes / space.unitBytes,
    regionUnits: region.bytes / space.unitBytes,
    limitNs: step.durationNs ?? 0,
    warmupNs: step.warmupNs,
    io,
    depth: step.depth,
    pattern: lanePattern(step.pattern),
    readPermille: Math.round(step.op.read * 10),
    verify: step.verify === "always",
    sync: laneSync(step.sync),
    errorsMax: step.errorsMax,
    mix: step.blockSizes.map(({ bytes, weight }) => ({
      bytes,
      weight: Math.round(weight * 10),
    })),
  };
}

function lanePattern(pattern: BlockPattern): LanePattern {
  if (pattern.kind === "zipf") {
    return { kind: "zipf", thetaMilli: Math.round(pattern.theta * 1000) };
  }
  if (pattern.kind !== "hot-band") return { kind: pattern.kind };
  return {
    kind: "hot-band",
    spacePermille: Math.round(pattern.spacePercent * 10),
    accessPermille: Math.round(pattern.accessPercent * 10),
  };
}

/** O_DSYNC belongs to the open files, not to a lane. */
function laneSync(sync: BlockStep["sync"]): SyncPolicy {
  if (sync.kind === "every") return sync;
  return { kind: sync.kind === "end" ? "end" : "none" };
}

function bytesAtMost(step: BlockStep, { blockBytes, moveBytes }: Amount) {
  const limits = [
    ...(moveBytes > 0 ? [moveBytes] : []),
    ...(step.ops === undefined ? [] : [step.ops * blockBytes]),
  ];
  return limits.length === 0 ? null : Math.min(...limits);
}
