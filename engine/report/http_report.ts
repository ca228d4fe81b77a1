/** Requests of a step over a store, added up over its lanes. */
import type { LaneCounters } from "../../backends/mod.ts";
import type { StepRecording } from "../recorder/mod.ts";
import { sumOf } from "../workers/mod.ts";
import type { HttpErrorClass, HttpReport, RetryCause } from "./report.ts";

type Counter = keyof LaneCounters;

const ERRORS: Readonly<Record<HttpErrorClass, Counter>> = {
  refused: "errorsRefused",
  resolve: "errorsResolve",
  reset: "errorsReset",
  timeout: "errorsTimeout",
  tls: "errorsTls",
  truncated: "errorsTruncated",
  broken: "errorsBroken",
  denied: "errorsDenied",
  missing: "errorsMissing",
  conflict: "errorsConflict",
  throttled: "errorsThrottled",
  server: "errorsServer",
  other: "errorsOther",
};

const RETRIES: Readonly<Record<RetryCause, Counter>> = {
  throttled: "retriesThrottled",
  server: "retriesServer",
  reset: "retriesReset",
  timeout: "retriesTimeout",
  other: "retriesOther",
};

/** Attempts, retries by cause, failures by class. */
export function httpReport(step: StepRecording): HttpReport {
  const lanes = step.lanes.map(({ counters }) => counters);
  return {
    attempts: sumOf(lanes, "attempts"),
    retries: sumOf(lanes, "retries"),
    retriesBy: sumsOf(lanes, RETRIES),
    retryWaitNs: sumOf(lanes, "retryWaitNs"),
    errors: sumsOf(lanes, ERRORS),
    connectionsNew: sumOf(lanes, "connectionsNew"),
    uploadsAborted: sumOf(lanes, "uploadsAborted"),
  };
}

function sumsOf<K extends string>(
  lanes: readonly LaneCounters[],
  names: Readonly<Record<K, Counter>>,
): Record<K, number> {
  const sums = Object.entries<Counter>(names)
    .map(([key, name]) => [key, sumOf(lanes, name)]);
  // Object.entries() forgets that these are exactly the keys of `names`.
  return Object.fromEntries(sums) as Record<K, number>;
}
