/** Why a lane ended with a negative status, in one sentence. */
import type { LaneCounters } from "../../backends/mod.ts";
import { allCounts, LOAD_OPS } from "./op_counts.ts";
import type { LaneEnd } from "./sample.ts";

/** What the sentence names. */
export interface LaneFailureOptions {
  readonly url: string;
  readonly step: string;
  readonly end: LaneEnd;
  statusText(status: number): string;
  /** Of a lane over keys: the name of a key by its number. */
  keyName?(index: number): string | null;
  /** Where the lane sent its requests, if it sent any. */
  readonly endpoint?: string | null;
}

/**
 * Names the first failed operation with its offset or its key. A lane that
 * ended without one failed in the core itself, and the status says how.
 */
export function laneFailure(options: LaneFailureOptions): string {
  const { counters, status, lane } = options.end;
  if (counters.firstErrorStatus === 0) {
    return `Cannot run lane ${lane} of step "${options.step}" on ` +
      `${place(options)}: ${options.statusText(status)}`;
  }
  const text = options.statusText(-counters.firstErrorStatus);
  const errors = errorCount(counters);
  const more = errors > 1
    ? `; it was the first of ${errors} errors of lane ${lane}`
    : "";
  return `Cannot ${whatFailed(options)} ${place(options)}: ${text}${more}`;
}

/** A target may have several endpoints, and only one of them be ill. */
function place({ url, endpoint }: LaneFailureOptions): string {
  const at = endpoint === undefined || endpoint === null
    ? ""
    : ` at ${endpoint}`;
  return `"${url}"${at}`;
}

/** `read at offset 8192 of`, `get "a/b" of`, `list keys of`, `sync`. */
function whatFailed({ end: { counters }, keyName }: LaneFailureOptions) {
  const op = LOAD_OPS[counters.firstErrorOp];
  const at = counters.firstErrorOffset;
  switch (op) {
    case undefined:
      return `use offset ${at} of`;
    case "sync":
      return op;
    case "read":
    case "write":
      return `${op} at offset ${at} of`;
    case "list":
      return "list keys of";
    case "range":
      return `get a range of ${named(at, keyName)} of`;
    default:
      return `${op} ${named(at, keyName)} of`;
  }
}

function named(
  index: number,
  keyName: LaneFailureOptions["keyName"],
): string {
  const name = keyName?.(index) ?? null;
  return name === null ? `key ${index}` : JSON.stringify(name);
}

/** Failed operations of a lane, of all kinds. */
export function errorCount(counters: LaneCounters): number {
  return allCounts([counters]).errors;
}
