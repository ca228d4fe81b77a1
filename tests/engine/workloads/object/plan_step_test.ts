/** Promises of `engine/workloads/object/plan_step.ts`, through whole plans. */
import { assertEquals } from "@std/assert";
import { objectInput, plannedKeys } from "../../plan/object_input.ts";
import { refusals } from "../../plan/plan_input.ts";

function stepOf(keys: string, top?: string) {
  const text = `{name: s, load: object, ${keys}}`;
  const changes = top === undefined ? {} : { top };
  const [step] = plannedKeys(objectInput([text], changes)).steps;
  if (step === undefined) throw new Error("no step");
  return step;
}

Deno.test("planObjectStep() shares out every key, none of them twice", () => {
  const { lanes } = stepOf("op: put, lanes: 3");
  assertEquals(
    lanes.map(({ firstKey, keyCount }) => [firstKey, keyCount]),
    [[0, 334], [334, 333], [667, 333]],
  );
  assertEquals(lanes.map(({ endpoint }) => endpoint), [0, 1, 2]);
});

Deno.test("planObjectStep() does one operation a key when nothing limits it", () => {
  const step = stepOf("op: put, lanes: 3");
  assertEquals([step.ops, step.bytes, step.durationNs], [1000, null, null]);
  assertEquals(step.lanes.map(({ limitOps }) => limitOps), [334, 333, 333]);
});

Deno.test("planObjectStep() divides operations and bytes, and keeps time whole", () => {
  const ops = stepOf("op: get, ops: 10, lanes: 4");
  assertEquals(ops.lanes.map(({ limitOps }) => limitOps), [3, 3, 2, 2]);
  const bytes = stepOf("op: get, total: 10B, lanes: 4");
  assertEquals(bytes.lanes.map(({ limitBytes }) => limitBytes), [3, 3, 2, 2]);
  assertEquals([bytes.ops, bytes.bytes], [null, 10]);
  const timed = stepOf("op: get, duration: 2s, warmup: 1s, lanes: 2");
  assertEquals(
    timed.lanes.map((lane) => [lane.limitNs, lane.warmupNs, lane.limitOps]),
    [[2e9, 1e9, 0], [2e9, 1e9, 0]],
  );
});

Deno.test("planObjectStep() gives the core weights, choice and attempts", () => {
  const [lane] = stepOf(
    "op: {get: 60.5, range: 39.5}, pattern: zipf, rangeSize: 1MiB, " +
      "attempts: 3, rate: 10/s, verify: never",
  ).lanes;
  assertEquals(lane?.weights, { get: 605, range: 395 });
  assertEquals(lane?.choose, { kind: "zipf", thetaMilli: 990 });
  assertEquals(lane?.rangeBytes, 65_536, "no more than the largest object");
  assertEquals([lane?.attemptsMax, lane?.verify], [3, false]);
  assertEquals(lane?.arrival.kind, "constant");
});

Deno.test("planObjectStep() gives equal seeds equal lanes on any target", () => {
  const seeds = ["a", "b", "a"].map((seed) => {
    const text = "{name: s, load: object, op: get}";
    const [step] = plannedKeys(objectInput([text], { seed })).steps;
    return step?.lanes[0]?.seed;
  });
  assertEquals(seeds[0] === seeds[2], true);
  assertEquals(seeds[0] === seeds[1], false);
});

Deno.test("planObjectStep() refuses uploads in parts where objects come whole", () => {
  const top = "objects: { keys: 10, sizes: 4KiB }";
  const step = "{name: s, load: object, op: upload}";
  const whole = objectInput([step], { top });
  const [target] = whole.targets;
  if (!target?.store) throw new Error("The fixture has a store");
  const store = { ...target.store, takesParts: false as const };
  assertEquals(
    refusals({ ...whole, targets: [{ ...target, store }] }),
    [
      'steps[0].op: Cannot upload in parts in step "s" on "s3://bucket/x": ' +
      "this storage takes objects whole. Leave out upload",
    ],
  );
  assertEquals(refusals(whole), []);
});

const START = 'steps[0].lanes: Cannot divide step "s" on "s3://bucket/x" ' +
  "among 8 lanes: ";

Deno.test("planObjectStep() refuses lanes that would have nothing to do", () => {
  const lines = (keys: string, top: string) =>
    refusals(
      objectInput([`{name: s, load: object, lanes: 8, ${keys}}`], { top }),
    );
  const many = "objects: { keys: 1000, sizes: 4KiB }";
  const few = "objects: { keys: 7, sizes: 4KiB }";
  assertEquals(lines("op: get", few), [
    `${START}there are 7 keys. Give fewer lanes or more keys`,
  ]);
  assertEquals(lines("op: get, ops: 7", many), [
    `${START}it has 7 operations`,
  ]);
  assertEquals(lines("op: get, total: 7B", many), [`${START}it moves 7 bytes`]);
  assertEquals(lines("op: get", many), []);
});
