/** Promises of `engine/report/http_report.ts`. */
import { assertEquals } from "@std/assert";
import { httpReport } from "../../../engine/report/http_report.ts";
import { objectStepRecording } from "../../_support/object_report_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";

Deno.test("httpReport() adds attempts, causes and classes over all lanes", () => {
  const [lane] = objectStepRecording().lanes;
  if (lane === undefined) throw new TypeError("no lane");
  const http = httpReport(objectStepRecording({ lanes: [lane, lane] }));
  assertEquals([http.attempts, http.retries, http.connectionsNew], [
    5030,
    10,
    32,
  ]);
  assertEquals(http.retriesBy, {
    throttled: 8,
    server: 0,
    reset: 2,
    timeout: 0,
    other: 0,
  });
  assertEquals([http.errors.throttled, http.errors.reset], [8, 2]);
});

Deno.test("httpReport() leaves no class of errors out", () => {
  const names = Object.keys(laneCounters())
    .filter((name) => /^errors[A-Z]/.test(name));
  const lanes = names.map((name, lane) => ({
    lane,
    status: 0,
    counters: laneCounters({ [name]: 1 }),
  }));
  const { errors } = httpReport(objectStepRecording({ lanes }));
  assertEquals(Object.values(errors), names.map(() => 1));
});
