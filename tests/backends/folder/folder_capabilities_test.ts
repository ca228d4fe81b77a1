import { assertEquals } from "@std/assert";
import { CAPABILITIES } from "../../../backends/mod.ts";
import { FOLDER_CAPABILITIES } from "../../../backends/folder/folder_capabilities.ts";

Deno.test("a folder claims what there is, once, and no check of what others wrote", () => {
  const claimed = new Set<string>(FOLDER_CAPABILITIES);
  assertEquals(claimed.size, FOLDER_CAPABILITIES.length);
  const unknown = [...claimed].filter((one) => !(one in CAPABILITIES));
  assertEquals(unknown, []);
  // A file system can refuse a taken name, but not a changed file.
  assertEquals(claimed.has("writeIfMatch"), false);
});
