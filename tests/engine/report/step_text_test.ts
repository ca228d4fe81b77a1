import { assertEquals } from "@std/assert";
import { buildReport } from "../../../engine/report/mod.ts";
import {
  clientText,
  coverageText,
  stepLines,
} from "../../../engine/report/step_text.ts";
import { fullReport } from "../../_support/full_report.ts";
import {
  latencyRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";

function linesOf(
  changes: Parameters<typeof stepRecording>[0],
  width = 80,
): string[] {
  const report = buildReport(recording({ steps: [stepRecording(changes)] }));
  return report.steps.flatMap((step) => stepLines(step, width));
}

Deno.test("stepLines() writes a whole table in one unit", () => {
  const lines = linesOf({
    latency: [
      latencyRecording([900, 900, 900], { op: "read" }),
      latencyRecording([25_000_000, 25_000_000, 3_000_000_000]),
    ],
  });
  const head = lines.findIndex((line) => line.startsWith("  ms "));
  assertEquals(lines.slice(head, head + 2), [
    "  ms       min     mean    p50       p90       p99     p99.9    p99.99      max",
    "  write  25.00  1016.67  25.00  3000.00?  3000.00?  3000.00?  3000.00?  3000.00",
  ]);
});

Deno.test("stepLines() takes a coarser unit before it breaks a table", () => {
  const lines = linesOf({
    latency: [latencyRecording([80_000, 3_599_000_000_000])],
  });
  const head = lines.find((line) => line.includes("p99.99")) ?? "";
  assertEquals(head.startsWith("  ms"), true);
  assertEquals(lines.every((line) => line.length <= 80), true);
});

Deno.test("stepLines() drops the steady columns where there is no room", () => {
  assertEquals(linesOf({}, 60).some((line) => line.includes("steady")), false);
  assertEquals(linesOf({}, 80).some((line) => line.includes("steady")), true);
});

Deno.test("stepLines() has no tables for a step that did nothing", () => {
  const lines = linesOf({ lanes: [], latency: [], outcome: "failed" });
  assertEquals(lines.some((line) => line.includes("p99")), false);
  assertEquals(lines[0]?.startsWith("fill  failed in 1 s"), true);
});

Deno.test("coverageText() counts what was skipped for any reason", () => {
  const text = coverageText({
    ...fullReport().coverage,
    skippedUnwrittenBytes: 4096,
    skippedUncheckedBytes: 4096,
    badUnits: 1,
  });
  assertEquals(text.endsWith("8 KiB skipped, 0 ambiguous, 1 finding"), true);
});

Deno.test("clientText() begins with the plain verdict", () => {
  const { client } = fullReport();
  assertEquals(clientText(client).startsWith(client.sentence), true);
  assertEquals(
    clientText({ ...client, cpuNsPerOp: null }).includes("CPU each"),
    false,
  );
});
