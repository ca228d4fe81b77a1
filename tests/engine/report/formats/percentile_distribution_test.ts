import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  buildReport,
  renderDistributions,
} from "../../../../engine/report/mod.ts";
import {
  latencyRecording,
  recording,
  stepRecording,
} from "../../../_support/report_fixture.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("renderDistributions() names target, step, operation and kind", () => {
  const names = renderDistributions(fullReport()).map((one) => one.fileName);
  assertEquals(new Set(names).size, names.length);
  assertStringIncludes(names.join(" "), "local.overwrite.read.response.hgrm");
});

Deno.test("renderDistributions() has the rows that the plotter reads", () => {
  const [first] = renderDistributions(buildReport(recording({
    steps: [stepRecording({
      latency: [latencyRecording([1_000_000, 2_000_000, 4_000_000])],
    })],
  })));
  const lines = first?.text.split("\n") ?? [];
  assertStringIncludes(lines[0] ?? "", "Value");
  assertStringIncludes(lines[0] ?? "", "1/(1-Percentile)");
  const rows = lines.filter((line) => /^\s*\d/.test(line))
    .map((line) => line.trim().split(/\s+/).map(Number));
  assertEquals(rows[0]?.slice(1, 3), [0, 1]);
  assertEquals(rows.at(-1)?.slice(1, 3), [1, 3]);
  assertEquals(Math.round(rows.at(-1)?.[0] ?? 0), 4);
});

Deno.test("renderDistributions() does not hide samples beyond the range", () => {
  const latency = { ...latencyRecording([1_000_000]), count: 2, over: 1 };
  const [first] = renderDistributions(buildReport(recording({
    steps: [stepRecording({ latency: [latency] })],
  })));
  assertStringIncludes(first?.text ?? "", "1 samples above one hour");
});

Deno.test("renderDistributions() begins with the mark of armed faults", () => {
  for (const { text } of renderDistributions(fullReport())) {
    assertStringIncludes(text.split("\n")[0] ?? "", "FAULTS ARMED");
  }
});
