/** Why a lane ended with a negative status, in one sentence. */
import type { LaneCounters } from "../../backends/mod.ts";
import type { LaneEnd } from "./sample.ts";

/** What the sentence names. */
export interface LaneFailureOptions {
  readonly url: string;
  readonly step: string;
  readonly end: LaneEnd;
  statusText(status: number): string;
}

const VERBS = ["read", "write", "sync"] as const;

/**
 * Names the first failed operation with its offset in the space. A lane that
 * ended without one failed in the core itself, and the status says how.
 */
export function laneFailure(options: LaneFailureOptions): string {
  const { counters, status, lane } = options.end;
  if (counters.firstErrorStatus === 0) {
    return `Cannot run lane ${lane} of step "${options.step}" on ` +
      `"${options.url}": ${options.statusText(status)}`;
  }
  const verb = VERBS[counters.firstErrorOp] ?? "use";
  const at = verb === "sync" ? "" : ` at offset ${counters.firstErrorOffset}`;
  const of = verb === "sync" ? "" : " of";
  const text = options.statusText(-counters.firstErrorStatus);
  const errors = errorCount(counters);
  const more = errors > 1
    ? `; it was the first of ${errors} errors of lane ${lane}`
    : "";
  return `Cannot ${verb}${at}${of} "${options.url}": ${text}${more}`;
}

/** Failed operations of a lane, of all kinds. */
export function errorCount(counters: LaneCounters): number {
  return counters.readErrors + counters.writeErrors + counters.syncErrors;
}
