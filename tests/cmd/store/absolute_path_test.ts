/** The promises of cmd/store/absolute_path.ts. */
import { assertEquals } from "@std/assert";
import { absolutePath } from "../../../cmd/store/absolute_path.ts";

Deno.test("absolutePath() joins a relative path to the folder", () => {
  assertEquals(absolutePath("/a/b", "c/d"), "/a/b/c/d");
  assertEquals(absolutePath("/a/b", "../c/./d/"), "/a/c/d");
});

Deno.test("absolutePath() keeps an absolute path and stops at the root", () => {
  assertEquals(absolutePath("/a/b", "/c"), "/c");
  assertEquals(absolutePath("/a", "../../.."), "/");
});
