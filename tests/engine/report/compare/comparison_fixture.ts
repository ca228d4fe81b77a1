/** Groups of runs of which only the speed of one operation differs. */
import type { RunGroup } from "../../../../engine/report/compare/mod.ts";
import { buildReport, type Report } from "../../../../engine/report/mod.ts";
import {
  latencyRecording,
  recording,
  stepRecording,
} from "../../../_support/report_fixture.ts";

/** A passing run whose 1000 writes took `ns` each. */
export function runOf(ns: number, changes: Partial<Report> = {}): Report {
  const samples = Array.from({ length: 1000 }, () => ns);
  const report = buildReport(recording({
    steps: [stepRecording({ latency: [latencyRecording(samples)] })],
  }));
  const verdict = { outcome: "pass", exit: 0, sentence: "" } as const;
  return { ...report, verdict, runId: `run-${ns}`, ...changes };
}

/** One run for each latency. */
export function groupOf(
  name: string,
  latenciesNs: readonly number[],
): RunGroup {
  return { name, reports: latenciesNs.map((ns) => runOf(ns)) };
}

export const OPTIONS = { tool: "tool 1", seed: "1", resamples: 2000 };
