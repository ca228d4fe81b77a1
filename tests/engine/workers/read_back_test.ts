import { assertEquals, assertThrows } from "@std/assert";
import type {
  PlannedBlockStep,
  PlannedSpace,
} from "../../../engine/plan/mod.ts";
import {
  type ReadBackOptions,
  readBackPlan,
} from "../../../engine/workers/read_back.ts";
import { objectTarget } from "../../_support/object_plan_fixture.ts";
import {
  plan,
  plannedSpace,
  plannedTarget,
} from "../../_support/plan_fixture.ts";
import { tableStep } from "../../_support/table_load_fixture.ts";

function stepOf(
  space: PlannedSpace,
  options?: ReadBackOptions,
): PlannedBlockStep {
  const read = readBackPlan(
    plan({ targets: [plannedTarget({ space })] }),
    options,
  );
  const step = read.targets[0]?.steps[0];
  if (step?.kind !== "block") throw new TypeError("not a block step");
  return step;
}

Deno.test("readBackPlan() reads every unit once, verified, writing nothing", () => {
  const files = [
    { name: "a", objectId: "0000000000000001" },
    { name: "b", objectId: "0000000000000002" },
  ];
  const step = stepOf(plannedSpace({ files, fileBytes: 64 << 20 }));

  const lane = step.lanes[0];
  assertEquals(step.lanes.length, 1);
  assertEquals(lane?.regionUnit, 0);
  assertEquals(lane?.regionUnits, 2 * (64 << 20) / 4096);
  assertEquals(lane?.limitBytes, 128 << 20);
  assertEquals(lane?.readPermille, 1000);
  assertEquals(lane?.verify, true);
  assertEquals(lane?.mix, [{ bytes: 1 << 20, weight: 1 }]);
});

function keysOf(options?: ReadBackOptions, space: PlannedSpace | null = null) {
  const target = objectTarget({ space });
  const [read] = readBackPlan(plan({ targets: [target] }), options).targets;
  return read?.steps ?? [];
}

Deno.test("readBackPlan() gets every key once, verified, changing nothing", () => {
  const [step] = keysOf();
  if (step?.kind !== "object") throw new TypeError("not a step over keys");
  assertEquals([step.name, step.ops], ["read-back", 100]);
  const [lane] = step.lanes;
  assertEquals([lane?.firstKey, lane?.keyCount, lane?.limitOps], [0, 100, 100]);
  assertEquals([lane?.weights, lane?.verify], [{ get: 1 }, true]);
});

Deno.test("readBackPlan() gets one key, or says how many there are", () => {
  const [step] = keysOf({ key: 42 });
  if (step?.kind !== "object") throw new TypeError("not a step over keys");
  const [lane] = step.lanes;
  assertEquals([lane?.firstKey, lane?.keyCount, lane?.limitOps], [42, 1, 1]);
  assertThrows(() => keysOf({ key: 100 }), RangeError, "it has 100 keys");
});

Deno.test("readBackPlan() reads offsets and keys of one target under two names", () => {
  const space = plannedSpace({ kind: "store", objectBytes: 4096 });
  const names = (options?: ReadBackOptions) =>
    keysOf(options, space).map(({ name }) => name);
  assertEquals(names(), ["read-back", "read-back-keys"]);
  assertEquals(names({ key: 1 }), ["read-back-keys"]);
  assertEquals(names({ offsetBytes: 0 }), ["read-back"]);
});

Deno.test("readBackPlan() reads tables as wholes, and none for one offset or key", () => {
  const target = plannedTarget({ space: null, steps: [tableStep()] });
  const stepsOf = (options?: ReadBackOptions) =>
    readBackPlan(plan({ targets: [target] }), options).targets[0]?.steps;
  assertEquals(stepsOf(), [tableStep({ isReadBack: true })]);
  assertEquals(stepsOf({ offsetBytes: 0 }), []);
  assertEquals(stepsOf({ key: 0 }), []);
});

Deno.test("readBackPlan() reads no block across two objects of a store", () => {
  const store = plannedSpace({ kind: "store", objectBytes: 65_536 });
  assertEquals(stepOf(store).lanes[0]?.mix[0]?.bytes, 65_536);
});

Deno.test("readBackPlan() uses blocks that end where files end", () => {
  const odd = stepOf(plannedSpace({ fileBytes: 3 * 4096 }));
  assertEquals(odd.lanes[0]?.mix[0]?.bytes, 4096);

  const half = stepOf(plannedSpace({ fileBytes: 5 * 65536 }));
  assertEquals(half.lanes[0]?.mix[0]?.bytes, 65536);
});

Deno.test("readBackPlan() reads one unit, as large as the device demands", () => {
  const space = plannedSpace({ unitBytes: 512, alignBytes: 4096 });
  const lane = stepOf(space, { offsetBytes: 4096 + 700 }).lanes[0];

  assertEquals(lane?.regionUnit, 8);
  assertEquals(lane?.regionUnits, 8);
  assertEquals(lane?.limitBytes, 4096);
});

Deno.test("readBackPlan() refuses an offset outside the space", () => {
  const space = plannedSpace({ fileBytes: 4096 });
  const error = assertThrows(
    () => stepOf(space, { offsetBytes: 4096 }),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot read back offset 4096 of "file:///x": the space has 4096 bytes',
  );
});

Deno.test("readBackPlan() keeps other targets without steps", () => {
  const read = readBackPlan(
    plan({
      targets: [plannedTarget(), plannedTarget({ name: "other" })],
    }),
    { target: "other" },
  );
  assertEquals(read.targets.map(({ steps }) => steps.length), [0, 1]);
});

Deno.test("readBackPlan() keeps only objectives over all steps", () => {
  const objective = (step: string | null) => ({
    text: "",
    step,
    op: null,
    metric: "findings" as const,
    compare: "==" as const,
    bound: 0,
  });
  const read = readBackPlan(
    plan({ objectives: [objective(null), objective("fill")] }),
  );
  assertEquals(read.objectives, [objective(null)]);
});
