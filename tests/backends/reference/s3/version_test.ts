import { assertEquals } from "@std/assert";
import { parseVersion } from "../../../../backends/reference/s3/version.ts";

Deno.test("parseVersion() reads a record and nothing else", () => {
  const record = { key: "a", sequence: 1, blobs: [] };
  assertEquals(parseVersion(JSON.stringify(record))?.key, "a");
  for (const text of ["", "{", "null", "[]", '{"key":"a"}']) {
    assertEquals(parseVersion(text), undefined);
  }
});
