import { assertEquals, assertThrows } from "@std/assert";
import type { AttemptRecord } from "../../../../engine/workloads/consistency/attempt_record.ts";
import { HistoryBook } from "../../../../engine/workloads/consistency/history_book.ts";
import { KeySpace } from "../../../../engine/workloads/consistency/key_space.ts";

type Given =
  & Pick<AttemptRecord, "op" | "outcome">
  & Partial<AttemptRecord>;

/** One after another, of one key unless told otherwise. */
function bookOf(
  given: readonly Given[],
  hasConditions = true,
): HistoryBook {
  const space = new KeySpace({ prefix: "", keys: 1 });
  const book = new HistoryBook({ space, endpoints: ["one"], hasConditions });
  given.forEach((one, at) =>
    book.take({
      id: at + 1,
      logicalOp: at + 1,
      attempt: 1,
      client: 0,
      endpoint: 0,
      key: "hot/0000",
      callNs: at * 10,
      returnNs: at * 10 + 5,
      ...one,
    })
  );
  return book;
}

const rowsOf = (book: HistoryBook) =>
  book.space.find("hot/0000").judged("reads").rows
    .map(({ kind, value, returnNs }) => [kind, value, returnNs]);

Deno.test("HistoryBook makes rows of what may have taken effect", () => {
  const book = bookOf([
    { op: "put", outcome: "ok", valueId: 1, etag: "a" },
    { op: "put", outcome: "info", valueId: 2 },
    { op: "put", outcome: "fail", valueId: 3 },
    { op: "get", outcome: "ok", valueId: 1 },
    { op: "get", outcome: "fail" },
    { op: "head", outcome: "ok", etag: "a" },
    { op: "delete", outcome: "ok", valueId: 0 },
  ]);
  assertEquals(rowsOf(book), [
    ["put", 1, 5],
    ["put", 2, Infinity],
    ["delete", 0, 65],
    ["get", 1, 35],
    ["get", 1, 55],
  ]);
  assertEquals(book.wrong, []);
});

Deno.test("HistoryBook takes two completions of one upload for one write", () => {
  const complete = {
    op: "complete upload",
    valueId: 1,
    uploadId: "u",
  } as const;
  const lost = { failure: { kind: "NotFound", sentence: "gone" } } as const;
  const first = bookOf([
    { ...complete, outcome: "fail", ...lost },
    { ...complete, outcome: "ok", etag: "a", callNs: 2, returnNs: 40 },
  ]);
  assertEquals(rowsOf(first), [["put", 1, 40]]);
  const both = bookOf([
    { ...complete, outcome: "ok", etag: "a", callNs: 5, returnNs: 20 },
    { ...complete, outcome: "ok", etag: "a", callNs: 2, returnNs: 40 },
    { ...complete, outcome: "fail", ...lost },
  ]);
  assertEquals(rowsOf(both), [["put", 1, 40]]);
  assertEquals(both.wrong, []);
  const unknown = bookOf([
    { ...complete, outcome: "info" },
    { ...complete, outcome: "ok", etag: "a", callNs: 12, returnNs: 15 },
  ]);
  assertEquals(rowsOf(unknown), [["put", 1, 15]]);
  assertEquals(
    unknown.space.find("hot/0000").judged("reads").rows[0]?.callNs,
    0,
  );
});

Deno.test("HistoryBook forbids the value of an upload that was aborted", () => {
  const book = bookOf([
    { op: "abort upload", outcome: "ok", valueId: 1, uploadId: "u" },
    { op: "get", outcome: "ok", valueId: 1 },
  ]);
  assertEquals(rowsOf(book), []);
  assertEquals(book.space.find("hot/0000").lookedAtRefused().length, 1);
});

Deno.test("HistoryBook minds etags only where conditions rest on them", () => {
  const twice: readonly Given[] = [
    { op: "put", outcome: "ok", valueId: 1, etag: "a" },
    { op: "put", outcome: "ok", valueId: 2, etag: "a" },
  ];
  assertEquals(bookOf(twice).wrong.map(({ name }) => name), ["etag reused"]);
  assertEquals(bookOf(twice, false).wrong, []);
});

Deno.test("HistoryBook reports bytes and checksums that are wrong at once", () => {
  const book = bookOf([
    { op: "put damaged", outcome: "ok", valueId: 1, etag: "a" },
    { op: "get", outcome: "ok", wrong: { name: "torn", text: "8 bytes" } },
  ]);
  assertEquals(book.wrong.map(({ name, sentence }) => [name, sentence]), [
    [
      "checksum ignored",
      "A put was acknowledged though its checksum was wrong",
    ],
    ["torn", "A read returned bytes that are no whole value: 8 bytes"],
  ]);
});

Deno.test("HistoryBook takes no key of somebody else", () => {
  assertThrows(
    () => bookOf([{ op: "get", outcome: "ok", key: "other", valueId: 0 }]),
    RangeError,
    "no key of this run",
  );
});

Deno.test("HistoryBook takes what a cut history lacks for possible", () => {
  const book = bookOf([{ op: "get", outcome: "ok", valueId: 7 }]);
  book.cut();
  assertEquals(rowsOf(book), [["put", 7, Infinity], ["get", 7, 5]]);
});
