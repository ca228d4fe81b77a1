import { assertEquals } from "@std/assert";
import { CourseBook, type CourseRow } from "../../../engine/workloads/mod.ts";

const MS = 1e6;

function sum(rows: readonly CourseRow[], name: "count" | "bytes" | "retries") {
  return rows.reduce((total, row) => total + row[name], 0);
}

Deno.test("CourseBook puts each end into the row in which it ended", () => {
  const book = new CourseBook(1e9);
  for (let index = 0; index < 40; index++) {
    book.note(1e9 + index * 10 * MS, {
      latencyNs: (index + 1) * 1000,
      bytes: 10,
      retries: index === 7 ? 3 : 0,
    });
  }
  const rows = book.rows(1e9 + 400 * MS);
  assertEquals(rows.map(({ endNs }) => endNs / MS), [
    ...[50, 100, 150, 200, 250, 300, 350, 400],
  ]);
  assertEquals(rows.map(({ count }) => count), [5, 5, 5, 5, 5, 5, 5, 5]);
  assertEquals([sum(rows, "bytes"), sum(rows, "retries")], [400, 3]);
  const [, second] = rows;
  assertEquals(second?.retries, 3);
  assertEquals([second?.p50Ns, second?.p99Ns, second?.maxNs], [
    ...[8000, 10_000, 10_000],
  ]);
  assertEquals(second?.heldBytesMax, undefined);
});

Deno.test("CourseBook says where nothing ended, and loses no end", () => {
  const book = new CourseBook(0);
  book.note(5 * MS, { latencyNs: 1, bytes: 1, retries: 0 });
  book.note(3e9, { latencyNs: 2, bytes: 1, retries: 0 });
  const rows = book.rows(3e9 + 1);
  assertEquals(sum(rows, "count"), 2);
  assertEquals(
    rows.some(({ count, p50Ns }) => count === 0 && p50Ns === null),
    true,
  );
});

Deno.test("CourseBook goes on with what was held until it is told again", () => {
  const book = new CourseBook(0);
  for (let at = 0; at < 12; at++) {
    book.note(at * 100 * MS, { latencyNs: 1, bytes: 1, retries: 0 });
  }
  book.hold(0, 100);
  book.hold(1 * MS, 900);
  book.hold(2 * MS, 300);
  book.hold(700 * MS, 50);
  const rows = book.rows(1200 * MS);
  assertEquals(rows.map(({ heldBytesMax }) => heldBytesMax), [
    ...[900, 300, 300, 300, 50, 50],
  ]);
});

Deno.test("CourseBook stays small however long it lasts", () => {
  const book = new CourseBook(0);
  const HOURS = 20 * 3600e9;
  for (let index = 0; index <= 5000; index++) {
    const atNs = index / 5000 * HOURS;
    book.note(atNs, { latencyNs: 5, bytes: 2, retries: 1 });
    book.hold(atNs, index === 2500 ? 7000 : index);
  }
  const rows = book.rows(HOURS + 1);
  assertEquals(rows.length <= 120, true);
  assertEquals(sum(rows, "count"), 5001);
  assertEquals(rows.at(-1)?.endNs, HOURS + 1);
  const most = Math.max(...rows.map(({ heldBytesMax = 0 }) => heldBytesMax));
  assertEquals(most, 7000);
  const row = rows.findIndex(({ heldBytesMax }) => heldBytesMax === 7000);
  assertEquals(Math.abs(row / rows.length - 0.5) < 0.03, true);
});

Deno.test("CourseBook has no rows where no time went by, or nothing ended", () => {
  const book = new CourseBook(5);
  book.hold(5, 9);
  assertEquals(book.rows(6), []);
  book.note(5, { latencyNs: 1, bytes: 1, retries: 0 });
  assertEquals([book.rows(5).length, book.rows(6).length], [0, 1]);
});

Deno.test("CourseBook counts retries where they were made, also where nothing ended", () => {
  const book = new CourseBook(1e9);
  book.again(1e9, 0);
  assertEquals(book.rows(2e9), []);
  book.again(1e9 + 10 * MS, 2);
  book.again(1e9 + 990 * MS, 3);
  const lonely = book.rows(2e9);
  assertEquals([sum(lonely, "count"), sum(lonely, "retries")], [0, 5]);
  assertEquals([lonely[0]?.retries, lonely.at(-1)?.retries], [2, 3]);
  book.note(1e9 + 20 * MS, { latencyNs: 1, bytes: 1, retries: 7 });
  assertEquals(book.rows(2e9)[0]?.retries, 9);
});
