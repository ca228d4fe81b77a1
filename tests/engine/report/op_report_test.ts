import { assertEquals } from "@std/assert";
import { opReports, wholeNs } from "../../../engine/report/op_report.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import { stepRecording } from "../../_support/report_fixture.ts";

function lane(number: number, counters: Parameters<typeof laneCounters>[0]) {
  return { lane: number, status: 0, counters: laneCounters(counters) };
}

Deno.test("opReports() gives only operations that happened or failed", () => {
  const step = stepRecording({
    lanes: [lane(0, { writeOps: 1, readErrors: 1 })],
  });
  assertEquals(opReports(step).map(({ op }) => op), ["read", "write"]);
});

Deno.test("opReports() rates the whole until the last lane ended", () => {
  const step = stepRecording({
    lanes: [
      lane(0, { startNs: 1e9, endNs: 2e9, readOps: 100, readBytes: 1e6 }),
      lane(1, { startNs: 1e9, endNs: 3e9, readOps: 100, readBytes: 1e6 }),
    ],
  });
  assertEquals(opReports(step)[0]?.whole, {
    durationNs: 2e9,
    bytesPerSecond: 1e6,
    opsPerSecond: 100,
  });
});

Deno.test("opReports() rates the steady part until the first lane ended", () => {
  const counters = {
    startNs: 1e9,
    endNs: 3e9,
    readOps: 500,
    steadyNs: 2e9,
    steadyReadOps: 100,
    steadyReadBytes: 1e6,
  };
  const step = stepRecording({ lanes: [lane(0, counters), lane(1, counters)] });
  assertEquals(opReports(step)[0]?.steady, {
    durationNs: 1e9,
    bytesPerSecond: 2e6,
    opsPerSecond: 200,
  });
});

Deno.test("opReports() has no steady rate while a lane has none", () => {
  const step = stepRecording({
    lanes: [
      lane(0, { startNs: 1e9, endNs: 3e9, readOps: 5, steadyNs: 2e9 }),
      lane(1, { startNs: 1e9, endNs: 0, readOps: 5 }),
    ],
  });
  assertEquals(opReports(step)[0]?.steady, null);
});

Deno.test("wholeNs() takes the step's end for a lane that was cut off", () => {
  const step = stepRecording({
    endNs: 5e9,
    lanes: [lane(0, { startNs: 1e9, endNs: 0 })],
  });
  assertEquals(wholeNs(step), 4e9);
});

Deno.test("opReports() rate the steady part of gets and puts, not of two that share a counter", () => {
  const both = { startNs: 1e9, endNs: 3e9, steadyNs: 2e9 };
  const steadyOf = (counters: Parameters<typeof lane>[1]) =>
    opReports(stepRecording({ lanes: [lane(0, { ...both, ...counters })] }))
      .map(({ op, steady }) => [op, steady?.opsPerSecond]);
  assertEquals(
    steadyOf({
      ...{ getOps: 5, putOps: 7 },
      ...{ steadyReadOps: 4, steadyWriteOps: 6 },
    }),
    [["get", 4], ["put", 6]],
  );
  assertEquals(steadyOf({ getOps: 5, rangeOps: 7, steadyReadOps: 4 }), [
    ["get", undefined],
    ["range", undefined],
  ]);
});
