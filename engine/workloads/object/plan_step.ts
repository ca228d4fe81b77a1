/**
 * Decides one step over keys on one target: the lanes with their keys, limits,
 * seeds and arrivals. No key is in two lanes, and none is left out.
 */
import type { KeyChoice, ObjectLaneSpec } from "../../../backends/mod.ts";
import {
  objectOps,
  type ObjectPattern,
  type ObjectStep,
  sizeBounds,
} from "../../profile/mod.ts";
import {
  keyedHash,
  laneArrival,
  type NumberedStep,
  splitCount,
  u64ToHex,
  type WorkloadContext,
} from "../mod.ts";
import type {
  PlannedObjectLane,
  PlannedObjects,
  PlannedObjectStep,
} from "./planned_object.ts";

/** The planned step, or `null` after at least one mistake. */
export function planObjectStep(
  numbered: NumberedStep<ObjectStep>,
  objects: PlannedObjects,
  context: WorkloadContext,
): PlannedObjectStep | null {
  const { step } = numbered;
  const before = context.mistakes.count;
  checkLanes(numbered, objects, context);
  checkParts(numbered, context);
  if (context.mistakes.count > before) return null;
  return {
    kind: "object",
    name: step.name,
    openLoop: step.rate !== undefined,
    lanes: planLanes(numbered, objects, context),
    bytes: step.totalBytes ?? null,
    ops: opsAtMost(step, objects),
    durationNs: step.durationNs ?? null,
    ...(step.steadyState === undefined
      ? {}
      : { steadyState: step.steadyState }),
  };
}

/** Without any limit there is one operation for each key. */
function opsAtMost(
  { ops, totalBytes, durationNs }: ObjectStep,
  { keys }: PlannedObjects,
): number | null {
  if (ops !== undefined) return ops;
  return totalBytes === undefined && durationNs === undefined ? keys : null;
}

/** Zero in a limit means none, so each lane must have something to do. */
function checkLanes(
  { step, index }: NumberedStep<ObjectStep>,
  { keys }: PlannedObjects,
  { target, mistakes }: WorkloadContext,
): void {
  const { lanes, ops, totalBytes } = step;
  const note = (reason: string) =>
    mistakes.note(
      `steps[${index}].lanes`,
      `Cannot divide step "${step.name}" on "${target.url}" among ${lanes} ` +
        `lanes: ${reason}`,
    );
  if (lanes > keys) {
    note(`there are ${keys} keys. Give fewer lanes or more keys`);
  }
  if (ops !== undefined && lanes > ops) note(`it has ${ops} operations`);
  if (totalBytes !== undefined && lanes > totalBytes) {
    note(`it moves ${totalBytes} bytes`);
  }
}

function checkParts(
  { step, index }: NumberedStep<ObjectStep>,
  { target, mistakes }: WorkloadContext,
): void {
  const isMeant = objectOps(step).includes("upload");
  if (!isMeant || target.store?.takesParts !== false) return;
  mistakes.note(
    `steps[${index}].op`,
    `Cannot upload in parts in step "${step.name}" on "${target.url}": this ` +
      "storage takes objects whole. Leave out upload",
  );
}

function planLanes(
  { step, index }: NumberedStep<ObjectStep>,
  objects: PlannedObjects,
  { profile, seed }: WorkloadContext,
): PlannedObjectLane[] {
  const { lanes } = step;
  const keys = splitCount(objects.keys, lanes);
  const ops = step.ops === undefined ? null : splitCount(step.ops, lanes);
  const bytes = splitCount(step.totalBytes ?? 0, lanes);
  const isOnce = opsAtMost(step, objects) !== null;
  const largest = profile.objects === undefined
    ? step.rangeBytes
    : sizeBounds(profile.objects.sizes).maxBytes;
  let firstKey = 0;
  return keys.map((keyCount, lane) => {
    const planned: PlannedObjectLane = {
      ...laneBase(step, largest),
      lane,
      // Without the run or the target: equal seeds give equal loads.
      seed: u64ToHex(keyedHash("lane", seed, index, lane)),
      firstKey,
      keyCount,
      limitOps: ops?.[lane] ?? (isOnce ? keyCount : 0),
      limitBytes: bytes[lane] ?? 0,
      arrival: laneArrival(step, lane),
      endpoint: lane,
    };
    firstKey += keyCount;
    return planned;
  });
}

function laneBase(step: ObjectStep, largestBytes: number) {
  return {
    limitNs: step.durationNs ?? 0,
    warmupNs: step.warmupNs,
    depth: step.depth,
    choose: keyChoice(step.pattern),
    weights: weightsOf(step),
    rangeBytes: Math.min(step.rangeBytes, largestBytes),
    listLimit: step.listLimit,
    partDepth: step.partDepth,
    verify: step.verify === "always",
    errorsMax: step.errorsMax,
    attemptsMax: step.attempts,
  };
}

function weightsOf(step: ObjectStep): ObjectLaneSpec["weights"] {
  return Object.fromEntries(
    objectOps(step).map((op) => [op, Math.round((step.op[op] ?? 0) * 10)]),
  );
}

function keyChoice(pattern: ObjectPattern): KeyChoice {
  switch (pattern.kind) {
    case "zipf":
      return { kind: "zipf", thetaMilli: Math.round(pattern.theta * 1000) };
    case "hot-band":
      return {
        kind: "hot-band",
        spacePermille: Math.round(pattern.spacePercent * 10),
        accessPermille: Math.round(pattern.accessPercent * 10),
      };
    default:
      return { kind: pattern.kind };
  }
}
