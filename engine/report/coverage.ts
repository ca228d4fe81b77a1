/** How much was written, read back and compared: what a pass rests on. */
import type { SpaceFacts } from "../../backends/mod.ts";
import type { LaneCounters } from "../../backends/mod.ts";
import { sumOf } from "../workers/mod.ts";
import type { Coverage } from "./report.ts";

/** Of one step. `space` is `null` when it was never asked. */
export function coverageOf(
  lanes: readonly LaneCounters[],
  unitBytes: number,
  space: SpaceFacts | null,
): Coverage {
  const bytes = (name: keyof LaneCounters) => units(lanes, name) * unitBytes;
  return {
    writtenBytes: bytes("unitsWritten"),
    readBytes: bytes("unitsRead"),
    comparedBytes: bytes("unitsCompared"),
    skippedUnwrittenBytes: bytes("unitsUnwritten"),
    skippedUncheckedBytes: bytes("unitsUnchecked"),
    ambiguousBytes: bytes("unitsAmbiguous"),
    overlappedBytes: bytes("unitsOverlapped"),
    weakBytes: bytes("unitsWeak"),
    // A key that is not there has no unit that could be wrong.
    badUnits: Math.max(
      units(lanes, "unitsBad"),
      units(lanes, "objectsMissing"),
    ),
    unitsWritten: space?.unitsWritten ?? 0,
    unitsUnsettled: space?.unitsUnsettled ?? 0,
  };
}

function units(lanes: readonly LaneCounters[], name: keyof LaneCounters) {
  return sumOf(lanes, name);
}

/**
 * Of several steps. What the space holds in the end is a state, not a sum: it
 * comes from `finals`, the last known of each target.
 */
export function totalCoverage(
  steps: readonly Coverage[],
  finals: readonly SpaceFacts[],
): Coverage {
  const sum = (name: keyof Coverage) =>
    steps.reduce((total, step) => total + step[name], 0);
  return {
    writtenBytes: sum("writtenBytes"),
    readBytes: sum("readBytes"),
    comparedBytes: sum("comparedBytes"),
    skippedUnwrittenBytes: sum("skippedUnwrittenBytes"),
    skippedUncheckedBytes: sum("skippedUncheckedBytes"),
    ambiguousBytes: sum("ambiguousBytes"),
    overlappedBytes: sum("overlappedBytes"),
    weakBytes: sum("weakBytes"),
    badUnits: sum("badUnits"),
    unitsWritten: finals.reduce((total, one) => total + one.unitsWritten, 0),
    unitsUnsettled: finals.reduce(
      (total, one) => total + one.unitsUnsettled,
      0,
    ),
  };
}
