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

Deno.test("laneFailure() names the key where keys are loaded", () => {
  const failed = { firstErrorStatus: 1111, firstErrorOffset: 4 };
  const end = (op: number) => ({
    lane: 0,
    status: -1,
    counters: laneCounters({ ...failed, firstErrorOp: op }),
  });
  const told = (op: number) =>
    laneFailure({
      url: "s3://b",
      step: "s",
      end: end(op),
      statusText: () => "404",
      keyName: (index) => `p/k${index}`,
    });
  assertEquals(told(3), 'Cannot get "p/k4" of "s3://b": 404');
  assertEquals(told(4), 'Cannot get a range of "p/k4" of "s3://b": 404');
  assertEquals(told(8), 'Cannot list keys of "s3://b": 404');
});

Deno.test("laneFailure() says which endpoint it was", () => {
  const counters = laneCounters({ firstErrorStatus: 1101, firstErrorOp: 8 });
  const failed = {
    url: "s3://b",
    step: "s",
    statusText: () => "refused",
    endpoint: "http://b:2",
  };
  assertEquals(
    laneFailure({ ...failed, end: { lane: 0, status: -1, counters } }),
    'Cannot list keys of "s3://b" at http://b:2: refused',
  );
  const none = { lane: 0, status: -1, counters: laneCounters({}) };
  assertEquals(
    laneFailure({ ...failed, end: none }),
    'Cannot run lane 0 of step "s" on "s3://b" at http://b:2: refused',
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
