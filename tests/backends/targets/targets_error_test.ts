import { assertEquals } from "@std/assert";
import { TargetsError } from "../../../backends/mod.ts";

Deno.test("TargetsError carries every mistake, one line each", () => {
  const error = new TargetsError(["One", "Two"]);
  assertEquals(error.name, "TargetsError");
  assertEquals(error.mistakes, ["One", "Two"]);
  assertEquals(error.message, "One\nTwo");
});
