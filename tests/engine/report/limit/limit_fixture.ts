/** Tries and reports of them with defaults: a test sets what it is about. */
import {
  buildReport,
  type ObjectiveReport,
  type Report,
  type StepReport,
} from "../../../../engine/report/mod.ts";
import type { LimitReport } from "../../../../engine/report/limit/mod.ts";
import type { LimitTrial } from "../../../../engine/report/limit/limit_trial.ts";
import { recording } from "../../../_support/report_fixture.ts";

export function trial(changes: Partial<LimitTrial> = {}): LimitTrial {
  return {
    runId: "0123456789abcdef",
    askedPerSecond: 1000,
    reachedPerSecond: 999.6,
    op: "read",
    p50Ns: 50_000,
    p99Ns: 400_000,
    p999Ns: 900_000,
    measured: 400_000,
    outcome: "held",
    because: "",
    isClientLimit: false,
    ...changes,
  };
}

/** At a rate, with a p99 that is over 5 ms where it broke. */
export function tried(rate: number, p99Ns: number): LimitTrial {
  const isBroken = p99Ns > 5e6;
  return trial({
    askedPerSecond: rate,
    reachedPerSecond: rate,
    p99Ns,
    measured: p99Ns,
    outcome: isBroken ? "broken" : "held",
    because: isBroken ? `read p99 is ${p99Ns / 1e6} ms` : "",
  });
}

export function limitReport(changes: Partial<LimitReport> = {}): LimitReport {
  return {
    version: 1,
    tool: "stor-verify 0.1.0",
    profile: "quick",
    step: "latency",
    objective: "p99 <= 5ms",
    metric: "p99",
    bound: 5e6,
    precision: 0.05,
    targets: [],
    ...changes,
  };
}

/** A report whose only step was offered 1000/s, with these objectives. */
export function reportOf(
  step: Partial<StepReport>,
  objectives: readonly Partial<ObjectiveReport>[] = [],
): Report {
  const report = buildReport(recording());
  const overload = {
    operations: 1000,
    offeredPerSecond: 1000,
    achievedPerSecond: 1000,
    lateStarts: 0,
    lateNsMax: 0,
    backlogMax: 0,
    isOverloaded: false,
  };
  return {
    ...report,
    steps: report.steps.map((one) => ({ ...one, overload, ...step })),
    objectives: objectives.map((one) => ({
      text: "fill.write.p99 <= 5ms",
      target: "local",
      measured: 1e6,
      isMet: true,
      outcome: "met",
      sentence: "Measured 1 ms",
      ...one,
    })),
  };
}
