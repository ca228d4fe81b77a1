/** A planned step that writes a table in words, as lines without indentation. */
import { formatBytes, formatCount } from "../profile/mod.ts";
import type { PlannedTableStep } from "../workloads/table/mod.ts";
import { plural } from "./_step_words.ts";

/** How many rows by whom, and what is compared. */
export function tableLines(step: PlannedTableStep): string[] {
  const vector = step.vectorBytes === 0
    ? ""
    : ` with a vector of ${formatBytes(step.vectorBytes)}`;
  if (step.isReadBack === true) {
    return [
      `read what ${formatCount(step.appends)} appends of ` +
      `${formatCount(step.rows)} rows${vector} left below ${step.keyPrefix}`,
    ];
  }
  return [
    `append ${formatCount(step.rows)} rows${vector} ` +
    `${formatCount(step.appends)} times below ${step.keyPrefix}, as ` +
    step.codec,
    `${plural(step.writers, "writer")} that merge, ` +
    `${plural(step.readers, "reader")} of whatever is there; ${
      step.readsBack ? "all rows read again" : "rows are not read again"
    }`,
  ];
}
