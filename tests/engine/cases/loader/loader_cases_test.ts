/** Promises of `engine/cases/loader/loader_cases.ts`. */
import { assertEquals } from "@std/assert";
import { LOADER_CASES } from "../../../../engine/cases/loader/loader_cases.ts";

Deno.test("LOADER_CASES tries 31 cases wherever there are keys", () => {
  assertEquals(new Set(LOADER_CASES.map(({ id }) => id)).size, 31);
  for (const { id, schemes } of LOADER_CASES) {
    const isRemote = id === "loader.source.remote_source";
    const stores = ["s3", "az"];
    assertEquals(schemes, isRemote ? stores : ["file", "direct", ...stores]);
  }
});
