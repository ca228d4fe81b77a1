import { assertEquals } from "@std/assert";
import { FormatError } from "../../../../../engine/workloads/table/parquet/format_error.ts";

Deno.test("FormatError says which part cannot be read, and why", () => {
  const error = new FormatError({
    part: "footer",
    kind: "truncated",
    reason: "the file has 3 bytes, at least 12 are needed",
  });
  assertEquals(
    error.message,
    "Cannot read the footer: the file has 3 bytes, at least 12 are needed",
  );
  assertEquals([error.name, error.kind], ["FormatError", "truncated"]);
});
