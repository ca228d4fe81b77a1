import { assertEquals } from "@std/assert";
import { folderOf } from "../../../backends/crash/disk_log.ts";

Deno.test("folderOf() is the root for a name in it", () => {
  assertEquals(folderOf("/a"), "/");
  assertEquals(folderOf("/a/b/c"), "/a/b");
});
