/**
 * The seconds of a run as an Arrow IPC file, a row for each operation of each
 * second. Goes in: a report; comes out: the bytes of a file that pyarrow,
 * pandas, DuckDB and polars open as it is.
 */
import type { LaneOp } from "../../../backends/mod.ts";
import type { IntervalOp, IntervalRecording } from "../../recorder/mod.ts";
import { LOAD_OPS } from "../../workers/mod.ts";
import type { Report, StepReport } from "../report.ts";
import { type ArrowColumn, arrowFile } from "./arrow_file.ts";
import { reportFacts } from "./report_facts.ts";

/** One operation in one second of one step. */
interface SeriesRow {
  readonly step: StepReport;
  readonly interval: IntervalRecording;
  readonly op: LaneOp;
  readonly found: IntervalOp | undefined;
}

/**
 * Rows in the order of the report. An operation that happened in any second of
 * its step has a row in each of them: a second without any is a stall, which
 * must not look like a second that is missing.
 */
export async function arrowSeries(report: Report): Promise<Uint8Array> {
  const rows = report.steps.flatMap(stepRows);
  return await arrowFile(seriesColumns(report, rows), reportFacts(report));
}

function stepRows(step: StepReport): SeriesRow[] {
  const happened = LOAD_OPS.filter((op) =>
    step.intervals.some(({ ops }) => {
      const { count = 0, errors = 0 } = ops[op] ?? {};
      return count + errors > 0;
    })
  );
  return step.intervals.flatMap((interval) =>
    happened.map((op) => ({ step, interval, op, found: interval.ops[op] }))
  );
}

function seriesColumns(
  report: Report,
  rows: readonly SeriesRow[],
): ArrowColumn[] {
  const zeroNs = Math.min(...report.steps.map(({ startNs }) => startNs));
  const startMs = Date.parse(report.startedAt);
  const name = (
    column: string,
    of: (row: SeriesRow) => string,
  ): ArrowColumn => (
    { name: column, kind: "name", values: rows.map(of) }
  );
  const whole = (
    column: string,
    of: (row: SeriesRow) => number | null,
  ): ArrowColumn => ({ name: column, kind: "whole", values: rows.map(of) });
  const rate = (column: string, field: "bytes" | "count"): ArrowColumn => ({
    name: column,
    kind: "real",
    values: rows.map(({ found, interval: { startNs, endNs } }) =>
      endNs > startNs ? (found?.[field] ?? 0) * 1e9 / (endNs - startNs) : null
    ),
  });
  return [
    name("target", ({ step }) => step.target),
    name("step", ({ step }) => step.step),
    name("op", ({ op }) => op),
    {
      name: "start_at",
      kind: "moment",
      // The one wall time of a run, moved by its monotonic clock.
      values: rows.map(({ interval }) =>
        startMs * 1000 + Math.round((interval.startNs - zeroNs) / 1000)
      ),
    },
    whole("start_ns", ({ interval }) => interval.startNs - zeroNs),
    whole("end_ns", ({ interval }) => interval.endNs - zeroNs),
    {
      name: "is_warmup",
      kind: "claim",
      values: rows.map(({ interval }) => interval.isWarmup),
    },
    whole("count", ({ found }) => found?.count ?? 0),
    whole("bytes", ({ found }) => found?.bytes ?? 0),
    whole("errors", ({ found }) => found?.errors ?? 0),
    rate("bytes_per_second", "bytes"),
    rate("ops_per_second", "count"),
    name(
      "latency_from",
      ({ step }) => step.openLoop ? "intended start" : "start",
    ),
    ...latencyColumns(rows),
    whole("step_findings", ({ interval }) => interval.findings),
    whole("step_backlog", ({ interval }) => interval.backlog),
  ];
}

/** Of what latencies there are; the histograms can be added up. */
function latencyColumns(rows: readonly SeriesRow[]): ArrowColumn[] {
  const of = (
    name: string,
    kind: "whole" | "real",
    field: keyof IntervalOp,
  ): ArrowColumn => ({
    name,
    kind,
    values: rows.map(({ found }) => numberOf(found?.[field])),
  });
  const text = (name: string, field: keyof IntervalOp): ArrowColumn => ({
    name,
    kind: "text",
    values: rows.map(({ found }) => textOf(found?.[field])),
  });
  return [
    of("mean_ns", "real", "meanNs"),
    of("p50_ns", "whole", "p50Ns"),
    of("p90_ns", "whole", "p90Ns"),
    of("p99_ns", "whole", "p99Ns"),
    of("p999_ns", "whole", "p999Ns"),
    of("max_ns", "whole", "maxNs"),
    text("service_histogram", "histogram"),
    text("response_histogram", "responseHistogram"),
    text("first_byte_histogram", "firstByteHistogram"),
  ];
}

function numberOf(value: IntervalOp[keyof IntervalOp]): number | null {
  return typeof value === "number" ? value : null;
}

function textOf(value: IntervalOp[keyof IntervalOp]): string | null {
  return typeof value === "string" ? value : null;
}
