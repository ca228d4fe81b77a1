import { assert, assertEquals, assertRejects } from "@std/assert";
import { runPlan } from "../../../engine/workers/mod.ts";
import { FakeClock } from "../../_support/fake_clock.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import {
  plan,
  plannedLane,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import {
  assertAllClosed,
  lanes,
  ofType,
  setup,
} from "../../_support/plan_run.ts";

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

Deno.test("runPlan() does not wait for files that never open when it must end now", async () => {
  const soft = new AbortController();
  const hard = new AbortController();
  const face = new FakeBlockFace();
  face.open = () => {
    soft.abort();
    hard.abort();
    return new Promise(() => {});
  };
  const { options, samples } = setup(face, {
    signal: soft.signal,
    hardSignal: hard.signal,
  });

  const outcome = await runPlan(options);

  assertEquals([outcome.outcome, outcome.isAbandoned], ["stopped", true]);
  assertEquals(outcome.notRun.map(({ reason }) => reason), [
    "The run was stopped while its files were opened",
  ]);
  assertEquals(samples, []);
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
