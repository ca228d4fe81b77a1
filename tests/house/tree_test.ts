/** Reading the checkout. */
import { assert, assertEquals } from "@std/assert";
import { readIgnored, readTree } from "./tree.ts";

Deno.test("readIgnored() understands places and endings", () => {
  const ignored = readIgnored("# ours\n/ffi/build/\n/stor-verify\n*.tmp\n");
  const paths = [
    "ffi/build",
    "ffi/build/a.so",
    "ffi/builder.ts",
    "stor-verify",
    "a/b.tmp",
  ];
  assertEquals(paths.map(ignored), [true, true, false, true, true]);
});

Deno.test("readTree() finds this file and leaves out what is built", async () => {
  const tree = await readTree(new URL("../../", import.meta.url));
  const paths = tree.files.map((file) => file.path);
  assert(paths.includes("tests/house/tree_test.ts"));
  assert(!paths.some((path) => path.startsWith("ffi/build/")));
  assert(tree.entries.includes("tests/"));
});
