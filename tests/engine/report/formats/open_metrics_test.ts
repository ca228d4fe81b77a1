import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { renderOpenMetrics } from "../../../../engine/report/mod.ts";
import { fullReport } from "../../../_support/full_report.ts";

const SAMPLE = /^([a-z_]+)(?:\{(.*)\})? (-?[\d.e+-]+)$/;

Deno.test("renderOpenMetrics() ends as the format wants, and each line is one", () => {
  const text = renderOpenMetrics(fullReport());
  assert(text.endsWith("\n# EOF\n"));
  for (const line of text.trimEnd().split("\n")) {
    if (!line.startsWith("# ")) assert(SAMPLE.test(line), line);
  }
});

Deno.test("renderOpenMetrics() gives no sample twice and no family apart", () => {
  const lines = renderOpenMetrics(fullReport()).trimEnd().split("\n");
  const samples = lines.filter((line) => !line.startsWith("#"))
    .map((line) => line.slice(0, line.lastIndexOf(" ")));
  assertEquals(new Set(samples).size, samples.length);
  const families = lines.filter((line) => line.startsWith("# TYPE"));
  assertEquals(new Set(families).size, families.length);
});

Deno.test("renderOpenMetrics() has the figures of the report, in seconds", () => {
  const report = fullReport();
  const step = report.steps.find((one) => one.step === "overwrite");
  const read = step?.ops.find(({ op }) => op === "read");
  const text = renderOpenMetrics(report);
  const labels = `run="${report.runId}",profile="${report.profile}",` +
    `target="local",step="overwrite",op="read"`;
  assertStringIncludes(
    text,
    `stor_verify_operations_total{${labels}} ${read?.count}`,
  );
  assertStringIncludes(
    text,
    `stor_verify_latency_seconds{${labels},kind="service",quantile="0.99"} ${
      (read?.service?.p99Ns ?? 0) / 1e9
    }`,
  );
});

Deno.test("renderOpenMetrics() leaves out percentiles of too few samples", () => {
  const text = renderOpenMetrics(fullReport());
  const writes = text.split("\n").filter((line) =>
    line.includes('step="overwrite",op="write"') && line.includes("quantile")
  );
  assertEquals(writes.map((line) => /quantile="(.*?)"/.exec(line)?.[1]), ["1"]);
});

Deno.test("renderOpenMetrics() says first which faults were armed", () => {
  const text = renderOpenMetrics(fullReport());
  const mark = "# HELP stor_verify_run FAULTS ARMED: write.zero:after=3";
  assertStringIncludes(text.split("\n")[0] ?? "", mark);
  assertStringIncludes(text, 'faults_armed="write.zero:after=3"');
  const clean = renderOpenMetrics({ ...fullReport(), faultsArmed: [] });
  assertEquals(clean.includes("FAULTS ARMED"), false);
});
