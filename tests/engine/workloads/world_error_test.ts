import { assertEquals } from "@std/assert";
import { isWorldError } from "../../../engine/workloads/world_error.ts";

function named(name: string): Error {
  const error = new Error("text");
  error.name = name;
  return error;
}

Deno.test("isWorldError() knows what storage, the core and a full disk throw", () => {
  assertEquals(isWorldError(named("StorageError")), true);
  assertEquals(isWorldError(named("CoreError")), true);
  assertEquals(isWorldError(named("WriteFailed")), true);
  assertEquals(isWorldError(named("LoadEnded")), true);
});

Deno.test("isWorldError() takes nothing else for a failure of the world", () => {
  assertEquals(isWorldError(new TypeError("text")), false);
  assertEquals(isWorldError(named("AssertionError")), false);
  assertEquals(isWorldError("StorageError"), false);
});
