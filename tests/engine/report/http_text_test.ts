/** Promises of `engine/report/http_text.ts`. */
import { assertEquals } from "@std/assert";
import { httpReport } from "../../../engine/report/http_report.ts";
import { failedText, requestsText } from "../../../engine/report/http_text.ts";
import { objectStepRecording } from "../../_support/object_report_fixture.ts";

const HTTP = httpReport(objectStepRecording());
const QUIET = httpReport(objectStepRecording({ lanes: [] }));

Deno.test("requestsText() tells why attempts were made again", () => {
  assertEquals(
    requestsText({ ...HTTP, uploadsAborted: 2 }),
    "2,515 attempts, 5 retries (throttled 4, reset 1; 400 ms of waiting), " +
      "16 new connections, 2 uploads aborted",
  );
});

Deno.test("requestsText() tells of no retry in no more words than it needs", () => {
  assertEquals(
    requestsText({ ...QUIET, attempts: 1, connectionsNew: 1 }),
    "1 attempt, 0 retries, 1 new connection",
  );
});

Deno.test("failedText() names each class that happened, or is not there", () => {
  assertEquals(
    failedText(HTTP),
    "5 attempts: connection reset 1, throttled (429, 503) 4",
  );
  assertEquals(failedText(QUIET), null);
});
