/** Reasons, known before a run, not to trust some number of a block load. */
import { formatBytes } from "../../profile/mod.ts";
import type { WorkloadContext } from "../mod.ts";
import { blockSteps } from "./lay_out.ts";
import { overObjectsDoubts } from "./over_objects.ts";
import type { PlannedBlockStep, PlannedSpace } from "./planned_block.ts";

/** Doubts about the steps of one target. */
export function blockDoubts(
  steps: readonly PlannedBlockStep[],
  space: PlannedSpace,
  context: WorkloadContext,
): string[] {
  return [
    ...unwritten(steps, context),
    ...fallback(steps, context),
    ...shape(space, context),
    ...overObjectsDoubts(blockSteps(context.profile), space, context),
  ];
}

/** What nothing has written is skipped by the check, not compared. */
function unwritten(
  steps: readonly PlannedBlockStep[],
  { target }: WorkloadContext,
): string[] {
  const doubts: string[] = [];
  for (const step of steps) {
    const [lane] = step.lanes;
    if (lane === undefined) continue;
    if (lane.readPermille > 0 && lane.verify) {
      doubts.push(
        `Step "${step.name}" on "${target.url}" reads what no step before ` +
          "it has written: such blocks are skipped, not compared",
      );
    }
    if (lane.readPermille < 1000) break;
  }
  return doubts;
}

function fallback(
  steps: readonly PlannedBlockStep[],
  { profile, target }: WorkloadContext,
): string[] {
  const reason = target.facts?.ioReason;
  const asked = blockSteps(profile);
  const fallen = steps.filter(({ name, io }) =>
    io === "psync" &&
    asked.some((step) => step.name === name && step.io === "auto")
  );
  if (fallen.length === 0 || reason === undefined) return [];
  return [
    `"${target.url}" is driven by psync threads instead of io_uring: ` +
    `${reason}. Expect more CPU time for each operation`,
  ];
}

function shape(
  space: PlannedSpace,
  { profile, target }: WorkloadContext,
): string[] {
  const doubts: string[] = [];
  const { fileBytes, files, kind } = space;
  const asked = profile.sizeBytes ?? 0;
  if (kind === "device" && profile.files > 1) {
    doubts.push(
      `"${target.url}" is a device: files: ${profile.files} does not apply`,
    );
  }
  if (kind === "device" && asked > fileBytes * files.length) {
    doubts.push(
      `"${target.url}" has room for ${formatBytes(fileBytes)}, not for the ` +
        `${formatBytes(asked)} that the profile asks for`,
    );
  }
  if (space.dedupePermille > 0) {
    doubts.push(
      `Copies are ${space.dedupePermille / 10}% of the units on ` +
        `"${target.url}": where they lie cannot be told from their payload`,
    );
  }
  return doubts;
}
