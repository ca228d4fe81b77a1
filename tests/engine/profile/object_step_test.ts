/** Promises of `engine/profile/object_step.ts`. */
import { assertEquals } from "@std/assert";
import { objectOps, sizeBounds } from "../../../engine/profile/object_step.ts";

Deno.test("sizeBounds() gives the ends of every shape", () => {
  const range = { minBytes: 2, maxBytes: 9 };
  assertEquals(sizeBounds({ kind: "fixed", bytes: 5 }), {
    minBytes: 5,
    maxBytes: 5,
  });
  assertEquals(sizeBounds({ kind: "uniform", ...range }), range);
  const lognormal = { kind: "lognormal", medianBytes: 3, sigma: 1, ...range };
  assertEquals(sizeBounds({ ...lognormal, kind: "lognormal" }), range);
  const sizes = [{ bytes: 9, weight: 1 }, { bytes: 2, weight: 99 }];
  assertEquals(sizeBounds({ kind: "list", sizes }), range);
});

Deno.test("objectOps() lists what is done, always in one order", () => {
  assertEquals(objectOps({ op: { delete: 10, put: 0, get: 90 } }), [
    "get",
    "delete",
  ]);
});
