import { assertEquals } from "@std/assert";
import type { Sample } from "../../../engine/workers/mod.ts";
import { runTarget } from "../../../engine/workers/run_target.ts";
import { FakeClock } from "../../_support/fake_clock.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import { plan, plannedTarget } from "../../_support/plan_fixture.ts";

Deno.test("runTarget() starts a step once when the core fails in its middle", async () => {
  const clock = new FakeClock();
  const failure = new Error("Cannot read the counters: the core is gone");
  failure.name = "CoreError";
  const face = new FakeBlockFace((lane) => lane.break(failure));
  const samples: Sample[] = [];

  const end = await runTarget(plannedTarget(), {
    plan: plan(),
    targets: new Map([["local", face]]),
    emit: (sample) => samples.push(sample),
    clock,
    usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
    statusText: String,
    oraclePath: () => undefined,
    signal: new AbortController().signal,
  });

  assertEquals(end.failures, [failure.message]);
  assertEquals(samples.map(({ type }) => type), [
    "step-started",
    "step-ended",
  ]);
  assertEquals(face.opened[0]?.isClosed, true);
});

Deno.test("runTarget() leaves a close that hangs behind once the hard signal comes", async () => {
  const hard = new AbortController();
  const face = new FakeBlockFace();
  const open = face.open.bind(face);
  face.open = async (spec) => {
    const space = await open(spec);
    space.close = () => {
      hard.abort();
      return new Promise(() => {});
    };
    return space;
  };

  const end = await runTarget(plannedTarget(), {
    plan: plan(),
    targets: new Map([["local", face]]),
    emit: () => {},
    clock: new FakeClock(),
    usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
    statusText: String,
    oraclePath: () => undefined,
    signal: new AbortController().signal,
    hardSignal: hard.signal,
  });

  assertEquals([end.isAbandoned, end.failures], [true, []]);
});

Deno.test("runTarget() tells of a close that failed, with every step recorded", async () => {
  const failure = new Error("Cannot close the files: EIO");
  failure.name = "StorageError";
  const face = new FakeBlockFace();
  const open = face.open.bind(face);
  face.open = async (spec) => {
    const space = await open(spec);
    space.close = () => Promise.reject(failure);
    return space;
  };
  const samples: Sample[] = [];

  const end = await runTarget(plannedTarget(), {
    plan: plan(),
    targets: new Map([["local", face]]),
    emit: (sample) => samples.push(sample),
    clock: new FakeClock(),
    usage: () => ({ userNs: 0, systemNs: 0, residentBytesMax: 0 }),
    statusText: String,
    oraclePath: () => undefined,
    signal: new AbortController().signal,
  });

  assertEquals([end.unclosed, end.failures], [[failure], []]);
  assertEquals(samples.at(-1)?.type, "step-ended");
});
