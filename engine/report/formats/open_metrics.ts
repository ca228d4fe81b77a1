/**
 * A report as OpenMetrics text, for a collector that reads files or for a push
 * to one. Times are in seconds and sizes in bytes, as the format wants them.
 * https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
import { markedText } from "../fault_text.ts";
import type { OpReport, Percentiles, Report, StepReport } from "../report.ts";
import { MetricFamily, renderMetrics } from "./metric_family.ts";

const QUANTILES = [
  ["0.5", "p50Ns"],
  ["0.9", "p90Ns"],
  ["0.99", "p99Ns"],
  ["0.999", "p999Ns"],
  ["0.9999", "p9999Ns"],
  ["1", "maxNs"],
] as const satisfies readonly (readonly [string, keyof Percentiles])[];

/** Every figure of the last table, the coverage and the verdict. */
export function renderOpenMetrics(report: Report): string {
  const run = { run: report.runId, profile: report.profile };
  return renderMetrics([
    info(report, run),
    ...verdictFamilies(report, run),
    ...opFamilies(report, run),
    ...coverageFamilies(report, run),
  ]);
}

type Labels = Readonly<Record<string, string>>;

function info(report: Report, run: Labels): MetricFamily {
  const { tool, seed, machine, faultsArmed } = report;
  return new MetricFamily("run", {
    type: "info",
    help: markedText("What was run, and where", report),
  }).add(1, {
    ...run,
    ...{ tool, seed, host: machine.host, kernel: machine.kernel },
    faults_armed: faultsArmed.join(" "),
  });
}

const OUTCOMES = [
  "pass",
  "wrong",
  "failed",
  "inconclusive",
  "objective missed",
  "interrupted",
] as const;

function verdictFamilies(report: Report, run: Labels): MetricFamily[] {
  const verdict = new MetricFamily("verdict", {
    type: "stateset",
    help: "The run's verdict",
  });
  for (const outcome of OUTCOMES) {
    const isIt = outcome === report.verdict.outcome;
    verdict.add(isIt ? 1 : 0, { ...run, stor_verify_verdict: outcome });
  }
  const findings = new MetricFamily("findings", {
    type: "gauge",
    help: "Places where the storage is wrong, by class",
  });
  const classes = Map.groupBy(report.findings, (one) => one.class);
  for (const [name, found] of classes) {
    findings.add(found.length, { ...run, class: name });
  }
  if (classes.size === 0) findings.add(0, { ...run, class: "" });
  const cases = new MetricFamily("cases", {
    type: "gauge",
    help: "Judged cases, by verdict",
  });
  for (const [name, ended] of Map.groupBy(report.cases, (c) => c.verdict)) {
    cases.add(ended.length, { ...run, verdict: name });
  }
  const doubts = new MetricFamily("doubts", {
    type: "gauge",
    help: "Reasons not to trust a number",
  });
  return [verdict, findings, cases, doubts.add(report.doubts.length, run)];
}

function opFamilies(report: Report, run: Labels): MetricFamily[] {
  const families = {
    operations: new MetricFamily("operations", {
      type: "counter",
      help: "Operations done",
    }),
    errors: new MetricFamily("errors", {
      type: "counter",
      help: "Operations that failed",
    }),
    bytes: new MetricFamily("bytes", {
      type: "counter",
      help: "Bytes moved",
      unit: "bytes",
    }),
    throughput: new MetricFamily("throughput_bytes_per_second", {
      type: "gauge",
      help:
        "Bytes a second, from the end of the warm-up to the last lane's end",
    }),
    rate: new MetricFamily("operations_per_second", {
      type: "gauge",
      help: "Operations a second over the same time",
    }),
    latency: new MetricFamily("latency_seconds", {
      type: "summary",
      help: "Latency of every operation; kind tells from where it counts",
      unit: "seconds",
    }),
  };
  for (const step of report.steps) {
    for (const op of step.ops) addOp(families, op, opLabels(run, step, op));
  }
  return Object.values(families);
}

function opLabels(run: Labels, step: StepReport, { op }: OpReport): Labels {
  return { ...run, target: step.target, step: step.step, op };
}

type OpFamilies = Readonly<
  Record<
    "operations" | "errors" | "bytes" | "throughput" | "rate" | "latency",
    MetricFamily
  >
>;

function addOp(families: OpFamilies, op: OpReport, labels: Labels): void {
  families.operations.add(op.count, labels);
  families.errors.add(op.errors, labels);
  families.bytes.add(op.bytes, labels);
  families.throughput.add(op.whole.bytesPerSecond, labels);
  families.rate.add(op.whole.opsPerSecond, labels);
  const kinds = {
    service: op.service,
    response: op.response,
    "first-byte": op.firstByte ?? null,
  };
  for (const [kind, latency] of Object.entries(kinds)) {
    if (latency === null) continue;
    addLatency(families.latency, latency, { ...labels, kind });
  }
}

/** A percentile of too few samples is left out: it would be the maximum. */
function addLatency(
  family: MetricFamily,
  latency: Percentiles,
  labels: Labels,
): void {
  const uncertain = new Set<string>(latency.uncertain);
  for (const [quantile, key] of QUANTILES) {
    if (uncertain.has(`p${Number(quantile) * 100}`)) continue;
    family.add(latency[key] / 1e9, { ...labels, quantile });
  }
  const { count, meanNs } = latency;
  family.addPart("count", count, labels);
  family.addPart("sum", meanNs * count / 1e9, labels);
}

function coverageFamilies(report: Report, run: Labels): MetricFamily[] {
  const family = new MetricFamily("coverage_bytes", {
    type: "gauge",
    help: "Bytes written, read and compared; nothing compared is no proof",
    unit: "bytes",
  });
  for (const { target, step, coverage } of report.steps) {
    const labels = { ...run, target, step };
    family.add(coverage.writtenBytes, { ...labels, part: "written" });
    family.add(coverage.readBytes, { ...labels, part: "read" });
    family.add(coverage.comparedBytes, { ...labels, part: "compared" });
    family.add(coverage.skippedUnwrittenBytes, {
      ...labels,
      part: "unwritten",
    });
    family.add(coverage.skippedUncheckedBytes, {
      ...labels,
      part: "unchecked",
    });
    family.add(coverage.ambiguousBytes, { ...labels, part: "ambiguous" });
  }
  return [family];
}
