/** Promises of `engine/plan/compile.ts`: whole plans and refusals. */
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { compilePlan } from "../../../engine/plan/compile.ts";
import {
  changed,
  facts,
  GiB,
  input,
  MiB,
  planned,
  refusals,
  target,
} from "./plan_input.ts";

const FILL = "{name: fill, load: block, op: write, total: 64MiB}";
const READ = "{name: read-back, load: block, op: read}";
const MIX = "{name: mix, load: block, op: {read: 70, write: 30}, " +
  "pattern: random, duration: 8s}";

Deno.test("compilePlan() gives the same plan for the same inputs", () => {
  for (const seed of ["", "1", "2", "a longer seed"]) {
    const options = input([FILL, MIX, READ], { seed });
    const texts = [options, structuredClone(options)]
      .map((each) => JSON.stringify(compilePlan(each)));
    assertEquals(texts[0], texts[1]);
  }
});

Deno.test("compilePlan() gives other lanes for another seed", () => {
  const [one, two] = ["1", "2"].map((seed) =>
    planned(input([MIX], { seed, top: "size: 64MiB" }))
  );
  assertNotEquals(one?.steps[0]?.lanes[0]?.seed, two?.steps[0]?.lanes[0]?.seed);
  assertNotEquals(one?.space.runKey, two?.space.runKey);
});

Deno.test("compilePlan() loads every target alike", () => {
  const targets = [target(), target({ name: "y", url: "file:///mnt/y" })];
  const plan = compilePlan(input([FILL, READ], { targets }));
  const [x, y] = plan.targets;
  assertEquals(x?.steps, y?.steps);
  assertEquals(x?.space?.runKey, y?.space?.runKey);
  assertNotEquals(x?.space?.files[0]?.objectId, y?.space?.files[0]?.objectId);
});

Deno.test("compilePlan() numbers the files of all targets through", () => {
  const targets = [target(), target({ name: "y", url: "file:///mnt/y" })];
  const plan = compilePlan(input([FILL], { targets, top: "files: 3" }));
  assertEquals(plan.targets.map(({ space }) => space?.objectTag), [0, 3]);
});

Deno.test("compilePlan() adds up what steps with an end will write", () => {
  const half = "{name: h, load: block, op: {read: 50, write: 50}, " +
    "total: 64MiB}";
  const { space } = planned(input([FILL, half, MIX, READ]));
  assertEquals(space.writesBytes, 96 * MiB);
});

Deno.test("compilePlan() finds everything that cannot be done at once", () => {
  const lines = refusals(input([
    "{name: odd, load: block, op: write, blockSize: 512B, total: 1MiB}",
    "{name: wide, load: block, op: write, blockSize: 1MiB, total: 2MiB, " +
    "lanes: 3}",
    "{name: ring, load: block, op: read, io: io_uring}",
    "{cases: [object.*]}",
  ], {
    top: "unit: 512B",
    targets: [target({
      facts: facts({
        alignBytes: 4096,
        io: ["psync"],
        ioReason: "kernel.io_uring_disabled is 2",
      }),
    })],
  }));
  assertEquals(lines, [
    'steps[3].cases[0]: No case matches "object.*": list them with: ' +
    "stor-verify cases list",
    'steps[0].blockSize: Cannot plan step "odd" on "direct:///mnt/x" for ' +
    "512-byte blocks: the file system needs multiples of 4096",
    'steps[1].lanes: Cannot divide step "wide" on "direct:///mnt/x" among 3 ' +
    "lanes: it has 2 blocks of 1048576 bytes. Give fewer lanes, a larger " +
    "size or a smaller block",
    'steps[2].io: Cannot use io_uring for step "ring" on ' +
    '"direct:///mnt/x": kernel.io_uring_disabled is 2. Give io: auto, or ' +
    "psync",
  ]);
});

Deno.test("compilePlan() refuses a space that is larger than what is free", () => {
  const small = target({ facts: facts({ freeBytes: 10 * MiB }) });
  assertEquals(refusals(input([FILL], { targets: [small] })), [
    'targets.x: Cannot lay a space over "direct:///mnt/x": it needs 64 MiB ' +
    "and 10 MiB are free, 54 MiB too few. Give a smaller size or " +
    "free some space",
  ]);
  const exact = target({ facts: facts({ freeBytes: 64 * MiB }) });
  assertEquals(refusals(input([FILL], { targets: [exact] })), []);
});

Deno.test("compilePlan() refuses fewer operations than lanes", () => {
  const step = "{name: a, load: block, op: read, ops: 3, lanes: 4}";
  assertEquals(refusals(input([step])), [
    'steps[0].lanes: Cannot divide step "a" on "direct:///mnt/x" among 4 ' +
    "lanes: it has 3 operations",
  ]);
});

Deno.test("compilePlan() refuses loads where nothing has an offset", () => {
  const s3 = target({ name: "s", url: "s3://bucket/x", facts: null });
  assertEquals(refusals(input([FILL], { targets: [s3] })), [
    'targets.s: Cannot run step "fill" on "s3://bucket/x": this storage has ' +
    "no offsets to load",
  ]);
});

Deno.test("compilePlan() refuses targets that meet, and none at all", () => {
  const twins = [target(), target({ name: "y" }), target({ url: "null:" })];
  assertEquals(refusals(input([FILL], { targets: twins })), [
    'targets.y: Target "y" is the same place as "x": "direct:///mnt/x"',
    'targets.x: Target "x" is given twice',
  ]);
  assertEquals(refusals(input([FILL], { targets: [] })), [
    "targets: No target is given: name one with --target",
  ]);
});

Deno.test("compilePlan() refuses objectives that nothing will measure", () => {
  const options = input([FILL], {
    top: "objectives: [fill.write.p99 < 5ms]",
  });
  const { profile } = options;
  const renamed = changed(options, { name: "other" });
  assertEquals(refusals(renamed), [
    'objectives[0]: Cannot judge "fill.write.p99 < 5ms": no step is called ' +
    '"fill"',
  ]);
  const reading = changed(options, { op: { read: 100, write: 0 } });
  assertEquals(refusals(reading), [
    'objectives[0]: Cannot judge "fill.write.p99 < 5ms": step "fill" does ' +
    "no write",
  ]);
  assertEquals(compilePlan(options).objectives, profile.objectives);
});

Deno.test("compilePlan() refuses a run id that no stamp could hold", () => {
  const options = input([FILL], { runId: "run-1" });
  assertThrows(() => compilePlan(options), RangeError, "16 hex digits");
});

Deno.test("compilePlan() plans cases on storage without offsets", () => {
  const plan = compilePlan(input(["{cases: [a.*]}"], {
    targets: [target({ facts: null })],
    caseIds: ["a.one", "b.one", "a.two"],
  }));
  assertEquals(plan.targets[0]?.space, null);
  assertEquals(plan.targets[0]?.steps, [
    { kind: "cases", name: "cases", cases: ["a.one", "a.two"] },
  ]);
});

Deno.test("compilePlan() cuts the space to the device", () => {
  const options = input([FILL], {
    targets: [device({ freeBytes: 10 * MiB + 5 })],
  });
  const { space } = planned(options);
  assertEquals([space.fileBytes, space.files.length], [10 * MiB, 1]);
  assertEquals(space.files[0]?.name, "");
  const tiny = input([FILL], { targets: [device({ freeBytes: 512 })] });
  assertEquals(refusals(tiny), [
    'targets.d: Cannot lay a space over "direct:///dev/sdb": the device has ' +
    "512 bytes, less than one block of 1048576",
  ]);
});

function device(changes: Parameters<typeof facts>[0] = {}) {
  return target({
    name: "d",
    url: "direct:///dev/sdb",
    facts: facts({ kind: "device", freeBytes: GiB, ...changes }),
  });
}
