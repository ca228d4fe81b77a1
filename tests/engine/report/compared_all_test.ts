import { assertEquals } from "@std/assert";
import { keyObjectId } from "../../../engine/plan/mod.ts";
import { comparedAll, objectOf } from "../../../engine/report/compared_all.ts";
import {
  objectTarget,
  plannedObjectLane,
  plannedObjects,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";
import {
  keyFinding,
  objectStepRecording,
} from "../../_support/object_report_fixture.ts";
import {
  plannedLane,
  plannedSpace,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import { laneCounters } from "../../_support/recording_fixture.ts";
import {
  findingRecording,
  stepRecording,
} from "../../_support/report_fixture.ts";

type Counters = Parameters<typeof laneCounters>[0];

function lanes(counters: Counters) {
  return [{ lane: 0, status: 0, counters: laneCounters(counters) }];
}

function keysCompared(
  lane: Parameters<typeof plannedObjectLane>[0],
  counters: Counters,
  step: Parameters<typeof objectStepRecording>[0] = {},
): boolean {
  const planned = plannedObjectStep({
    name: "read-back",
    lanes: [plannedObjectLane(lane)],
  });
  return comparedAll(
    objectStepRecording({
      step: "read-back",
      lanes: lanes(counters),
      ...step,
    }),
    objectTarget({ steps: [planned] }),
  );
}

Deno.test("objectOf() says whose bytes a file and a key are to hold", () => {
  const files = [{ name: "a", objectId: "00000000000000a0" }];
  const target = plannedTarget({ space: plannedSpace({ files }) });
  assertEquals(
    objectOf(target, findingRecording({ file: "a" })),
    "00000000000000a0",
  );
  assertEquals(objectOf(target, findingRecording({ file: "b" })), "");
  assertEquals(
    objectOf(objectTarget(), keyFinding({ key: 7 })),
    keyObjectId(plannedObjects(), 7),
  );
});

Deno.test("comparedAll() believes a pass that got every key once", () => {
  assertEquals(keysCompared({ weights: { get: 1 } }, { getOps: 100 }), true);
});

Deno.test("comparedAll() believes no pass over keys that left one out", () => {
  const gets = { weights: { get: 1 } } as const;
  assertEquals(keysCompared(gets, { getOps: 99 }), false);
  assertEquals(keysCompared(gets, { getOps: 100, getErrors: 1 }), false);
  assertEquals(
    keysCompared(gets, { getOps: 100 }, { findingsOmitted: 1 }),
    false,
  );
  assertEquals(
    keysCompared(gets, { getOps: 100 }, { outcome: "stopped" }),
    false,
  );
  assertEquals(
    keysCompared({ ...gets, choose: { kind: "random" } }, { getOps: 100 }),
    false,
  );
  assertEquals(
    keysCompared({ weights: { get: 1, put: 1 } }, { getOps: 100 }),
    false,
  );
  assertEquals(
    keysCompared({ ...gets, verify: false }, { getOps: 100 }),
    false,
  );
});

Deno.test("comparedAll() believes a reading of every written unit, and no load", () => {
  const all = (readPermille: number, unitsCompared: number) =>
    comparedAll(
      stepRecording({ step: "read-back", lanes: lanes({ unitsCompared }) }),
      plannedTarget({
        steps: [plannedStep({
          name: "read-back",
          lanes: [plannedLane({ readPermille })],
        })],
      }),
    );
  assertEquals(all(1000, 1000), true);
  assertEquals(all(1000, 999), false);
  assertEquals(all(500, 1000), false);
});
