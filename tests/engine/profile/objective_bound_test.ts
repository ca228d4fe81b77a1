import { assertEquals, assertThrows } from "@std/assert";
import {
  bytesPerSecond,
  opsPerSecond,
  plainRatio,
  rowsPerSecond,
  wholeCount,
} from "../../../engine/profile/objective_bound.ts";

Deno.test("bounds are read in the unit of their metric", () => {
  assertEquals(
    [bytesPerSecond("1MiB/s"), opsPerSecond("7"), opsPerSecond("7/s")],
    [1_048_576, 7, 7],
  );
  assertEquals(
    [rowsPerSecond("9/s"), plainRatio("2.5x"), wholeCount("0")],
    [9, 2.5, 0],
  );
});

Deno.test("a bound without its unit is refused in a sentence", () => {
  const refused = [
    () => bytesPerSecond("5MB"),
    () => rowsPerSecond("5"),
    () => plainRatio("-1"),
    () => wholeCount("0.5"),
  ];
  for (const read of refused) {
    assertThrows(read, RangeError, "the bound");
  }
});
