/** Promises of `engine/workers/object_keeper.ts`, over a store in memory. */
import { assertEquals, assertRejects } from "@std/assert";
import { ObjectKeeper } from "../../../engine/workers/object_keeper.ts";
import { FakeStoreFace } from "../../_support/fake_store.ts";
import {
  objectTarget,
  plannedObjectLane,
  plannedObjects,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";

function keeper(face: FakeStoreFace, mode: "create" | "recover" = "create") {
  const readers = [plannedObjectStep({
    lanes: [plannedObjectLane({ weights: { get: 1 } })],
  })];
  return new ObjectKeeper({
    runId: "0123456789abcdef",
    target: mode === "create"
      ? objectTarget()
      : objectTarget({ steps: readers }),
    objects: plannedObjects(),
    face,
    mode,
    oraclePath: "o",
  });
}

Deno.test("ObjectKeeper opens once and hands the same space to every step", async () => {
  const face = new FakeStoreFace();
  const kept = keeper(face);
  assertEquals(await kept.open(), await kept.open());
  assertEquals(face.opened.length, 1);
  kept.close();
  kept.close();
  assertEquals(face.opened[0]?.isClosed, true);
});

Deno.test("ObjectKeeper gives the core numbers where the plan has hex", async () => {
  const face = new FakeStoreFace();
  await keeper(face).open();
  const spec = face.opened[0]?.spec;
  assertEquals([spec?.runKey, spec?.seed], [0xffn, 0xaan]);
  assertEquals([spec?.keyCount, spec?.oraclePath], [100, "o"]);
  assertEquals([spec?.mode, spec?.readOnly], ["create", false]);
});

Deno.test("ObjectKeeper changes nothing when it only judges", async () => {
  const face = new FakeStoreFace();
  await keeper(face, "recover").open();
  const spec = face.opened[0]?.spec;
  assertEquals([spec?.mode, spec?.readOnly], ["recover", true]);
});

Deno.test("ObjectKeeper leaves an abandoned space open", async () => {
  const face = new FakeStoreFace();
  const kept = keeper(face);
  await kept.open();
  kept.abandon();
  kept.close();
  assertEquals(face.opened[0]?.isClosed, false);
});

Deno.test("ObjectKeeper has nothing open after a refusal", async () => {
  const face = new FakeStoreFace();
  face.refuse = new Error("no such bucket");
  const kept = keeper(face);
  await assertRejects(() => kept.open(), Error, "no such bucket");
  kept.close();
});
