/** Promises of `runPlan()` on targets that take loads of keys. */
import { assertEquals } from "@std/assert";
import { runPlan } from "../../../engine/workers/mod.ts";
import { FakeStoreFace } from "../../_support/fake_store.ts";
import {
  objectTarget,
  plannedObjectLane,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";
import { plan } from "../../_support/plan_fixture.ts";
import { ofType, setup } from "../../_support/plan_run.ts";
import { latencyOf, unitFinding } from "../../_support/recording_fixture.ts";

const READ = plannedObjectStep({
  name: "read",
  lanes: [plannedObjectLane({ weights: { get: 1 } })],
});

function run(face: FakeStoreFace | null, steps = [plannedObjectStep(), READ]) {
  const stores = new Map(face === null ? [] : [["bucket", face]]);
  return setup(null, {
    plan: plan({ targets: [objectTarget({ steps })] }),
    stores,
  });
}

Deno.test("runPlan() runs every step over keys in one space and closes it", async () => {
  const face = new FakeStoreFace((lane) => {
    const isRead = lane.spec.weights.get !== undefined;
    lane.now = isRead ? { getOps: 1 } : { putOps: 1 };
    const op = isRead ? "get" : "put";
    for (const kind of ["service", "first-byte"]) {
      lane.histograms.set(`${op} ${kind}`, latencyOf([10]));
    }
    lane.sizes.set(`${op} 3`, { latency: latencyOf([10]), bytes: 9 });
    lane.end(0);
  });
  const { options, samples } = run(face);
  assertEquals((await runPlan(options)).outcome, "done");
  assertEquals(face.opened.length, 1);
  const [space] = face.opened;
  assertEquals(space?.spec.oraclePath, "bucket.oracle");
  assertEquals([space?.isClosed, space?.lanes.length], [true, 2]);
  const ends = ofType(samples, "step-ended");
  assertEquals(ends.map(({ objects }) => objects?.keysLive), [100, 100]);
  assertEquals(
    ends.map(({ latency }) => latency.map(({ op, kind }) => `${op} ${kind}`)),
    [["put service"], ["get service", "get first-byte"]],
  );
  assertEquals(ends.map(({ sizes }) => sizes?.[0]?.bytes), [9, 9]);
});

Deno.test("runPlan() names the keys of findings", async () => {
  const face = new FakeStoreFace((lane) => {
    lane.pending.push(unitFinding({ file: 7, op: "get" }));
    lane.end(0);
  });
  const { options, samples } = run(face, [READ]);
  await runPlan(options);
  const [found] = ofType(samples, "step-findings");
  assertEquals(found?.keys, ["sv-0123456789abcdef/k7"]);
});

Deno.test("runPlan() names the key that failed, and what was done to it", async () => {
  const face = new FakeStoreFace((lane) => {
    lane.now = { firstErrorStatus: 1110, firstErrorOp: 5, putErrors: 1 };
    lane.now = { ...lane.now, firstErrorOffset: 3 };
    lane.end(-1110);
  });
  const { options } = run(face);
  const end = await runPlan(options);
  assertEquals(end.failures, [
    'Cannot put "sv-0123456789abcdef/k3" of "s3://bucket/x": E1110 (text)',
  ]);
  assertEquals(end.notRun.map(({ step }) => step), ["read"]);
});

Deno.test("runPlan() leaves steps over keys out where nothing takes them", async () => {
  const { options } = run(null);
  const end = await runPlan(options);
  assertEquals(end.notRun.map(({ reason }) => reason), [
    "The target takes no load of keys",
    "The target takes no load of keys",
  ]);
});
