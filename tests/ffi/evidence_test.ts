import { assertEquals } from "@std/assert";
import {
  FINDING_CLASSES,
  LANE_OPS,
  LATENCY_KINDS,
  SIZE_CLASS_BYTES,
} from "../../ffi/evidence.ts";
import { headerNumber, headerTable } from "./header_facts.ts";

Deno.test("FINDING_CLASSES are those of the header, numbered from 1", () => {
  const rows = headerTable("SV_CLASS_MAP").map(([, value, text]) => [
    Number(value),
    text,
  ]);
  assertEquals(rows, FINDING_CLASSES.map((word, index) => [index + 1, word]));
});

Deno.test("LANE_OPS are those of the header, numbered from 0", () => {
  const rows = headerTable("SV_OP_MAP").map(([, value, text]) => [
    Number(value),
    text,
  ]);
  assertEquals(rows, LANE_OPS.map((word, index) => [index, word]));
});

Deno.test("LATENCY_KINDS are numbered as in the header", () => {
  const names = ["SV_SERVICE", "SV_RESPONSE", "SV_FIRST_BYTE"];
  assertEquals(names.map((name) => headerNumber(name)), [0, 1, 2]);
  assertEquals(LATENCY_KINDS.length, names.length);
});

Deno.test("SIZE_CLASS_BYTES has a row for each class of the core", () => {
  assertEquals(SIZE_CLASS_BYTES.length, headerNumber("SV_SIZE_CLASSES"));
});
