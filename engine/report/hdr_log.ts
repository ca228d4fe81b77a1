/**
 * A report as an HdrHistogram V2 interval log, which other tools plot and add
 * up: one row per second, operation and kind, tagged `step.op.kind`.
 */
import { LOAD_OPS } from "../workers/mod.ts";
import { decodeHistogram, highestNs } from "../recorder/mod.ts";
import type { IntervalRecording } from "../recorder/mod.ts";
import { faultMark } from "./fault_text.ts";
import type { Report, StepReport } from "./report.ts";

/**
 * Seconds count from the start of the first step. `Interval_Max` is in
 * milliseconds, as HdrHistogram's own writer has it; histograms hold ns.
 */
export function renderHdrLog(report: Report): string {
  const zeroNs = Math.min(...report.steps.map(({ startNs }) => startNs));
  const startSeconds = Date.parse(report.startedAt) / 1000;
  const mark = faultMark(report);
  const lines = [
    // A line break in it would end the comment.
    ...(mark === null ? [] : [`#[${mark.replaceAll("\n", " ")}]`]),
    `#[${report.tool}, profile ${report.profile}, run ${report.runId}]`,
    "#[Histogram log format version 1.3]",
    `#[StartTime: ${startSeconds.toFixed(3)} (seconds since epoch), ` +
    `${report.startedAt}]`,
    '"StartTimestamp","Interval_Length","Interval_Max",' +
    '"Interval_Compressed_Histogram"',
    ...report.steps.flatMap((step) => stepRows(step, report, zeroNs)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Steps of several targets share names: then the target leads the tag. */
function stepRows(step: StepReport, report: Report, zeroNs: number): string[] {
  const name = report.targets.length > 1
    ? `${step.target}.${step.step}`
    : step.step;
  return step.intervals.flatMap((interval) =>
    LOAD_OPS.flatMap((op) => {
      const row = interval.ops[op];
      const { histogram, responseHistogram, firstByteHistogram } = row ?? {};
      const tag = `${name}.${op}`.replaceAll(/[^\w.-]/g, "_");
      return [
        ...line(`${tag}.service`, { interval, histogram, zeroNs }),
        ...line(`${tag}.response`, {
          interval,
          histogram: responseHistogram,
          zeroNs,
        }),
        ...line(`${tag}.first-byte`, {
          interval,
          histogram: firstByteHistogram,
          zeroNs,
        }),
      ];
    })
  );
}

interface Row {
  readonly interval: IntervalRecording;
  readonly histogram: string | undefined;
  readonly zeroNs: number;
}

function line(tag: string, { interval, histogram, zeroNs }: Row): string[] {
  if (histogram === undefined) return [];
  const start = (interval.startNs - zeroNs) / 1e9;
  const length = (interval.endNs - interval.startNs) / 1e9;
  const maxMs = (highestNs(decodeHistogram(histogram)) ?? 0) / 1e6;
  const cells = [start, length, maxMs].map((value) => value.toFixed(3));
  return [`Tag=${tag},${cells.join(",")},${histogram}`];
}
