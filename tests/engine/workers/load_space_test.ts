/** Promises of `engine/workers/load_space.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { blockLoad, objectLoad } from "../../../engine/workers/load_space.ts";
import { FakeSpace } from "../../_support/fake_space.ts";
import { FakeObjectSpace } from "../../_support/fake_store.ts";
import {
  plannedObjectLane,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";
import { plannedStep } from "../../_support/plan_fixture.ts";

const KEYS = new FakeObjectSpace({
  runId: 1n,
  runKey: 2n,
  seed: 3n,
  keyPrefix: "p/",
  keyCount: 10,
  sizes: { kind: "fixed", bytes: 1 },
  keyStyle: { kind: "flat" },
  partBytes: 1,
  multipartFromBytes: 0,
  unitBytes: 4096,
  mode: "create",
  readOnly: false,
  compressPermille: 0,
  dedupePermille: 0,
  objectTag: 0,
}, (lane) => lane.end(0));

Deno.test("objectLoad() gives lanes their seed as a number, and keys names", () => {
  const lanes = [plannedObjectLane({ seed: "ffffffffffffffff" })];
  const load = objectLoad(KEYS, plannedObjectStep({ lanes }));
  load.lane(load.gate(), 0);
  assertEquals(KEYS.lanes[0]?.spec.seed, 2n ** 64n - 1n);
  assertEquals([load.keyName(3), load.keyName(10)], ["p/k3", "key 10"]);
  assertEquals(load.facts().objects?.keysLive, 10);
  assertEquals(load.unknown, { space: null, objects: null });
});

Deno.test("blockLoad() has no keys, and knows its units in the end", () => {
  const space = new FakeSpace(
    {
      runId: 1n,
      runKey: 2n,
      files: [],
      fileBytes: 4096,
      unitBytes: 4096,
      mode: "create",
      readOnly: false,
      allocate: false,
      dsync: false,
      compressPermille: 0,
      dedupePermille: 0,
      objectTag: 0,
    },
    (lane) => lane.end(0),
  );
  const load = blockLoad(space, plannedStep());
  assertEquals(load.keyName(0), null);
  assertEquals(load.facts().space?.units, 1024);
  assertEquals("objects" in load.facts(), false);
  assertThrows(() => load.lane(load.gate(), 1), TypeError, "no such lane");
});
