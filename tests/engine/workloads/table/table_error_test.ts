import { assertEquals } from "@std/assert";
import {
  isStorageFailure,
  TableError,
} from "../../../../engine/workloads/table/table_error.ts";
import { StorageError } from "../../../../backends/errors.ts";

Deno.test("TableError tells the code of the source design", () => {
  assertEquals(new TableError("Conflict", "x").code, 112);
  assertEquals(new TableError("RetriesExhausted", "x").code, 111);
});

Deno.test("isStorageFailure() knows kinds, and no other errors", () => {
  const error = new StorageError("x", { kind: "NotFound", operation: "get" });
  assertEquals(isStorageFailure(error, "NotFound"), true);
  assertEquals(isStorageFailure(error, "NoSpace"), false);
  assertEquals(isStorageFailure(error), true);
  assertEquals(isStorageFailure(new Error("x")), false);
});
