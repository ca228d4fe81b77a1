/** Promises of `engine/cases/absent_case.ts`. */
import { assertEquals, assertThrows } from "@std/assert";
import { absentReason } from "../../../engine/cases/absent_case.ts";

Deno.test("absentReason() names the part that is missing", () => {
  const groups = new Map([["tape", "No tape"], ["tape.robot", "No robot"]]);
  assertEquals(absentReason("tape.write.x", groups), "No tape");
  assertEquals(absentReason("tape.robot.x", groups), "No robot");
});

Deno.test("absentReason() refuses a case that nothing accounts for", () => {
  assertThrows(() => absentReason("object.real_io.nfs"), TypeError, ".nfs");
});
