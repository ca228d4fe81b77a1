import { assertEquals, assertThrows } from "@std/assert";
import {
  type HistoryRow,
  KeyHistory,
  NEVER,
} from "../../../engine/history/mod.ts";
import { historyOf, randomRows } from "./random_history.ts";

const PUT: HistoryRow = {
  kind: "put",
  client: 3,
  value: 9,
  callNs: 5,
  returnNs: 7,
};

Deno.test("KeyHistory gives back every row as it was added", () => {
  const rows = Array.from({ length: 50 }, (_, seed) => randomRows(seed, true))
    .flat();
  const history = historyOf([...rows, { ...PUT, basis: 0 }]);
  assertEquals(history.count, rows.length + 1);
  rows.forEach((row, at) => assertEquals(history.row(at), row));
  assertEquals(history.row(rows.length), { ...PUT, basis: 0 });
});

Deno.test("KeyHistory refuses what cannot have happened", () => {
  const history = new KeyHistory();
  const impossible: readonly HistoryRow[] = [
    { ...PUT, returnNs: 4 },
    { ...PUT, value: 0 },
    { ...PUT, kind: "delete" },
    { ...PUT, kind: "get", returnNs: NEVER },
    { ...PUT, returnNs: NEVER, basis: 1 },
    { ...PUT, kind: "get", basis: 1 },
  ];
  for (const row of impossible) {
    assertThrows(() => history.add(row), RangeError);
  }
  assertEquals(history.count, 0);
  assertThrows(() => history.row(0), RangeError, "no row 0 of 0");
});

Deno.test("KeyHistory copies its rows without conditions, and apart from them", () => {
  const history = historyOf([PUT, { ...PUT, value: 10, basis: 9 }]);
  const copy = history.copy();
  copy.add({ ...PUT, value: 11 });
  assertEquals([copy.count, copy.bases.size], [3, 0]);
  assertEquals([history.count, history.bases.size], [2, 1]);
  assertEquals(copy.row(1), { ...PUT, value: 10 });
});
