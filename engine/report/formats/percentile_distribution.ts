/**
 * Latencies as `.hgrm` texts: the percentile distribution of one operation of
 * one step, as the plotter of HdrHistogram opens it.
 */
import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { faultMark } from "../fault_text.ts";
import type { Percentiles, Report, StepReport } from "../report.ts";

/** One text with the name its file should have. */
export interface PercentileDistribution {
  /** `step.op.kind.hgrm`, the target in front where there are several. */
  readonly fileName: string;
  readonly text: string;
}

/** Rows between two halvings of what is left to 100 %; HdrHistogram's usual. */
const ROWS_PER_HALF = 5;
const NS_PER_MS = 1e6;

/** One for each histogram of the report; values are in milliseconds. */
export function renderDistributions(report: Report): PercentileDistribution[] {
  const hasMany = report.targets.length > 1;
  const mark = faultMark(report);
  return report.steps.flatMap((step) =>
    step.ops.flatMap(({ op, service, response, firstByte }) =>
      Object.entries({ service, response, "first-byte": firstByte }).flatMap(
        ([kind, latency]) =>
          latency === null || latency === undefined ? [] : [{
            fileName: fileName([nameOf(step, hasMany), op, kind]),
            text: render(latency, mark),
          }],
      )
    )
  );
}

function nameOf({ target, step }: StepReport, hasMany: boolean): string {
  return hasMany ? `${target}.${step}` : step;
}

function fileName(parts: readonly string[]): string {
  return `${parts.join(".").replaceAll(/[^\w.-]/g, "_")}.hgrm`;
}

/** Samples beyond the range are in no bucket: a comment tells of them. */
function render(latency: Percentiles, mark: string | null): string {
  const histogram = decodeFromCompressedBase64(latency.histogram, 64, false);
  const text = histogram.outputPercentileDistribution(
    ROWS_PER_HALF,
    NS_PER_MS,
    false,
  );
  return [
    // The plotter reads lines of figures and passes over all others.
    ...(mark === null ? [] : [`#[${mark.replaceAll("\n", " ")}]`]),
    text.trimEnd(),
    ...(latency.over > 0
      ? [`#[${latency.over} samples above one hour are in no row]`]
      : []),
    "",
  ].join("\n");
}
