/** Promises of `engine/plan/describe_objects.ts`. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { objectEntries } from "../../../engine/plan/describe_objects.ts";
import {
  objectTarget,
  plannedObjectLane,
  plannedObjects,
  plannedObjectStep,
} from "../../_support/object_plan_fixture.ts";

function told(
  objects: Parameters<typeof plannedObjects>[0],
  steps = [plannedObjectStep()],
): ReadonlyMap<string, string> {
  const target = objectTarget({ steps });
  return new Map(objectEntries(plannedObjects(objects), target, "aa"));
}

Deno.test("objectEntries() tells sizes in every shape", () => {
  const range = { minBytes: 1024, maxBytes: 65_536 };
  const creates = [
    told({ sizes: { kind: "uniform", ...range } }),
    told({
      sizes: {
        kind: "lognormal",
        medianBytes: 4096,
        sigmaMilli: 1500,
        ...range,
      },
    }),
    told({
      sizes: {
        kind: "list",
        sizes: [{ bytes: 4096, weight: 700 }, { bytes: 8192, weight: 300 }],
      },
      keyStyle: { kind: "tree", width: 16 },
    }),
  ].map((entries) => entries.get("creates") ?? "");
  assertStringIncludes(creates[0] ?? "", "of 1 KiB to 64 KiB, all alike often");
  assertStringIncludes(
    creates[1] ?? "",
    "half of them below 4 KiB (sigma 1.5)",
  );
  assertStringIncludes(
    creates[2] ?? "",
    "in a tree of 16 folders a level, 70% of 4 KiB, 30% of 8 KiB",
  );
});

Deno.test("objectEntries() tells what is written, as far as it is known", () => {
  const lanes = [plannedObjectLane({ weights: { get: 3, put: 1 } })];
  const counted = plannedObjectStep({ lanes, ops: 400 });
  const timed = plannedObjectStep({ name: "mixed", lanes, ops: null });
  const readers = plannedObjectStep({
    lanes: [plannedObjectLane({ weights: { get: 1 } })],
  });
  assertEquals(
    told({}, [counted]).get("writes"),
    "100 objects, new or over " +
      "an old one",
  );
  assertEquals(
    told({}, [timed]).get("writes"),
    "what the steps without a count can (mixed)",
  );
  assertEquals(told({}, [readers]).get("writes"), "nothing");
});
