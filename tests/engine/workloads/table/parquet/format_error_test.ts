import { assertEquals } from "@std/assert";
import {
  FormatError,
  quoted,
} from "../../../../../engine/workloads/table/parquet/format_error.ts";

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

Deno.test("quoted() makes one line of whatever a file calls its columns", () => {
  assertEquals(quoted("id"), '"id"');
  assertEquals(quoted('a"\n\x1b[2J\u2028'), '"a\\"\\n\\u001b[2J\\u2028"');
  assertEquals(quoted("n".repeat(5000)).length, 83);
});
