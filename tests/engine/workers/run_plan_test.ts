import { assertEquals } from "@std/assert";
import { runPlan } from "../../../engine/workers/mod.ts";
import { FakeClock } from "../../_support/fake_clock.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import {
  plan,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import {
  assertAllClosed,
  endingAfter,
  ofType,
  setup,
} from "../../_support/plan_run.ts";
import { latencyOf, unitFinding } from "../../_support/recording_fixture.ts";

Deno.test("runPlan() runs the steps of a target in one space and closes it", async () => {
  const face = new FakeBlockFace();
  const steps = [plannedStep(), plannedStep({ name: "read" })];
  const { options, samples } = setup(face, {
    plan: plan({ targets: [plannedTarget({ steps })] }),
  });

  const outcome = await runPlan(options);

  assertEquals(outcome, {
    outcome: "done",
    failures: [],
    notRun: [],
    isAbandoned: false,
    unclosed: [],
  });
  assertEquals(face.opened.length, 1);
  assertEquals(face.opened[0]?.spec.mode, "create");
  assertEquals(face.opened[0]?.gates.map((gate) => gate.isOpen), [true, true]);
  assertEquals(ofType(samples, "step-started").map((s) => s.step), [
    "fill",
    "read",
  ]);
  assertEquals(ofType(samples, "step-ended").map((s) => s.outcome), [
    "done",
    "done",
  ]);
  assertAllClosed(face);
});

Deno.test("runPlan() tells counters ten times a second and histograms once", async () => {
  const clock = new FakeClock();
  const face = new FakeBlockFace(
    endingAfter(25, clock, (lane, tick) => {
      lane.now = { state: 2, writeOps: tick, writeBytes: tick * 4096 };
      lane.histograms.set("write service", latencyOf([1000 * tick]));
    }),
  );
  const { options, samples } = setup(face, { clock });

  await runPlan(options);

  // The lane ends during the 25th wait, so 24 polls saw it run.
  assertEquals(ofType(samples, "step-progress").length, 24);
  const intervals = ofType(samples, "step-interval");
  assertEquals(intervals.map((s) => (s.atNs - 1e9) / 1e8), [10, 20, 25]);
  assertEquals(intervals[0]?.latency[0]?.totals.maxNs, 10_000);
  assertEquals(ofType(samples, "step-ended")[0]?.userNs, 25e8 / 2);
});

Deno.test("runPlan() hands on the findings of lanes, also those after the end", async () => {
  const clock = new FakeClock();
  const face = new FakeBlockFace(
    endingAfter(3, clock, (lane, tick) => {
      lane.pending.push(unitFinding({ unit: tick }));
    }),
  );
  const { options, samples } = setup(face, { clock });

  await runPlan(options);

  const units = ofType(samples, "step-findings").flatMap((s) =>
    s.findings.map((finding) => finding.unit)
  );
  assertEquals(units, [1, 2, 3]);
});

Deno.test("runPlan() reopens the space by its oracle for another sync policy", async () => {
  const face = new FakeBlockFace();
  const steps = [
    plannedStep(),
    plannedStep({ name: "safe", dsync: true }),
    plannedStep({ name: "safe-again", dsync: true }),
  ];
  const { options } = setup(face, {
    plan: plan({ targets: [plannedTarget({ steps })] }),
  });

  await runPlan(options);

  assertEquals(
    face.opened.map(({ spec }) => [spec.mode, spec.dsync, spec.oraclePath]),
    [["create", false, "local.oracle"], ["recover", true, "local.oracle"]],
  );
  assertAllClosed(face);
});

Deno.test("runPlan() refuses to forget an oracle in memory", async () => {
  const face = new FakeBlockFace();
  const steps = [plannedStep(), plannedStep({ name: "safe", dsync: true })];
  const { options } = setup(face, {
    oraclePath: () => undefined,
    plan: plan({ targets: [plannedTarget({ steps })] }),
  });

  const outcome = await runPlan(options);

  assertEquals(outcome.outcome, "failed");
  assertEquals(face.opened.length, 1);
});

Deno.test("runPlan() says which steps nothing here can run", async () => {
  const { options } = setup(null, {
    plan: plan({
      targets: [plannedTarget({
        steps: [plannedStep(), { kind: "cases", name: "cases", cases: ["a"] }],
      })],
    }),
  });

  const outcome = await runPlan(options);

  assertEquals(outcome.notRun.map(({ reason }) => reason), [
    "The target has no offsets to load",
    "Cases cannot be run by this command",
  ]);
});

Deno.test("runPlan() hands cases to their runner", async () => {
  const asked: string[] = [];
  const { options } = setup(null, {
    plan: plan({
      targets: [plannedTarget({
        steps: [{ kind: "cases", name: "cases", cases: ["a", "b"] }],
      })],
    }),
    runCases: ({ target, step }) => {
      asked.push(`${target}: ${step.cases}`);
      return Promise.resolve();
    },
  });

  const outcome = await runPlan(options);

  assertEquals(asked, ["local: a,b"]);
  assertEquals(outcome.notRun, []);
});
