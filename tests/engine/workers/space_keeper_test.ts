import { assertEquals, assertRejects } from "@std/assert";
import type { PlannedSpace } from "../../../engine/plan/mod.ts";
import { SpaceKeeper } from "../../../engine/workers/space_keeper.ts";
import { FakeBlockFace } from "../../_support/fake_space.ts";
import {
  plannedLane,
  plannedSpace,
  plannedStep,
  plannedTarget,
} from "../../_support/plan_fixture.ts";

interface KeeperChanges {
  readonly space?: PlannedSpace;
  readonly mode?: "create" | "recover";
  readonly readPermille?: number;
  readonly oraclePath?: string | undefined;
}

function keeper(face: FakeBlockFace, changes: KeeperChanges = {}): SpaceKeeper {
  const { space = plannedSpace(), mode = "create", readPermille = 0 } = changes;
  const lanes = [plannedLane({ readPermille })];
  return new SpaceKeeper({
    runId: "0123456789abcdef",
    target: plannedTarget({ space, steps: [plannedStep({ lanes })] }),
    space,
    face,
    mode,
    oraclePath: "oraclePath" in changes ? changes.oraclePath : "x.oracle",
  });
}

Deno.test("SpaceKeeper turns the identities of the plan into numbers", async () => {
  const face = new FakeBlockFace();
  await keeper(face, { space: plannedSpace({ objectTag: 3 }) }).open(false);

  const spec = face.opened[0]?.spec;
  assertEquals(spec?.runId, 0x0123456789abcdefn);
  assertEquals(spec?.runKey, 0xffn);
  assertEquals(spec?.files, [{ name: "sv-run-000.dat", objectId: 0xa0n }]);
  assertEquals(spec?.objectTag, 3);
});

Deno.test("SpaceKeeper opens read-only what is judged and not written", async () => {
  const face = new FakeBlockFace();
  await keeper(face, { mode: "recover", readPermille: 1000 }).open(false);
  await keeper(face, { mode: "recover", readPermille: 500 }).open(false);
  await keeper(face, { mode: "create", readPermille: 1000 }).open(false);

  assertEquals(face.opened.map(({ spec }) => spec.readOnly), [
    true,
    false,
    false,
  ]);
});

Deno.test("SpaceKeeper takes room in a folder only when it creates the files", async () => {
  const face = new FakeBlockFace();
  await keeper(face).open(false);
  await keeper(face, { mode: "recover" }).open(false);
  await keeper(face, { space: plannedSpace({ kind: "device" }) }).open(false);

  assertEquals(face.opened.map(({ spec }) => spec.allocate), [
    true,
    false,
    false,
  ]);
});

Deno.test("SpaceKeeper never reopens memory for the sake of a flush", async () => {
  const face = new FakeBlockFace();
  const kept = keeper(face, {
    space: plannedSpace({ kind: "memory" }),
    oraclePath: undefined,
  });
  await kept.open(false);
  assertEquals(kept.wouldForget(true), false);
  await kept.open(true);

  assertEquals(face.opened.length, 1);
});

Deno.test("SpaceKeeper knows when reopening would forget what was written", async () => {
  const kept = keeper(new FakeBlockFace(), { oraclePath: undefined });
  assertEquals(kept.wouldForget(true), false);
  await kept.open(false);
  assertEquals(kept.wouldForget(false), false);
  assertEquals(kept.wouldForget(true), true);
});

Deno.test("SpaceKeeper has nothing open after a refusal", async () => {
  const face = new FakeBlockFace();
  const kept = keeper(face);
  await kept.open(false);
  face.refuse = new Error("no");

  await assertRejects(() => kept.open(true), Error, "no");
  assertEquals(face.opened[0]?.isClosed, true);
  kept.close();
});
