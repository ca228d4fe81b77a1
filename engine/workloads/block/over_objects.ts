/**
 * How a step over offsets is carried out by a store, which has only whole
 * objects: reads take ranges, writes put objects anew. A step and the space
 * in, the step as it is done and what must be said of it out.
 */
import { type BlockStep, formatBytes } from "../../profile/mod.ts";
import type { NumberedStep, WorkloadContext } from "../mod.ts";
import type { PlannedSpace } from "./planned_block.ts";

/** What a store makes of a step. */
export interface StepOverObjects {
  readonly step: BlockStep;
  /** Size that each write has instead of its block; absent: its block. */
  readonly writeBytes?: number;
}

/** The step itself on anything but a store. */
export function overObjects(
  step: BlockStep,
  { objectBytes }: PlannedSpace,
): StepOverObjects {
  if (objectBytes === undefined) return { step };
  const plain: BlockStep = { ...step, sync: { kind: "none" } };
  if (!isWidened(step, objectBytes)) return { step: plain };
  // In order, a block after the next would put the same object again.
  if (step.pattern.kind !== "sequential") {
    return { step: plain, writeBytes: objectBytes };
  }
  const blockSizes = [{ bytes: objectBytes, weight: 100 }];
  return { step: { ...plain, blockSizes } };
}

/** Notes blocks that would lie in two objects. */
export function checkObjectBlocks(
  { step, index }: NumberedStep<BlockStep>,
  { objectBytes }: PlannedSpace,
  { target, mistakes }: WorkloadContext,
): void {
  for (const { bytes } of step.blockSizes) {
    if (objectBytes === undefined || objectBytes % bytes === 0) continue;
    mistakes.note(
      `steps[${index}].blockSize`,
      `Cannot plan step "${step.name}" on "${target.url}" for ${bytes}-byte ` +
        `blocks: its objects have ${objectBytes} bytes, the largest block of ` +
        "the profile, and every other block must divide them",
    );
  }
}

/** What a store does otherwise than a disk would, one sentence for each. */
export function overObjectsDoubts(
  steps: readonly BlockStep[],
  { objectBytes }: PlannedSpace,
  { target }: WorkloadContext,
): string[] {
  if (objectBytes === undefined) return [];
  const widened = steps.filter((step) => isWidened(step, objectBytes));
  const synced = steps.filter(({ sync }) => sync.kind !== "none");
  return [
    ...(widened.length === 0 ? [] : [
      `An object store overwrites whole objects: on "${target.url}" ` +
      `${named(widened)} ${writes(widened)} ` +
      `${formatBytes(objectBytes)} where a disk would write a block`,
    ]),
    ...(synced.length === 0 ? [] : [
      `An object store knows no sync: on "${target.url}" ${named(synced)} ` +
      `${synced.length === 1 ? "takes" : "take"} an acknowledged put for ` +
      "durable",
    ]),
  ];
}

function isWidened({ op, blockSizes }: BlockStep, objectBytes: number) {
  return op.write > 0 && blockSizes.some(({ bytes }) => bytes < objectBytes);
}

function named(steps: readonly BlockStep[]): string {
  const names = steps.map(({ name }) => `"${name}"`).join(", ");
  return `${steps.length === 1 ? "step" : "steps"} ${names}`;
}

function writes(steps: readonly BlockStep[]): string {
  return steps.length === 1 ? "writes" : "write";
}
