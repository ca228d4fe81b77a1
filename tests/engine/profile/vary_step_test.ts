/** Promises of `engine/profile/vary_step.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  changeText,
  loadToVary,
  type StepChange,
  UsageError,
  varyStep,
  withObjective,
} from "../../../engine/profile/mod.ts";
import { parsed } from "./profile_text.ts";

const PROFILE = parsed(`name: p
description: Something
steps:
  - {name: fill, load: block, op: write, total: 1MiB}
  - {name: mix, load: block, op: {read: 70, write: 30}, pattern: random,
     duration: 3s, total: 1GiB}
  - {name: open, load: block, op: read, duration: 1s, rate: 500/s}
  - {name: closed, load: block, op: read, duration: 1s}
  - {name: suite, cases: [a]}
  - {name: keys, load: object, op: {get: 50, put: 50}}
objects: {keys: 10, sizes: 4KiB}
objectives: [closed.read.p99 <= 1ms, findings == 0]
`);

const NO_LOADS = parsed("name: p\nsteps:\n  - {name: suite, cases: [a]}\n");

function varied(name: string, change: StepChange) {
  const profile = varyStep(PROFILE, name, change);
  return { profile, step: loadToVary(profile, { name, isOpenLoop: true }) };
}

Deno.test("loadToVary() takes the last load of the asked loop, or the named one", () => {
  const name = (choice: { name?: string; isOpenLoop: boolean }) =>
    loadToVary(PROFILE, choice).name;
  assertEquals(name({ isOpenLoop: true }), "open");
  assertEquals(name({ isOpenLoop: false }), "closed");
  assertEquals(name({ isOpenLoop: true, name: "fill" }), "fill");
});

Deno.test("loadToVary() names the loads that there are", () => {
  assertThrows(
    () => loadToVary(PROFILE, { isOpenLoop: true, name: "suite" }),
    UsageError,
    'its loads are "fill", "mix", "open", "closed", "keys"',
  );
  assertThrows(
    () => loadToVary(NO_LOADS, { isOpenLoop: true }),
    UsageError,
    "no load of blocks or objects",
  );
});

Deno.test("varyStep() offers a rate that only time ends", () => {
  const { profile, step } = varied("mix", { ratePerSecond: 2000 });
  assertEquals(step.rate, { perSecond: 2000, arrival: "poisson" });
  assertEquals([step.totalBytes, step.durationNs], [undefined, 3e9]);
  assertEquals(profile.description, "Something (mix: rate 2,000/s)");
  const change = { ratePerSecond: 10, durationNs: 7e9 };
  const own = varied("fill", change).step;
  assertEquals(own.durationNs, 7e9);
});

Deno.test("varyStep() leaves out what would only be repeated", () => {
  const { profile } = varied("mix", { depth: 2 });
  assertEquals(profile.steps.map(({ name }) => name), ["fill", "mix", "keys"]);
  assertEquals(profile.objectives, []);
});

Deno.test("varyStep() changes size, depth and lanes, and says so", () => {
  const change = { blockSizeBytes: 8192, depth: 4, lanes: 2 };
  const { step } = varied("mix", change);
  const sizes = step.kind === "block" ? step.blockSizes : [];
  assertEquals(sizes, [{ bytes: 8192, weight: 100 }]);
  assertEquals([step.depth, step.lanes, step.rate], [4, 2, undefined]);
  assertEquals(changeText(change), "blockSize 8 KiB, lanes 2, depth 4");
  assertEquals(varied("keys", { depth: 4 }).step.depth, 4);
});

Deno.test("varyStep() refuses sizes that cannot be stamped or mean nothing", () => {
  const sized = (name: string, blockSizeBytes: number) => () =>
    varyStep(PROFILE, name, { blockSizeBytes });
  assertThrows(sized("mix", 1000), UsageError, "a multiple of the unit, 4096");
  assertThrows(sized("keys", 4096), UsageError, "have no block size");
});

function asked(text: string, step = "mix") {
  const load = loadToVary(PROFILE, { name: step, isOpenLoop: true });
  return withObjective(PROFILE, load, text).objectives
    .map(({ step, op, metric, bound }) => [step, op, metric, bound]);
}

Deno.test("withObjective() asks each operation of the step unless one is named", () => {
  assertEquals(asked("p99 <= 5ms"), [
    ["mix", "read", "p99", 5e6],
    ["mix", "write", "p99", 5e6],
  ]);
  assertEquals(asked("write.p99.9 < 1s"), [["mix", "write", "p99.9", 1e9]]);
  assertEquals(asked("mix.read.p50 < 1s"), [["mix", "read", "p50", 1e9]]);
  assertEquals(asked("errors == 0"), [["mix", null, "errors", 0]]);
  assertEquals(asked("get.firstByte.p99 < 1s", "keys"), [
    ["keys", "get", "p99", 1e9],
  ]);
});

Deno.test("withObjective() refuses what is no objective, or has no highest rate", () => {
  const wrong = [
    ["p99 <= 5", "Cannot read"],
    ["delete.p99 <= 5ms", "does no delete"],
    ["p99", "write step.operation.metric"],
    ["throughput >= 5MB/s", "holds below a bound"],
    ["p99 >= 5ms", "holds below a bound"],
    ["throughput <= 5MB/s", "holds below a bound"],
  ] as const;
  for (const [text, part] of wrong) {
    assertThrows(() => asked(text), UsageError, part, text);
  }
});
