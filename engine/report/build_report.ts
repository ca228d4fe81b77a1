/**
 * Judges a recording: numbers, coverage, findings, doubts, objectives, and
 * one verdict.
 *
 * Design: a pure function of the recording, so that a report can be made again
 * from the file, on another host and by a later version, and every rendering
 * (text, JSON, histogram log) starts from the same value.
 */
import { describePlan, type Plan } from "../plan/mod.ts";
import type {
  LoggedOperations,
  Recording,
  StepRecording,
} from "../recorder/mod.ts";
import { totalClient } from "./client.ts";
import { judgeConsistency } from "./consistency_judgement.ts";
import { totalCoverage } from "./coverage.ts";
import { findingReports } from "./finding_report.ts";
import { groupDoubts } from "./group_doubts.ts";
import { objectiveReports } from "./objectives.ts";
import { judgeLoader } from "./loader_judgement.ts";
import type { Report } from "./report.ts";
import { judgePipeline } from "./pipeline_judgement.ts";
import { judgeTable } from "./table_judgement.ts";
import { runDoubts } from "./run_doubts.ts";
import { stepDoubts } from "./step_doubts.ts";
import { type RecordedStep, stepReport } from "./step_report.ts";
import { verdictOf } from "./verdict.ts";

/** Throws a `TypeError` for a recorded step that its plan does not have. */
export function buildReport(recording: Recording): Report {
  const { plan, machine } = recording;
  const recorded = recording.steps.map((step) => besidePlan(plan, step));
  const measured = recorded.map((one) => ({
    recorded: one.step,
    report: stepReport(one, machine.cpuCount),
  }));
  const steps = measured.map(({ report }) => report);
  const unjudged: Omit<Report, "verdict"> = {
    version: 1,
    tool: recording.tool,
    profile: plan.profile.name,
    runId: plan.runId,
    seed: plan.seed,
    startedAt: recording.startedAt,
    durationNs: wallNs(recording),
    machine,
    targets: plan.targets.map(({ name, url }) => ({ name, url })),
    planText: planLines(plan),
    faultsArmed: recording.faultsArmed,
    ...(recording.faultPoints === undefined
      ? {}
      : { faultPoints: recording.faultPoints }),
    ...logOf(recording),
    steps,
    notRun: recording.notRun,
    cases: recording.cases,
    ...(recording.consistency === undefined
      ? {}
      : { consistency: recording.consistency.map(judgeConsistency) }),
    ...(recording.pipeline === undefined ? {} : {
      pipeline: recording.pipeline.map((one) => judgePipeline(one, recording)),
    }),
    ...(recording.table === undefined
      ? {}
      : { table: recording.table.map(judgeTable) }),
    ...(recording.loader === undefined
      ? {}
      : { loader: recording.loader.map(judgeLoader) }),
    coverage: totalCoverage(
      steps.map(({ coverage }) => coverage),
      finalFacts(recording),
    ),
    findings: findingReports(recording),
    findingsOmitted: recording.steps.reduce(
      (sum, step) => sum + step.findingsOmitted,
      0,
    ),
    objectives: objectiveReports(recording, measured),
    client: totalClient(
      recording.steps,
      steps.map(({ client }) => client),
      machine.cpuCount,
    ),
    doubts: [
      ...runDoubts(recording, steps),
      ...groupDoubts(measured.flatMap(({ report }, index) => {
        const one = recorded[index];
        return one === undefined ? [] : stepDoubts(one, report);
      })),
    ],
    failures: failuresOf(recording),
  };
  const interrupted = recording.interrupted ||
    steps.some(({ outcome }) => outcome === "stopped");
  return {
    ...unjudged,
    verdict: verdictOf({ ...unjudged, plan, interrupted }),
  };
}

function logOf({ operationLog }: Recording): LoggedOperations {
  return operationLog === undefined ? {} : { operationLog };
}

/** Runs of one plan say the same, so that two of them can be compared. */
function planLines(plan: Plan): string[] {
  const [, ...lines] = describePlan(plan).split("\n");
  return lines.map((line) => line.replaceAll(plan.runId, "RUN"));
}

function besidePlan(plan: Plan, step: StepRecording): RecordedStep {
  const target = plan.targets.find(({ name }) => name === step.target);
  const planned = target?.steps.find(({ name }) => name === step.step);
  if (
    target === undefined || planned === undefined ||
    planned.kind !== "block" && planned.kind !== "object" &&
      planned.kind !== "loader"
  ) {
    throw new TypeError(
      `Cannot report step "${step.step}" of "${step.target}": ` +
        "it is not in the plan",
    );
  }
  return { step, planned, target };
}

function finalFacts({ plan, steps }: Recording) {
  return plan.targets.flatMap(({ name }) => {
    const last = steps.findLast((step) =>
      step.target === name && step.space !== null
    );
    return last?.space ? [last.space] : [];
  });
}

function failuresOf(
  { steps, cases, consistency = [], pipeline = [], table = [] }: Recording,
): string[] {
  return [
    ...[...steps, ...consistency, ...pipeline, ...table].flatMap((
      { failure },
    ) => failure === undefined ? [] : [failure]),
    ...cases.filter(({ verdict }) => verdict === "failed")
      .map(({ id, target, reason }) =>
        `Cannot run case "${id}" on ${target}: ${reason}`
      ),
  ];
}

/** Wall time may have been set back meanwhile: then it is 0, not negative. */
function wallNs({ startedAt, endedAt }: Recording): number {
  const ms = Date.parse(endedAt) - Date.parse(startedAt);
  return Number.isFinite(ms) ? Math.max(0, ms) * 1e6 : 0;
}
