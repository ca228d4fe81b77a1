import { assertEquals } from "@std/assert";
import {
  encodingName,
  ENCODINGS,
} from "../../../../../engine/workloads/table/parquet/encodings.ts";

Deno.test("encodingName() writes encodings as the format does", () => {
  assertEquals(encodingName(ENCODINGS.split), "BYTE_STREAM_SPLIT");
  assertEquals(encodingName(ENCODINGS.plain), "PLAIN");
  assertEquals(encodingName(4), "BIT_PACKED");
});

Deno.test("encodingName() leaves a number that the format does not know", () => {
  assertEquals([1, 10, -1].map(encodingName), ["1", "10", "-1"]);
});
