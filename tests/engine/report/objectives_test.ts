import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Objective } from "../../../engine/profile/mod.ts";
import { buildReport } from "../../../engine/report/build_report.ts";
import { objectiveReports } from "../../../engine/report/objectives.ts";
import {
  plan,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import { pipelineEnded } from "../../_support/pipeline_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import {
  latencyRecording,
  recording,
  stepRecording,
} from "../../_support/report_fixture.ts";
import { tableEnded } from "../../_support/table_load_fixture.ts";

function objective(changes: Partial<Objective>): Objective {
  return {
    text: "the objective",
    step: "fill",
    op: "write",
    metric: "p99",
    compare: "<=",
    bound: 100_000,
    ...changes,
  };
}

function judge(
  changes: Partial<Objective>,
  steps = [stepRecording()],
  targets = [plannedTarget()],
) {
  const made = recording({
    plan: plan({ targets, objectives: [objective(changes)] }),
    steps,
  });
  const reports = buildReport(made).steps;
  return objectiveReports(
    made,
    steps.flatMap((recorded, index) => {
      const report = reports[index];
      return report === undefined ? [] : [{ report, recorded }];
    }),
  );
}

Deno.test("objectiveReports() compares in the metric's base unit", () => {
  const cases: [Partial<Objective>, number, boolean][] = [
    [{}, 100_000, true],
    [{ compare: "<" }, 100_000, false],
    [{ metric: "mean", compare: ">" }, 100_000, false],
    [{ metric: "throughput", compare: ">=", bound: 4e6 }, 4_096_000, true],
    [{ metric: "iops", compare: ">=", bound: 1001 }, 1000, false],
    [{ metric: "errors", compare: "==", bound: 0 }, 0, true],
    [{ metric: "max", bound: 99_999 }, 100_000, false],
  ];
  for (const [changes, measured, isMet] of cases) {
    const [row] = judge(changes);
    assertEquals([row?.measured, row?.isMet], [measured, isMet]);
    assertEquals(row?.outcome, isMet ? "met" : "missed");
  }
});

Deno.test("objectiveReports() leaves a percentile on few samples undecided", () => {
  const [row] = judge({ metric: "p99.99" });
  assertEquals(row?.outcome, "undecided");
  assertEquals(row?.isMet, false);
  assertEquals(
    row?.sentence,
    "Measured 100 us on 1000 samples: p99.99 needs 10000",
  );
});

Deno.test("objectiveReports() leaves what was not measured undecided", () => {
  assertEquals(judge({ op: "read" })[0]?.outcome, "undecided");
  assertEquals(judge({}, [])[0]?.outcome, "undecided");
  assertEquals(
    judge({ metric: "coverage", op: null })[0]?.sentence,
    "Nothing was measured for it",
  );
});

Deno.test("objectiveReports() judges each target that has the step", () => {
  const targets = [
    plannedTarget(),
    plannedTarget({ name: "other" }),
    plannedTarget({ name: "third", steps: [] }),
  ];
  const slow = latencyRecording(Array.from({ length: 1000 }, () => 200_000));
  const steps = [
    stepRecording(),
    stepRecording({ target: "other", latency: [slow] }),
  ];
  assertEquals(
    judge({}, steps, targets).map(({ target, outcome }) => [target, outcome]),
    [["local", "met"], ["other", "missed"]],
  );
});

Deno.test("objectiveReports() counts findings over the whole run once", () => {
  const counters = laneCounters({ unitsBad: 2 });
  const bad = { lanes: [{ lane: 0, status: 0, counters }] };
  const rows = judge(
    { step: null, op: null, metric: "findings", compare: "==", bound: 0 },
    [stepRecording(bad), stepRecording({ ...bad, target: "other" })],
    [plannedTarget(), plannedTarget({ name: "other" })],
  );
  assertEquals(rows.length, 1);
  assertEquals(rows[0]?.target, "all");
  assertEquals(rows[0]?.measured, 4);
  assertEquals(rows[0]?.outcome, "missed");
});

Deno.test("objectiveReports() gives coverage as a share of what was read", () => {
  const counters = laneCounters({ unitsRead: 4, unitsCompared: 3 });
  const [row] = judge(
    { step: null, op: null, metric: "coverage", compare: ">=", bound: 75 },
    [stepRecording({ lanes: [{ lane: 0, status: 0, counters }] })],
  );
  assertEquals(row?.measured, 75);
});

Deno.test("objectiveReports() divide a rate by the time of its own steps", () => {
  const reads = laneCounters({
    state: 4,
    startNs: 2e9,
    endNs: 5e9,
    readOps: 3000,
    readBytes: 12_288_000,
  });
  const readBack = stepRecording({
    step: "read-back",
    startNs: 2e9,
    endNs: 5e9,
    lanes: [{ lane: 0, status: 0, counters: reads }],
    latency: [],
  });
  const steps = [stepRecording(), readBack];
  const planned = [plannedStep(), plannedStep({ name: "read-back" })];
  const [row] = judge({ step: null, metric: "iops", compare: ">=" }, steps, [
    plannedTarget({ steps: planned }),
  ]);
  assertEquals(row?.measured, 1000);
});

Deno.test("objectiveReports() decides the coverage of a run of tables alone", () => {
  const objectives = [
    objective({ step: null, op: null, metric: "coverage", compare: ">=" }),
  ];
  const made = recording({
    plan: plan({ targets: [plannedTarget({ name: "m" })], objectives }),
    steps: [],
    table: [tableEnded({ readBack: 1800 })],
  });
  const [row] = objectiveReports(made, []);
  assertEquals([row?.target, row?.measured], ["all", 90]);
});

Deno.test("objectiveReports() asks for a step where several kinds measured it", () => {
  const target = plannedTarget({ name: "m" });
  const rate = { op: null, metric: "throughput", compare: ">=" } as const;
  const rows = (step: string | null) => {
    const objectives = [objective({ ...rate, step, text: "throughput >= 1" })];
    const steps = ["copy", "rows"].map((name) => plannedStep({ name }));
    const made = recording({
      plan: plan({ targets: [{ ...target, steps }], objectives }),
      steps: [],
      pipeline: [pipelineEnded()],
      table: [tableEnded()],
    });
    return objectiveReports(made, []);
  };
  assertEquals(rows("copy").map(({ measured }) => measured), [1e8]);
  assertEquals(rows("rows").map(({ measured }) => measured), [2e6]);
  const [both] = rows(null);
  assertEquals([both?.outcome, both?.measured], ["undecided", null]);
  assertStringIncludes(both?.sentence ?? "", '"STEP.throughput >= 1"');
});
