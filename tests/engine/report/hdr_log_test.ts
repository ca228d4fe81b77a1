import { assertEquals } from "@std/assert";
import { HistogramLogReader, listTags } from "hdr-histogram-js";
import { renderHdrLog } from "../../../engine/report/hdr_log.ts";
import { buildReport } from "../../../engine/report/mod.ts";
import {
  interval,
  latencyRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";
import { fullReport } from "../../_support/full_report.ts";

function reportWith(step: string, samplesNs: number[]) {
  const { ops, ...row } = interval({ startNs: 3e9, endNs: 4.5e9 });
  const { histogram } = latencyRecording(samplesNs);
  const report = buildReport(recording({
    steps: [stepRecording({
      intervals: [{
        ...row,
        ops: { ...ops, write: { ...ops.write, histogram } },
      }],
    })],
  }));
  return {
    ...report,
    steps: report.steps.map((one) => ({ ...one, step })),
  };
}

Deno.test("renderHdrLog() is read back by hdr-histogram-js", () => {
  const log = renderHdrLog(reportWith("fill", [1000, 1000, 5_000_000]));
  const reader = new HistogramLogReader(log, 64, false);

  const histogram = reader.nextIntervalHistogram();

  assertEquals(histogram?.totalCount, 3);
  assertEquals(histogram?.getValueAtPercentile(50), 1000);
  assertEquals(histogram?.tag, "fill.write.service");
  const startMs = Date.parse("2026-11-21T00:00:00Z") + 2000;
  assertEquals(histogram?.startTimeStampMsec, startMs);
  assertEquals(histogram?.endTimeStampMsec, startMs + 1500);
  assertEquals(reader.nextIntervalHistogram(), null);
});

Deno.test("renderHdrLog() gives the longest of each row in milliseconds", () => {
  const log = renderHdrLog(reportWith("fill", [1000, 5_000_000]));
  const row = log.split("\n").find((line) => line.startsWith("Tag=")) ?? "";
  assertEquals(
    row.split(",").slice(0, 4),
    ["Tag=fill.write.service", "2.000", "1.500", "5.001"],
  );
});

Deno.test("renderHdrLog() keeps commas and blanks out of its tags", () => {
  const log = renderHdrLog(reportWith("a, b", [1000]));
  assertEquals(listTags(log), ["a__b.write.service"]);
});

Deno.test("renderHdrLog() tells targets and kinds apart", () => {
  assertEquals(listTags(renderHdrLog(fullReport())), [
    "local.overwrite.read.service",
    "local.overwrite.read.response",
  ]);
});
