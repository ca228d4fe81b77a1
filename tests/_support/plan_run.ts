/** Ports of `runPlan()` over fakes, and what tests ask of a run afterwards. */
import { assert } from "@std/assert";
import type { RunPlanOptions, Sample } from "../../engine/workers/mod.ts";
import { FakeClock } from "./fake_clock.ts";
import type { FakeLane } from "./fake_lane.ts";
import type { FakeBlockFace } from "./fake_space.ts";
import { plan } from "./plan_fixture.ts";

export interface Setup {
  readonly options: RunPlanOptions;
  readonly samples: Sample[];
  readonly clock: FakeClock;
}

export function setup(
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

export function ofType<T extends Sample["type"]>(samples: Sample[], type: T) {
  return samples.filter((sample): sample is Extract<Sample, { type: T }> =>
    sample.type === type
  );
}

/** Lanes that run until the clock has ticked `ticks` times. */
export function endingAfter(
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

export function lanes(face: FakeBlockFace): FakeLane[] {
  return face.opened.flatMap((space) => space.lanes);
}

export function assertAllClosed(face: FakeBlockFace): void {
  for (const space of face.opened) {
    assert(space.isClosed, "a space was left open");
    assert(space.gates.every((gate) => gate.isClosed), "a gate was left open");
    assert(space.lanes.every((lane) => lane.isClosed), "a lane was left open");
  }
}
