/** Promises of `engine/cases/absent_case.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { absentReason } from "../../../engine/cases/absent_case.ts";

Deno.test("absentReason() names the part that is missing", () => {
  assertEquals(
    absentReason("table.append.x"),
    "The table workload is not built here yet",
  );
});

Deno.test("absentReason() refuses a case that nothing accounts for", () => {
  assertThrows(() => absentReason("object.real_io.nfs"), TypeError, ".nfs");
});
