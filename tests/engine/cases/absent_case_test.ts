/** Promises of `engine/cases/absent_case.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { absentReason } from "../../../engine/cases/absent_case.ts";

Deno.test("absentReason() names the part that is missing", () => {
  assertEquals(
    absentReason("table.lance_import.x"),
    "Files of Lance are read by the vendor's own library, which is not " +
      "installed here",
  );
});

Deno.test("absentReason() refuses a case that nothing accounts for", () => {
  assertThrows(() => absentReason("object.real_io.nfs"), TypeError, ".nfs");
});
