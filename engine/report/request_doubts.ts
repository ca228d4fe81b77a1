/**
 * Reasons not to trust the numbers of a step over a store: what its requests
 * went through on their way. None for a step that sends no requests.
 */
import { formatCount } from "../profile/mod.ts";
import type { StepRecording } from "../recorder/mod.ts";
import { sumOf } from "../workers/mod.ts";

/** A connection for more than every so many requests is no connection kept. */
const CONNECTION_SHARE_MAX = 0.5;
const ATTEMPTS_MIN = 100;

/** One sentence each, in the order in which they matter. */
export function requestDoubts(step: StepRecording): string[] {
  const lanes = step.lanes.map(({ counters }) => counters);
  const doubts: string[] = [];
  const retries = sumOf(lanes, "retries");
  if (retries > 0) {
    doubts.push(
      `${formatCount(retries)} attempts were made again: latencies include ` +
        "the failed ones and the waits between them",
    );
  }
  const attempts = sumOf(lanes, "attempts");
  const connections = sumOf(lanes, "connectionsNew");
  if (
    attempts >= ATTEMPTS_MIN && connections > attempts * CONNECTION_SHARE_MAX
  ) {
    doubts.push(
      "most requests opened a connection of their own, because the server " +
        "does not keep them open: every latency includes that",
    );
  }
  const weak = sumOf(lanes, "objectsWeak");
  if (weak > 0) {
    doubts.push(
      `${formatCount(weak)} objects were compared with weaker detection: too ` +
        "small for a stamp, or copies on purpose",
    );
  }
  const skipped = sumOf(lanes, "writesSkipped");
  if (skipped > 0) {
    doubts.push(`${formatCount(skipped)} operations found no key to act on`);
  }
  return doubts;
}
