/**
 * What a set of findings is refined by: whose bytes a place is to hold, and
 * which steps looked at every place there is.
 */
import { keyObjectId, type PlannedTarget } from "../plan/mod.ts";
import type { FindingRecording, StepRecording } from "../recorder/mod.ts";

/** 16 hex digits of the object that a file or a key is; "" if unknown. */
export function objectOf(
  { objects, space }: PlannedTarget,
  { file, key }: FindingRecording,
): string {
  if (key !== undefined) {
    return objects === undefined ? "" : keyObjectId(objects, key);
  }
  return space?.files.find(({ name }) => name === file)?.objectId ?? "";
}

/**
 * One pass over everything, reading only, with every unit or key compared that
 * was written: a place it did not accuse is good.
 */
export function comparedAll(
  step: StepRecording,
  { steps }: PlannedTarget,
): boolean {
  if (step.outcome !== "done" || step.findingsOmitted > 0) return false;
  const planned = steps.find(({ name }) => name === step.step);
  switch (planned?.kind) {
    case "block":
      return planned.lanes.every(({ readPermille, pattern }) =>
        readPermille === 1000 &&
        (pattern.kind === "sequential" || pattern.kind === "shuffle")
      ) && hasAllUnits(step);
    case "object":
      return planned.lanes.every(({ choose, weights, verify }) =>
        verify && choose.kind === "sequential" && (weights.get ?? 0) > 0 &&
        Object.keys(weights).length === 1
      ) && hasAllKeys(step);
    default:
      return false;
  }
}

function hasAllUnits({ lanes, space }: StepRecording): boolean {
  const compared = lanes.reduce(
    (sum, { counters }) => sum + counters.unitsCompared,
    0,
  );
  return space !== null && space.unitsWritten > 0 &&
    compared >= space.unitsWritten;
}

/** Each key once, in its order: as many gets as there are keys. */
function hasAllKeys({ lanes, objects }: StepRecording): boolean {
  const [gets, errors] = lanes.reduce(
    ([done, failed], { counters }) => [
      done + counters.getOps,
      failed + counters.getErrors,
    ],
    [0, 0],
  );
  return objects !== undefined && objects !== null && errors === 0 &&
    objects.keysLive > 0 && gets >= objects.keys;
}
