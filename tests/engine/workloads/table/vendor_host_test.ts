/** Promises of `engine/workloads/table/vendor_host.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { TableError } from "../../../../engine/workloads/table/mod.ts";
import {
  factCount,
  mustBeDone,
} from "../../../../engine/workloads/table/vendor_host.ts";
import { fakeVendors } from "../../../_support/fake_vendors.ts";

Deno.test("mustBeDone() tells a library that is absent from one that refuses or fails", () => {
  const kinds = { absent: 9, refused: 3, failed: 5 } as const;
  for (const state of ["absent", "refused", "failed"] as const) {
    const answer = { state, reason: `It is ${state}` };
    const error = assertThrows(() => mustBeDone(answer), TableError, state);
    assertEquals(error.code, kinds[state]);
  }
});

Deno.test("mustBeDone() gives what was done", async () => {
  const answer = await fakeVendors().run({ library: "lance", action: "find" });
  assertEquals(mustBeDone(answer).versions, "fake-vendor 1");
});

Deno.test("factCount() is 0 for what is no number", () => {
  assertEquals(factCount({ rows: 3 }, "rows"), 3);
  assertEquals(factCount({ rows: "3" }, "rows"), 0);
});
