/** Promises of `engine/report/request_doubts.ts`. */
import { assertEquals } from "@std/assert";
import { requestDoubts } from "../../../engine/report/request_doubts.ts";
import { objectStepRecording } from "../../_support/object_report_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import { stepRecording } from "../../_support/report_fixture.ts";

function doubtsOf(counters: Parameters<typeof laneCounters>[0]) {
  return requestDoubts(objectStepRecording({
    lanes: [{ lane: 0, status: 0, counters: laneCounters(counters) }],
  }));
}

Deno.test("requestDoubts() has none about requests that went as they should", () => {
  assertEquals(doubtsOf({ attempts: 1000, connectionsNew: 32 }), []);
  assertEquals(requestDoubts(stepRecording()), []);
});

Deno.test("requestDoubts() distrusts latencies with a connection in each", () => {
  const doubt = "most requests opened a connection of their own, because the " +
    "server does not keep them open: every latency includes that";
  assertEquals(doubtsOf({ attempts: 1000, connectionsNew: 501 }), [doubt]);
  assertEquals(doubtsOf({ attempts: 99, connectionsNew: 99 }), []);
});

Deno.test("requestDoubts() tells of retries, weak checks and idle operations", () => {
  assertEquals(doubtsOf({ retries: 2, objectsWeak: 3, writesSkipped: 4 }), [
    "2 attempts were made again: latencies include the failed ones and the " +
    "waits between them",
    "3 objects were compared with weaker detection: too small for a stamp, or " +
    "copies on purpose",
    "4 operations found no key to act on",
  ]);
});
