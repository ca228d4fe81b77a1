import { assertEquals } from "@std/assert";
import {
  isOfWorld,
  storageKind,
} from "../../../../engine/workloads/loader/storage_failure.ts";

Deno.test("storageKind() and isOfWorld() tell storage from bugs", () => {
  const storage = Object.assign(new Error("x"), {
    name: "StorageError",
    kind: "NotFound",
  });
  assertEquals([storageKind(storage), isOfWorld(storage)], ["NotFound", true]);
  const bug = new TypeError("x");
  assertEquals([storageKind(bug), isOfWorld(bug)], [null, false]);
});
