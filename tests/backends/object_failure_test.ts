import { assertEquals, assertThrows } from "@std/assert";
import { StorageError } from "../../backends/mod.ts";
import {
  checkPartNumber,
  cutRange,
  objectFailure,
  orderParts,
} from "../../backends/object_failure.ts";

const attempt = { url: "mem:", operation: "get range", key: "k" };

Deno.test("cutRange() cuts a range to the object", () => {
  assertEquals(cutRange(attempt, { start: 2, end: 99 }, 5), {
    start: 2,
    end: 5,
  });
});

Deno.test("cutRange() refuses a range without a byte of the object", () => {
  const ranges = [[5, 6], [0, 0], [3, 2], [-1, 2], [0.5, 2]] as const;
  for (const [start, end] of ranges) {
    const cut = () => cutRange(attempt, { start, end }, 5);
    assertEquals(
      assertThrows(cut, StorageError).kind,
      "RangeNotSatisfiable",
      `${start} to ${end}`,
    );
  }
});

Deno.test("checkPartNumber() takes 1 to 10000", () => {
  checkPartNumber(attempt, 1);
  checkPartNumber(attempt, 10_000);
  for (const number of [0, 10_001, 1.5, -1]) {
    assertThrows(() => checkPartNumber(attempt, number), StorageError);
  }
});

Deno.test("objectFailure() names the action, the key and the place", () => {
  assertEquals(
    objectFailure(attempt, "NotFound").message,
    'Cannot get range "k" in "mem:": there is no such object',
  );
});

Deno.test("orderParts() puts parts in the order of their numbers", () => {
  const parts = [3, 1, 2].map((number) => ({ number, etag: `${number}` }));
  assertEquals(
    orderParts(attempt, parts).map(({ number }) => number),
    [1, 2, 3],
  );
  assertEquals(parts[0]?.number, 3);
});

Deno.test("orderParts() refuses no part, and one that is named twice", () => {
  const part = { number: 1, etag: "a" };
  for (const parts of [[], [part, part], [part, { number: 1, etag: "b" }]]) {
    const order = () => orderParts(attempt, parts);
    assertEquals(
      assertThrows(order, StorageError).kind,
      "PreconditionFailed",
    );
  }
});
