import { assertEquals } from "@std/assert";
import type { PageCore } from "../../engine/workloads/table/parquet/page_core.ts";
import { loadCore } from "../../ffi/mod.ts";

Deno.test("pages() is all that column files ask of a core", () => {
  using core = loadCore();
  const pages: PageCore = core.pages();
  assertEquals(pages.compressBoundBytes("uncompressed", 7), 7);
  assertEquals(pages.countRows(new Uint8Array(3)), 3);
});
