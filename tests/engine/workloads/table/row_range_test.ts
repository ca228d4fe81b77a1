import { assertEquals } from "@std/assert";
import {
  commonRows,
  gapsIn,
  mergeRanges,
  rowCountOf,
} from "../../../../engine/workloads/table/row_range.ts";

const range = (start: number, end: number) => ({ start, end });

Deno.test("mergeRanges() joins what touches and drops what is empty", () => {
  const ranges = [
    range(5, 7),
    range(0, 2),
    range(2, 3),
    range(6, 9),
    range(4, 4),
  ];
  assertEquals(mergeRanges(ranges), [range(0, 3), range(5, 9)]);
});

Deno.test("gapsIn() finds exactly what no range holds", () => {
  const ranges = [range(2, 4), range(6, 8)];
  assertEquals(gapsIn(ranges, range(0, 10)), [
    range(0, 2),
    range(4, 6),
    range(8, 10),
  ]);
  assertEquals(gapsIn(ranges, range(2, 4)), []);
  assertEquals(gapsIn([], range(1, 2)), [range(1, 2)]);
});

Deno.test("commonRows() and rowCountOf() count rows", () => {
  assertEquals(commonRows(range(0, 5), range(3, 9)), range(3, 5));
  assertEquals(rowCountOf([range(0, 5), range(7, 9)]), 7);
});
