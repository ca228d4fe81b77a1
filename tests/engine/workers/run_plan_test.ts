import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  runPlan,
  type RunPlanOptions,
  type Sample,
} from "../../../engine/workers/mod.ts";
import { FakeClock } from "../../_support/fake_clock.ts";
import type { FakeLane } from "../../_support/fake_lane.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import {
  plan,
  plannedLane,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import { latencyOf, unitFinding } from "../../_support/recording_fixture.ts";

interface Setup {
  readonly options: RunPlanOptions;
  readonly samples: Sample[];
  readonly clock: FakeClock;
}

function setup(
  face: FakeBlockFace | null,
  changes: Partial<RunPlanOptions> = {},
): Setup {
  const samples: Sample[] = [];
  const clock = changes.clock instanceof FakeClock
    ? changes.clock
    : new FakeClock();
  const options: RunPlanOptions = {
    plan: plan(),
    targets: new Map([["local", face]]),
    emit: (sample) => samples.push(sample),
    clock,
    usage: () => ({
      userNs: clock.ns / 2,
      systemNs: clock.ns / 4,
      residentBytesMax: 7,
    }),
    statusText: (status) => `E${-status} (text)`,
    oraclePath: (target) => `${target}.oracle`,
    signal: new AbortController().signal,
    ...changes,
  };
  return { options, samples, clock };
}

function ofType<T extends Sample["type"]>(samples: Sample[], type: T) {
  return samples.filter((sample): sample is Extract<Sample, { type: T }> =>
    sample.type === type
  );
}

/** Lanes that run until the clock has ticked `ticks` times. */
function endingAfter(
  ticks: number,
  clock: FakeClock,
  each: (lane: FakeLane, tick: number) => void = () => {},
): (lane: FakeLane) => void {
  return (lane) => {
    let tick = 0;
    clock.onTick.push(() => {
      tick++;
      each(lane, tick);
      if (tick === ticks) lane.end(0);
    });
  };
}

function lanes(face: FakeBlockFace): FakeLane[] {
  return face.opened.flatMap((space) => space.lanes);
}

function assertAllClosed(face: FakeBlockFace): void {
  for (const space of face.opened) {
    assert(space.isClosed, "a space was left open");
    assert(space.gates.every((gate) => gate.isClosed), "a gate was left open");
    assert(space.lanes.every((lane) => lane.isClosed), "a lane was left open");
  }
}

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

Deno.test("runPlan() names the first failed operation of a lane that gave up", async () => {
  const face = new FakeBlockFace((lane) => {
    lane.now = {
      writeErrors: 1,
      firstErrorStatus: 28,
      firstErrorOffset: 4096,
      firstErrorOp: 1,
    };
    lane.end(-28);
  });
  const steps = [plannedStep(), plannedStep({ name: "read" })];
  const { options, samples } = setup(face, {
    plan: plan({ targets: [plannedTarget({ steps })] }),
  });

  const outcome = await runPlan(options);

  const sentence = 'Cannot write at offset 4096 of "file:///x": E28 (text)';
  assertEquals(outcome.outcome, "failed");
  assertEquals(outcome.failures, [sentence]);
  assertEquals(ofType(samples, "step-ended")[0]?.failure, sentence);
  assertEquals(outcome.notRun, [{
    target: "local",
    step: "read",
    reason: "A step before it failed",
  }]);
  assertAllClosed(face);
});

Deno.test("runPlan() stops the other lanes once one has given up", async () => {
  const clock = new FakeClock();
  const face = new FakeBlockFace((lane) => {
    if (lane.spec.lane === 1) lane.end(-5);
  });
  const step = plannedStep({
    lanes: [plannedLane(), plannedLane({ lane: 1 })],
  });
  const { options } = setup(face, {
    clock,
    plan: plan({ targets: [plannedTarget({ steps: [step] })] }),
  });

  const outcome = await runPlan(options);

  assertEquals(outcome.outcome, "failed");
  assertAllClosed(face);
});

Deno.test("runPlan() ends the step and skips the rest when it is stopped", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const face = new FakeBlockFace();
  const running = new FakeBlockFace((lane) => {
    let tick = 0;
    clock.onTick.push(() => {
      if (++tick === 5) controller.abort();
      assert(tick < 100, `lane ${lane.spec.lane} was never stopped`);
    });
  });
  const steps = [plannedStep(), plannedStep({ name: "read" })];
  const { options, samples } = setup(running, {
    clock,
    signal: controller.signal,
    targets: new Map([["local", running], ["other", face]]),
    plan: plan({
      targets: [
        plannedTarget({ steps }),
        plannedTarget({ name: "other" }),
      ],
    }),
  });

  const outcome = await runPlan(options);

  assertEquals(outcome.outcome, "stopped");
  assertEquals(ofType(samples, "step-ended").map((s) => s.outcome), [
    "stopped",
  ]);
  assertEquals(outcome.notRun.map((one) => `${one.target} ${one.step}`), [
    "local read",
    "other fill",
  ]);
  assertEquals(face.opened.length, 0);
  assertAllClosed(running);
});

Deno.test("runPlan() leaves hung lanes behind when it must end now", async () => {
  const clock = new FakeClock();
  const soft = new AbortController();
  const hard = new AbortController();
  const face = new FakeBlockFace((lane) => {
    lane.obeysStop = false;
    lane.now = { state: 2, writeOps: 3 };
    let tick = 0;
    clock.onTick.push(() => {
      tick++;
      if (tick === 2) soft.abort();
      if (tick === 4) hard.abort();
    });
  });
  const { options, samples } = setup(face, {
    clock,
    signal: soft.signal,
    hardSignal: hard.signal,
  });

  const outcome = await runPlan(options);

  assertEquals(outcome.outcome, "stopped");
  assertEquals(outcome.isAbandoned, true);
  const ended = ofType(samples, "step-ended")[0];
  assertEquals(ended?.outcome, "stopped");
  assertEquals(ended?.space, null);
  assertEquals(ended?.lanes[0]?.counters.writeOps, 3);
  assertEquals(lanes(face)[0]?.isClosed, false);
});

Deno.test("runPlan() closes everything when a lane throws", async () => {
  const face = new FakeBlockFace((lane) => lane.break(new TypeError("oops")));
  const { options } = setup(face);

  await assertRejects(() => runPlan(options), TypeError, "oops");
  assertAllClosed(face);
});

Deno.test("runPlan() closes the lanes made before one that cannot be made", async () => {
  const face = new FakeBlockFace((lane) => {
    if (lane.spec.lane === 1) throw new TypeError("no lane");
  });
  const step = plannedStep({
    lanes: [plannedLane(), plannedLane({ lane: 1 })],
  });
  const { options } = setup(face, {
    plan: plan({ targets: [plannedTarget({ steps: [step] })] }),
  });

  await assertRejects(() => runPlan(options), TypeError, "no lane");
  assertEquals(lanes(face)[0]?.isClosed, true);
  assertEquals(face.opened[0]?.isClosed, true);
});

Deno.test("runPlan() records a target that cannot be opened and goes on with the next", async () => {
  const refusing = new FakeBlockFace();
  refusing.refuse = new Error("Cannot open it: it is read-only");
  refusing.refuse.name = "StorageError";
  const face = new FakeBlockFace();
  const { options, samples } = setup(refusing, {
    targets: new Map([["local", refusing], ["other", face]]),
    plan: plan({
      targets: [plannedTarget(), plannedTarget({ name: "other" })],
    }),
  });

  const outcome = await runPlan(options);

  assertEquals(outcome.failures, ["Cannot open it: it is read-only"]);
  assertEquals(
    ofType(samples, "step-ended").map((s) => `${s.target} ${s.outcome}`),
    ["local failed", "other done"],
  );
  assertEquals(ofType(samples, "step-started").length, 2);
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
