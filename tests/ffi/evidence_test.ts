import { assertEquals } from "@std/assert";
import { FINDING_CLASSES } from "../../ffi/evidence.ts";
import { headerTable } from "./header_facts.ts";

Deno.test("FINDING_CLASSES are those of the header, numbered from 1", () => {
  const rows = headerTable("SV_CLASS_MAP").map(([, value, text]) => [
    Number(value),
    text,
  ]);
  assertEquals(rows, FINDING_CLASSES.map((word, index) => [index + 1, word]));
});
