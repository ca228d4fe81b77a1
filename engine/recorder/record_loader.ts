/** Makes what is kept of a step over training data: histograms become text. */
import type { LoaderEnded } from "../workers/mod.ts";
import type { LoaderRecording } from "./recording.ts";
import { recordTotals } from "./step_recorder.ts";

/** Without the hits where there were none. */
export function recordLoader(
  { hits, ...sample }: LoaderEnded,
): LoaderRecording {
  return hits.count + hits.over === 0
    ? sample
    : { ...sample, hits: recordTotals(hits) };
}
