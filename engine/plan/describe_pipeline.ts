/** A planned step of copies in words, as lines without indentation. */
import { formatBytes, sizeBounds } from "../profile/mod.ts";
import type { PlannedPipelineStep } from "../workloads/pipeline/mod.ts";
import { plural } from "./_step_words.ts";

/** What is made and copied where, through which memory, and what is compared. */
export function pipelineLines(step: PlannedPipelineStep): string[] {
  const { minBytes, maxBytes } = sizeBounds(step.sizes);
  const sizes = minBytes === maxBytes
    ? formatBytes(minBytes)
    : `${formatBytes(minBytes)} to ${formatBytes(maxBytes)}`;
  const next = step.next === null ? "" : ` and to ${step.next}`;
  return [
    `make ${plural(step.objects, "object")} of ${sizes} below ` +
    `${step.keyPrefix}, copy each beside it${next}`,
    `${step.parallel} at a time through ${formatBytes(step.memoryBytes)}, ` +
    `with ${step.digests.join(", ")}; ` +
    `${step.readsBack ? "each copy read again" : "copies are not read again"}`,
  ];
}
