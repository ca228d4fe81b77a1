import { assert, assertEquals, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import type { CoreLevelEntries } from "../../ffi/column_levels.ts";

function entriesOf(count: number): CoreLevelEntries {
  return {
    definition: new Uint8Array(count),
    repetition: new Uint8Array(count),
    places: Int32Array.from({ length: count }, (_, i) => i),
    count,
  };
}

const listed = ({ definition, repetition, places }: CoreLevelEntries) => ({
  definition: Array.from(definition),
  repetition: Array.from(repetition),
  places: Array.from(places),
});

// An optional list of optional items: [[1, null], null, [], [2]].
const VALID_LISTS = { bits: Uint8Array.of(0b1101), bitOffset: 0 };
const OFFSETS = Int32Array.of(0, 2, 2, 2, 3);
const VALID_ITEMS = { bits: Uint8Array.of(0b101_0000), bitOffset: 4 };

function shredded() {
  using core = loadCore();
  const pages = core.pages();
  const rows = entriesOf(4);
  assertEquals(pages.markNulls(rows, VALID_LISTS), 3);
  const count = pages.expandedCount(rows, OFFSETS);
  const to = entriesOf(count);
  pages.expandLists({ entries: rows, offsets: OFFSETS, repetition: 1, to });
  assertEquals(pages.markNulls(to, VALID_ITEMS), 2);
  return to;
}

Deno.test("nulls and lists become the levels of Dremel", () => {
  assertEquals(listed(shredded()), {
    definition: [3, 2, 0, 1, 3],
    repetition: [0, 1, 0, 0, 0],
    places: [0, -1, -1, -1, 2],
  });
});

Deno.test("selectPlaces() keeps those that go on; no bitmap means all", () => {
  using core = loadCore();
  const pages = core.pages();
  const places = new Int32Array(2);
  assertEquals(pages.selectPlaces(shredded(), places), 2);
  assertEquals(Array.from(places), [0, 2]);
  const all = entriesOf(3);
  assertEquals(pages.markNulls(all, undefined), 3);
  assertEquals(Array.from(all.definition), [1, 1, 1]);
  const short = new Int32Array(1);
  assertThrows(() => pages.selectPlaces(all, short), CoreError, "BOUND");
});

Deno.test("levels become the nulls and offsets that they came from", () => {
  using core = loadCore();
  const pages = core.pages();
  const { definition, repetition } = shredded();
  const list = { repetition: 0, slot: 0, present: 1 };
  const lists = { bits: new Uint8Array(1), bitOffset: 0 };
  assertEquals(
    pages.readValidity({ definition, repetition, node: list, to: lists }),
    [4, 1],
  );
  assertEquals(lists.bits[0], 0b1101);
  const offsets = new Int32Array(5);
  assertEquals(
    pages.readOffsets({ definition, repetition, node: list, item: 2, offsets }),
    4,
  );
  assertEquals(offsets, OFFSETS);
  const item = { repetition: 1, slot: 2, present: 3 };
  const items = { bits: Uint8Array.of(0xff), bitOffset: 2 };
  assertEquals(
    pages.readValidity({ definition, repetition, node: item, to: items }),
    [3, 1],
  );
  assertEquals(items.bits[0], 0b1111_0111);
});

Deno.test("readOffsets() refuses an item of no list", () => {
  using core = loadCore();
  const request = {
    definition: Uint8Array.of(2),
    repetition: Uint8Array.of(1),
    node: { repetition: 0, slot: 0, present: 1 },
    item: 2,
    offsets: new Int32Array(3),
  };
  assert(core.pages().readOffsets(request) < 0);
});

Deno.test("readOffsets() takes no definition for entries that are all there", () => {
  using core = loadCore();
  const pages = core.pages();
  const repetition = Uint8Array.of(0, 2, 1, 0, 1, 2, 2, 0);
  const node = { repetition: 0, slot: 0, present: 1 };
  for (const level of [node, { ...node, repetition: 1 }]) {
    const found = [undefined, new Uint8Array(8).fill(4)].map((definition) => {
      const offsets = new Int32Array(9);
      const told = definition === undefined ? {} : { definition };
      const request = { repetition, node: level, item: 4, offsets, ...told };
      return [pages.readOffsets(request), offsets];
    });
    assertEquals(found[0], found[1]);
  }
  const offsets = new Int32Array(3);
  const lost = { repetition: Uint8Array.of(1), node, item: 2, offsets };
  assert(pages.readOffsets(lost) < 0);
});

Deno.test("rows are counted by zeros", () => {
  using core = loadCore();
  const repetition = Uint8Array.of(0, 1, 0, 1, 1, 0);
  assertEquals(core.pages().countRows(repetition), 3);
  const ends = [0, 1, 2, 3, 4].map((rows) =>
    core.pages().entriesOfRows(repetition, rows)
  );
  assertEquals(ends, [0, 2, 5, 6, 6]);
});

Deno.test("places that an array does not have are refused", () => {
  using core = loadCore();
  const pages = core.pages();
  const entries = entriesOf(9);
  const validity = { bits: new Uint8Array(1), bitOffset: 0 };
  assertThrows(() => pages.markNulls(entries, validity), CoreError, "BOUND");
  const back = Int32Array.of(0, 5, 3);
  assertThrows(() => pages.expandedCount(entriesOf(2), back), CoreError);
  const to = entriesOf(1);
  const request = { entries: entriesOf(2), offsets: Int32Array.of(0, 1, 2) };
  assertThrows(
    () => pages.expandLists({ ...request, repetition: 1, to }),
    CoreError,
    "BOUND",
  );
});
