/** What one target cannot do for one step, found before anything is touched. */
import type { IoMethod } from "../../../backends/mod.ts";
import type { BlockStep } from "../../profile/mod.ts";
import type { NumberedStep, WorkloadContext } from "../mod.ts";
import type { PlannedSpace } from "./planned_block.ts";

/** Notes block sizes that the target or the stamp cannot take. */
export function checkBlocks(
  { step, index }: NumberedStep<BlockStep>,
  { unitBytes, alignBytes, kind }: PlannedSpace,
  { target, mistakes }: WorkloadContext,
): void {
  const path = `steps[${index}].blockSize`;
  for (const { bytes } of step.blockSizes) {
    const start = `Cannot plan step "${step.name}" on "${target.url}" for ` +
      `${bytes}-byte blocks`;
    if (bytes % alignBytes !== 0) {
      const who = kind === "directory"
        ? "the file system"
        : kind === "store"
        ? "the store"
        : "the device";
      const needs = `${who} needs multiples of ${alignBytes}`;
      mistakes.note(path, `${start}: ${needs}`);
    } else if (bytes % unitBytes !== 0) {
      const needs = `the stamp needs multiples of the unit, ${unitBytes}`;
      mistakes.note(path, `${start}: ${needs}`);
    }
  }
}

/** The I/O method, or `null` after a mistake. */
export function chooseIo(
  { step, index }: NumberedStep<BlockStep>,
  { target, mistakes }: WorkloadContext,
): IoMethod | null {
  const { io: works = [], ioReason } = target.facts ?? {};
  const because = ioReason === undefined ? "" : `: ${ioReason}`;
  const path = `steps[${index}].io`;
  if (step.io === "auto") {
    const [best] = works;
    if (best !== undefined) return best;
    const start = `No I/O method works on "${target.url}"`;
    mistakes.note(path, `${start}${because}`);
    return null;
  }
  if (works.includes(step.io)) return step.io;
  mistakes.note(
    path,
    `Cannot use ${step.io} for step "${step.name}" on "${target.url}"` +
      `${because === "" ? ": it is not available" : because}. ` +
      (works.includes("http")
        ? "Give io: auto"
        : works.length > 0
        ? `Give io: auto, or ${works.join(" or ")}`
        : "Nothing else works there either"),
  );
  return null;
}
