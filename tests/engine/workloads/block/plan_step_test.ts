/** Promises of `engine/workloads/block/plan_step.ts`, through whole plans. */
import { assertEquals } from "@std/assert";
import { input, MiB, planned } from "../../plan/plan_input.ts";

const UNIT = 4096;

function lanesOf(step: string, top = "size: 64MiB") {
  const [first] = planned(input([step], { top })).steps;
  return first?.lanes ?? [];
}

function firstOf(step: string, top = "size: 64MiB") {
  const [first] = planned(input([step], { top })).steps;
  return first;
}

Deno.test("planBlockStep() covers the space once when nothing limits it", () => {
  const [lane] = lanesOf("{name: a, load: block, op: read}");
  assertEquals(lane?.regionUnits, 64 * MiB / UNIT);
  assertEquals(lane?.limitBytes, 64 * MiB);
  assertEquals([lane?.limitOps, lane?.limitNs], [0, 0]);
  assertEquals(lane?.readPermille, 1000);
});

Deno.test("planBlockStep() keeps a short sequential step to a prefix", () => {
  const lanes = lanesOf(
    "{name: a, load: block, op: write, total: 10MiB, lanes: 3}",
  );
  assertEquals(lanes.map(({ regionUnit }) => regionUnit / 256), [0, 3, 6]);
  assertEquals(lanes.map(({ limitBytes }) => limitBytes / MiB), [3, 3, 4]);
});

Deno.test("planBlockStep() spreads a short random step over the space", () => {
  const lanes = lanesOf(
    "{name: a, load: block, op: write, pattern: random, total: 1MiB, lanes: 2}",
  );
  assertEquals(lanes.map(({ regionUnit }) => regionUnit), [0, 8192]);
  assertEquals(lanes.map(({ limitBytes }) => limitBytes), [MiB / 2, MiB / 2]);
});

Deno.test("planBlockStep() wraps a total that is larger than the space", () => {
  const step = "{name: a, load: block, op: write, total: 160MiB, lanes: 2}";
  const lanes = lanesOf(step);
  assertEquals(lanes.map(({ limitBytes }) => limitBytes / MiB), [80, 80]);
  assertEquals(lanes.map(({ regionUnits }) => regionUnits / 256), [32, 32]);
  assertEquals(firstOf(step)?.bytes, 160 * MiB);
});

Deno.test("planBlockStep() divides operations and tells the most they move", () => {
  const step = firstOf(
    "{name: a, load: block, op: read, ops: 10, lanes: 4, blockSize: 4KiB}",
  );
  assertEquals(step?.lanes.map(({ limitOps }) => limitOps), [3, 3, 2, 2]);
  assertEquals(step?.bytes, 10 * 4096);
});

Deno.test("planBlockStep() knows no bytes when only time ends a step", () => {
  const step = firstOf(
    "{name: a, load: block, op: read, duration: 8s, warmup: 1s}",
  );
  assertEquals([step?.bytes, step?.durationNs], [null, 8e9]);
  assertEquals(step?.lanes[0]?.warmupNs, 1e9);
});

Deno.test("planBlockStep() lets lanes take turns in an open loop", () => {
  const step = firstOf(
    "{name: a, load: block, op: read, duration: 1s, rate: 1000/s, lanes: 4}",
  );
  assertEquals(step?.openLoop, true);
  assertEquals(
    step?.lanes.map(({ arrival }) => arrival),
    [0, 1e6, 2e6, 3e6].map((phaseNs) => ({
      kind: "constant",
      intervalPs: 4e9,
      phaseNs,
    })),
  );
});

Deno.test("planBlockStep() keeps the slowest rate of most lanes exact", () => {
  const lanes = lanesOf(
    "{name: a, load: block, op: read, duration: 1s, rate: 0.1/s, lanes: 64}",
  );
  const intervals = lanes.map(({ arrival }) =>
    arrival.kind === "closed" ? 0 : arrival.intervalPs
  );
  assertEquals(intervals.every(Number.isSafeInteger), true);
  assertEquals(intervals[0], 64e13);
});

Deno.test("planBlockStep() turns percentages into the core's permille", () => {
  const [lane] = lanesOf(
    "{name: a, load: block, op: {read: 70.5, write: 29.5}, " +
      "pattern: {hotBand: {space: 0.5%, access: 90%}}, " +
      "blockSize: {4KiB: 99.5, 64KiB: 0.5}, duration: 1s}",
  );
  assertEquals(lane?.readPermille, 705);
  assertEquals(lane?.pattern, {
    kind: "hot-band",
    spacePermille: 5,
    accessPermille: 900,
  });
  assertEquals(lane?.mix, [
    { bytes: 4096, weight: 995 },
    { bytes: 65536, weight: 5 },
  ]);
});

Deno.test("planBlockStep() gives O_DSYNC to the files and the rest to lanes", () => {
  const syncs = ["none", "end", "dsync", "every 7"].map((sync) => {
    const step = firstOf(`{name: a, load: block, op: write, sync: ${sync}}`);
    return [step?.dsync, step?.lanes[0]?.sync];
  });
  assertEquals(syncs, [
    [false, { kind: "none" }],
    [false, { kind: "end" }],
    [true, { kind: "none" }],
    [false, { kind: "every", writes: 7 }],
  ]);
});

Deno.test("planBlockStep() takes the best method that works, or the one asked", () => {
  const io = (asked: string) =>
    firstOf(`{name: a, load: block, op: read, io: ${asked}}`)?.io;
  assertEquals([io("auto"), io("psync")], ["io_uring", "psync"]);
});

Deno.test("planBlockStep() gives each lane and step its own seed", () => {
  const steps = ["a", "b"].map((name) =>
    `{name: ${name}, load: block, op: read, lanes: 8}`
  );
  const plan = planned(input(steps, { top: "size: 64MiB" }));
  const seeds = plan.steps.flatMap(({ lanes }) =>
    lanes.map(({ seed }) => seed)
  );
  assertEquals(new Set(seeds).size, 16);
});
