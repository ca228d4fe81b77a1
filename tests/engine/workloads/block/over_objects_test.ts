/** Promises of `engine/workloads/block/over_objects.ts`, by whole plans. */
import { assertEquals } from "@std/assert";
import { compilePlan } from "../../../../engine/plan/compile.ts";
import {
  facts,
  input,
  MiB,
  planned,
  refusals,
  target,
} from "../../plan/plan_input.ts";

const STORE = target({
  url: "s3://bucket/x",
  facts: facts({
    kind: "store",
    alignBytes: 1,
    alignSource: "none",
    direct: false,
    freeBytes: Number.MAX_SAFE_INTEGER,
    io: ["http"],
  }),
});
const FILL = "{name: fill, load: block, op: write, total: 64MiB, lanes: 2}";
const MIX = "{name: mix, load: block, op: {read: 70, write: 30}, " +
  "pattern: random, duration: 1s, lanes: 2}";

function onStore(steps: readonly string[], top = "") {
  return input(steps, { targets: [STORE], top });
}

Deno.test("layOutBlocks() cuts a store into objects of the largest block", () => {
  const { space } = planned(onStore([FILL, MIX]));
  assertEquals([space.kind, space.objectBytes], ["store", MiB]);
  assertEquals(space.fileBytes, 64 * MiB);
  const { space: file } = planned(input([FILL]));
  assertEquals(file.objectBytes, undefined);
});

Deno.test("overObjects() widens random writes and leaves their reads", () => {
  const [fill, mix] = planned(onStore([FILL, MIX])).steps;
  const [wide] = mix?.lanes ?? [];
  assertEquals(wide?.writeBytes, MiB);
  assertEquals(wide?.mix, [{ bytes: 4096, weight: 1000 }]);
  assertEquals(fill?.lanes.map(({ writeBytes }) => writeBytes), [
    undefined,
    undefined,
  ]);
  assertEquals(fill?.lanes.map(({ io, endpoint }) => [io, endpoint]), [
    ["http", 0],
    ["http", 1],
  ]);
});

Deno.test("overObjects() raises writes in order to whole objects", () => {
  const small = "{name: small, load: block, op: write, blockSize: 64KiB}";
  const [, step] = planned(onStore([FILL, small])).steps;
  assertEquals(step?.lanes[0]?.mix, [{ bytes: MiB, weight: 1000 }]);
  assertEquals(step?.lanes[0]?.writeBytes, undefined);
});

Deno.test("planBlockStep() gives lanes of a store whole objects only", () => {
  const odd = "{name: odd, load: block, op: read, blockSize: 4KiB, lanes: 3, " +
    "total: 10MiB}";
  const step = planned(onStore([FILL, odd])).steps[1];
  const cuts = step?.lanes.map(({ regionUnit }) => regionUnit % 256);
  assertEquals(cuts, [0, 0, 0]);
});

Deno.test("checkObjectBlocks() refuses blocks that lie in two objects", () => {
  const odd = "{name: odd, load: block, op: read, blockSize: 12KiB}";
  assertEquals(refusals(onStore([FILL, odd])), [
    'steps[1].blockSize: Cannot plan step "odd" on "s3://bucket/x" for ' +
    "12288-byte blocks: its objects have 1048576 bytes, the largest block of " +
    "the profile, and every other block must divide them",
  ]);
});

Deno.test("chooseIo() refuses a system call on a store", () => {
  const ring = FILL.replace("lanes: 2", "io: io_uring");
  assertEquals(refusals(onStore([ring])), [
    'steps[0].io: Cannot use io_uring for step "fill" on "s3://bucket/x": it ' +
    "is not available. Give io: auto",
  ]);
});

Deno.test("overObjectsDoubts() says what a store does otherwise", () => {
  const synced = FILL.replace("lanes: 2", "sync: end");
  const { doubts, targets } = compilePlan(onStore([synced, MIX]));
  assertEquals(doubts, [
    'An object store overwrites whole objects: on "s3://bucket/x" step "mix" ' +
    "writes 1 MiB where a disk would write a block",
    'An object store knows no sync: on "s3://bucket/x" step "fill" takes an ' +
    "acknowledged put for durable",
  ]);
  const [fill] = targets[0]?.steps ?? [];
  const sync = fill?.kind === "block" ? fill.lanes[0]?.sync : null;
  assertEquals(sync, { kind: "none" });
  assertEquals(compilePlan(input([synced])).doubts.length, 1);
});
