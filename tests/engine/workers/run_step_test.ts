import { assertEquals, assertRejects } from "@std/assert";
import { runStep } from "../../../engine/workers/run_step.ts";
import { blockLoad } from "../../../engine/workers/load_space.ts";
import type {
  OperationSink,
  RunPlanOptions,
  Sample,
} from "../../../engine/workers/mod.ts";
import { FakeClock } from "../../_support/fake_clock.ts";
import type { FakeLane } from "../../_support/fake_lane.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import { plan, plannedLane, plannedStep } from "../../_support/plan_fixture.ts";
import { latencyOf, unitFinding } from "../../_support/recording_fixture.ts";
import { SpaceKeeper } from "../../../engine/workers/space_keeper.ts";
import { plannedSpace, plannedTarget } from "../../_support/plan_fixture.ts";

async function run(
  face: FakeBlockFace,
  step = plannedStep(),
  { hardSignal = new AbortController().signal, ...more }:
    & Partial<RunPlanOptions>
    & { hardSignal?: AbortSignal } = {},
) {
  const samples: Sample[] = [];
  const keeper = new SpaceKeeper({
    runId: "0123456789abcdef",
    target: plannedTarget(),
    space: plannedSpace(),
    face,
    mode: "create",
    oraclePath: undefined,
  });
  const end = await runStep({
    target: "local",
    url: "file:///x",
    load: blockLoad(await keeper.open(false), step),
    hardSignal,
    onStarted: () => {},
    options: {
      plan: plan(),
      targets: new Map([["local", face]]),
      emit: (sample) => samples.push(sample),
      clock: new FakeClock(),
      usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
      statusText: String,
      oraclePath: () => undefined,
      signal: new AbortController().signal,
      ...more,
    },
  });
  return { end, samples };
}

Deno.test("runStep() gives lanes their seed as a number", async () => {
  const face = new FakeBlockFace();
  const lanes = [plannedLane({ seed: "ffffffffffffffff" })];
  await run(face, plannedStep({ lanes }));
  assertEquals(face.opened[0]?.lanes[0]?.spec.seed, 2n ** 64n - 1n);
});

Deno.test("runStep() ends with counters per lane and one histogram over all", async () => {
  const face = new FakeBlockFace((lane) => {
    lane.now = { writeOps: 1 };
    lane.histograms.set("write service", latencyOf([100]));
    lane.end(0);
  });
  const lanes = [plannedLane(), plannedLane({ lane: 1 })];
  const { end } = await run(face, plannedStep({ lanes }));

  assertEquals(end.ended.lanes.map(({ lane }) => lane), [0, 1]);
  assertEquals(end.ended.latency.length, 1);
  assertEquals(end.ended.latency[0]?.totals.count, 2);
});

Deno.test("runStep() says that it started before anything else", async () => {
  const { samples } = await run(new FakeBlockFace());
  assertEquals(samples[0]?.type, "step-started");
  assertEquals(samples.at(-1)?.type, "step-ended");
});

function coreError(message: string): Error {
  const error = new Error(message);
  error.name = "CoreError";
  return error;
}

Deno.test("runStep() keeps what was counted when the core fails in its middle", async () => {
  const face = new FakeBlockFace((lane) => {
    lane.now = { writeOps: 7, unitsBad: 1 };
    lane.histograms.set("write service", latencyOf([100]));
    lane.break(coreError("Cannot join lane 0: it is gone"));
  });
  const { end } = await run(face);
  assertEquals(end.ended.outcome, "failed");
  assertEquals(end.ended.failure, "Cannot join lane 0: it is gone");
  assertEquals(end.ended.lanes[0]?.counters.writeOps, 7);
  assertEquals(end.ended.latency.length, 1);
  assertEquals(face.opened[0]?.lanes[0]?.isClosed, true);
});

/** Lane 0 breaks once it is watched; lane 1 goes on until its gate stops. */
function faceWithABrokenLane(
  onStop: (lane: FakeLane) => void,
): FakeBlockFace {
  return new FakeBlockFace((lane) => {
    if (lane.spec.lane === 0) {
      const counters = lane.counters.bind(lane);
      lane.counters = () => {
        lane.break(coreError("Cannot join lane 0: it is gone"));
        return counters();
      };
      return;
    }
    lane.now = { writeOps: 100 };
    lane.pending = [unitFinding()];
    lane.stop = () => onStop(lane);
    // Found only in what is in flight while it ends.
    const findings = lane.findings.bind(lane);
    lane.findings = () => lane.now.writeOps === 150 ? findings() : [];
  });
}

const TWO_LANES = plannedStep({
  lanes: [plannedLane(), plannedLane({ lane: 1 })],
});

Deno.test("runStep() ends the other lanes before it tells that one broke", async () => {
  const face = faceWithABrokenLane((lane) => {
    lane.end(0);
    lane.now = { ...lane.now, writeOps: 150 };
  });
  const logged: (number | undefined)[] = [];
  const operations: OperationSink = {
    lanes: () => ({
      end: () => {
        logged.push(face.opened[0]?.lanes[1]?.now.writeOps);
      },
    }),
    one: () => {},
  };
  const { end, samples } = await run(face, TWO_LANES, { operations });
  assertEquals(end.ended.failure, "Cannot join lane 0: it is gone");
  assertEquals(end.ended.lanes[1]?.counters.writeOps, 150);
  assertEquals(logged, [150]);
  const found = samples.filter(({ type }) => type === "step-findings");
  assertEquals(found.length, 1);
  assertEquals(samples.at(-1)?.type, "step-ended");
});

Deno.test("runStep() leaves lanes behind that hang after one broke, on the hard signal", async () => {
  const hard = new AbortController();
  const face = faceWithABrokenLane(() => hard.abort());
  const { end } = await run(face, TWO_LANES, { hardSignal: hard.signal });
  assertEquals(end.isAbandoned, true);
  assertEquals(end.ended.outcome, "failed");
  assertEquals(face.opened[0]?.lanes[1]?.isClosed, false);
});

Deno.test("runStep() keeps what was counted when the oracle has no room", async () => {
  const face = new FakeBlockFace((lane) => {
    lane.now = { writeOps: 7 };
    lane.end(0);
  });
  const open = face.open.bind(face);
  face.open = async (spec) => {
    const space = await open(spec);
    space.facts = () => {
      throw coreError("Cannot read space: no space is left");
    };
    return space;
  };
  const { end } = await run(face);
  assertEquals(end.ended.failure, "Cannot read space: no space is left");
  assertEquals(end.ended.space, null);
  assertEquals(end.ended.lanes[0]?.counters.writeOps, 7);
});

Deno.test("runStep() says that it ended steady only when that ended it", async () => {
  const steadyState = { windowNs: 3e9, slopePercent: 10, rangePercent: 20 };
  const face = (each: number) =>
    new FakeBlockFace((lane) => {
      lane.now = { startNs: 1, writeOps: 0 };
      let polls = 0;
      const counters = lane.counters.bind(lane);
      lane.counters = () => {
        const writeOps = (lane.now.writeOps ?? 0) + each;
        lane.now = { ...lane.now, startNs: 1, writeOps };
        if (++polls === 500) lane.end(0);
        return counters();
      };
    });
  const even = await run(face(10), plannedStep({ steadyState }));
  assertEquals(even.end.ended.outcome, "done");
  assertEquals(even.end.ended.steady?.of, "rate");
  const idle = await run(face(0), plannedStep({ steadyState }));
  assertEquals([idle.end.ended.outcome, idle.end.ended.steady], [
    "done",
    undefined,
  ]);
});

Deno.test("runStep() closes its lanes also when what they kept cannot be had", async () => {
  const face = new FakeBlockFace();
  const operations: OperationSink = {
    lanes: () => ({
      end: () => {
        throw new RangeError("Array buffer allocation failed");
      },
    }),
    one: () => {},
  };
  await assertRejects(
    () => run(face, plannedStep(), { operations }),
    RangeError,
    "allocation failed",
  );
  assertEquals(face.opened[0]?.lanes[0]?.isClosed, true);
});

Deno.test("runStep() hands over its lanes before it starts, and says when it ended", async () => {
  const told: string[] = [];
  const samples = { count: 0 };
  const operations: OperationSink = {
    lanes({ target, step, lanes, keyName }) {
      told.push(`${target} ${step} ${lanes.length} ${keyName(0)}`);
      return { end: () => told.push("end") };
    },
    one: () => told.push("one"),
  };
  const face = new FakeBlockFace((lane) => lane.end(0));
  const emit = (sample: Sample) => {
    if (samples.count++ === 0) told.push(sample.type);
  };
  await run(face, plannedStep(), { operations, emit });
  assertEquals(told, ["local fill 1 null", "step-started", "end"]);
});
