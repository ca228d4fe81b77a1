import { assertEquals } from "@std/assert";
import {
  errorCount,
  laneFailure,
} from "../../../engine/workers/lane_failure.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

function sentence(counters: Parameters<typeof laneCounters>[0]): string {
  return laneFailure({
    url: "file:///x",
    step: "fill",
    end: { lane: 2, status: -1007, counters: laneCounters(counters) },
    statusText: (status) => `text of ${status}`,
  });
}

Deno.test("laneFailure() names operation, offset and the first of many errors", () => {
  assertEquals(
    sentence({
      readErrors: 2,
      syncErrors: 1,
      firstErrorStatus: 5,
      firstErrorOffset: 8192,
      firstErrorOp: 0,
    }),
    'Cannot read at offset 8192 of "file:///x": text of -5; ' +
      "it was the first of 3 errors of lane 2",
  );
});

Deno.test("laneFailure() gives a sync no offset", () => {
  assertEquals(
    sentence({ syncErrors: 1, firstErrorStatus: 5, firstErrorOp: 2 }),
    'Cannot sync "file:///x": text of -5',
  );
});

Deno.test("laneFailure() names the lane when no operation failed", () => {
  assertEquals(
    sentence({}),
    'Cannot run lane 2 of step "fill" on "file:///x": text of -1007',
  );
});

Deno.test("errorCount() adds errors of every operation", () => {
  const counters = laneCounters({
    readErrors: 1,
    writeErrors: 2,
    syncErrors: 4,
  });
  assertEquals(errorCount(counters), 7);
});
