import { assertEquals, assertThrows } from "@std/assert";
import { buildReport } from "../../../engine/report/build_report.ts";
import {
  findingRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";

Deno.test("buildReport() makes the same report from the same recording", () => {
  assertEquals(buildReport(recording()), buildReport(recording()));
});

Deno.test("buildReport() tells run, target and time", () => {
  const report = buildReport(recording());
  assertEquals(report.runId, "0123456789abcdef");
  assertEquals(report.targets, [{ name: "local", url: "file:///x" }]);
  assertEquals(report.durationNs, 1.5e9);
});

Deno.test("buildReport() takes no negative time from a clock set back", () => {
  const report = buildReport(recording({ endedAt: "2026-11-20T00:00:00Z" }));
  assertEquals(report.durationNs, 0);
});

Deno.test("buildReport() counts findings that were not kept", () => {
  const report = buildReport(recording({
    steps: [stepRecording({
      findings: [findingRecording()],
      findingsOmitted: 41,
    })],
  }));
  assertEquals(report.findings.length, 1);
  assertEquals(report.findingsOmitted, 41);
});

Deno.test("buildReport() collects failures of steps and cases", () => {
  const report = buildReport(recording({
    steps: [stepRecording({ outcome: "failed", failure: "Cannot write" })],
    cases: [{
      type: "case-ended",
      target: "local",
      step: "cases",
      id: "object.put",
      verdict: "failed",
      reason: "no answer",
      durationNs: 1,
    }],
  }));
  assertEquals(report.failures, [
    "Cannot write",
    'Cannot run case "object.put" on local: no answer',
  ]);
});

Deno.test("buildReport() takes a stopped step for an interrupted run", () => {
  const report = buildReport(recording({
    steps: [stepRecording({ outcome: "stopped" })],
  }));
  assertEquals(report.verdict.outcome, "interrupted");
});

Deno.test("buildReport() refuses a step that was never planned", () => {
  assertThrows(
    () => buildReport(recording({ steps: [stepRecording({ step: "other" })] })),
    TypeError,
    "not in the plan",
  );
});
