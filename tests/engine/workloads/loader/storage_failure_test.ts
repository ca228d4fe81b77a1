import { assertEquals } from "@std/assert";
import { storageKind } from "../../../../engine/workloads/loader/storage_failure.ts";

Deno.test("storageKind() is of failures of storage alone", () => {
  const storage = Object.assign(new Error("x"), {
    name: "StorageError",
    kind: "NotFound",
  });
  assertEquals(storageKind(storage), "NotFound");
  assertEquals(storageKind(new TypeError("x")), null);
});
