import { assert, assertEquals } from "@std/assert";
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
      latencyRecording(new Array(90).fill(900_000), { op: "read" }),
      latencyRecording(new Array(90).fill(25_000_000).fill(3e9, 60)),
    ],
  });
  const head = lines.findIndex((line) => line.startsWith("  ms "));
  assertEquals(lines.slice(head, head + 2), [
    "  ms       min     mean    p50      p90       p99     p99.9    p99.99      max",
    "  write  25.00  1016.67  25.00  3000.00  3000.00?  3000.00?  3000.00?  3000.00",
  ]);
});

Deno.test("stepLines() takes a coarser unit before it breaks a table", () => {
  const lines = linesOf({
    latency: [
      latencyRecording(new Array(90).fill(80_000).fill(3_599e9, 60)),
    ],
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

Deno.test("stepLines() has no percentiles of nine samples", () => {
  const cells = (samples: number) =>
    linesOf({ latency: [latencyRecording(new Array(samples).fill(2000))] })
      .find((line) => line.startsWith("  write") && line.includes("2000"))
      ?.trim().split(/ +/);
  assertEquals(
    cells(9),
    ["write", "2000", "2000", "-", "-", "-", "-", "-", "2000"],
  );
  assertEquals(
    cells(10)?.slice(3),
    ["2000", "2000", "2000?", "2000?", "2000?", "2000"],
  );
});

Deno.test("stepLines() says how many starts were late, in percent", () => {
  const step = fullReport().steps.find(({ openLoop }) => openLoop);
  if (!step?.overload) throw new Error("The report has no open loop");
  const overload = { ...step.overload, lateStarts: 140, lateNsMax: 3.37e6 };
  const line = stepLines({ ...step, overload }, 80)
    .find((one) => one.startsWith("  offered"));
  assertEquals(
    line,
    "  offered    2,000/s, reached 2,000/s, 140 late (1.4 %, up to 3.37 ms), " +
      "backlog",
  );
});

Deno.test("coverageText() counts units whose write never answered", () => {
  const { coverage } = fullReport();
  const text = (unitsUnsettled: number) =>
    coverageText({ ...coverage, unitsUnsettled });
  assertEquals(text(91).endsWith(", 91 units unsettled"), true);
  assertEquals(text(1).endsWith(", 1 unit unsettled"), true);
  assertEquals(text(0).includes("unsettled"), false);
});

Deno.test("stepLines() tells an end that was asked for from a cut", () => {
  const report = buildReport(recording());
  const reached = {
    ...{ afterNs: 42e9, of: "response", mean: 5e6 } as const,
    ...{ slopePercent: 3.14, rangePercent: 8 },
  };
  const headOf = (found: typeof reached | null) =>
    report.steps.flatMap((step) =>
      stepLines({
        ...step,
        durationNs: 42e9,
        steadyState: {
          ...{ windowNs: 5e9, slopePercent: 10, rangePercent: 20 },
          reached: found,
        },
      }, 80)
    ).slice(0, 2).join(" ");
  assert(
    headOf(reached).startsWith(
      "fill  ended after 42 s: steady (response with slope 3.1 %, range 8.0 %)",
    ),
    headOf(reached),
  );
  assert(headOf(null).startsWith("fill  done in 42 s, "), headOf(null));
});
