/** Promises of `engine/report/store_schema.ts`. */
import { assertEquals } from "@std/assert";
import { firstMismatch } from "../../../engine/recorder/mod.ts";
import { httpReport } from "../../../engine/report/http_report.ts";
import { objectCoverage } from "../../../engine/report/object_coverage.ts";
import { HTTP, OBJECTS } from "../../../engine/report/store_schema.ts";
import { objectStepRecording } from "../../_support/object_report_fixture.ts";

Deno.test("HTTP and OBJECTS know what a report says, name by name", () => {
  const step = objectStepRecording();
  assertEquals(firstMismatch(httpReport(step), HTTP), null);
  assertEquals(firstMismatch(objectCoverage(step), OBJECTS), null);
  const { attempts: _, ...less } = httpReport(step);
  assertEquals(firstMismatch(less, HTTP), 'the document lacks "attempts"');
});
