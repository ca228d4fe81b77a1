import { assertEquals } from "@std/assert";
import type { AttemptRecord } from "../../../../engine/workloads/consistency/attempt_record.ts";
import { HistoryBook } from "../../../../engine/workloads/consistency/history_book.ts";
import { judgeBook } from "../../../../engine/workloads/consistency/judge_book.ts";
import { KeySpace } from "../../../../engine/workloads/consistency/key_space.ts";

function judged(given: readonly Partial<AttemptRecord>[]) {
  const space = new KeySpace({ prefix: "", keys: 2 });
  const book = new HistoryBook({
    space,
    endpoints: ["one"],
    hasConditions: true,
  });
  given.forEach((one, at) =>
    book.take({
      id: at + 1,
      logicalOp: at + 1,
      attempt: 1,
      client: at,
      endpoint: 0,
      key: "hot/0000",
      op: "get",
      outcome: "ok",
      callNs: at * 10,
      returnNs: at * 10 + 5,
      ...one,
    })
  );
  return judgeBook(book, {
    seed: 1,
    clients: 1,
    durationNs: 100,
    endpoints: ["one"],
    notAsked: [],
    stoppedBy: "limit",
  });
}

const put = (valueId: number, more: Partial<AttemptRecord> = {}) =>
  ({ op: "put", valueId, etag: `e${valueId}`, ...more }) as const;

Deno.test("judgeBook() counts findings by what held all the same", () => {
  const report = judged([
    put(1),
    put(2),
    { valueId: 1 },
    { wrong: { name: "torn", text: "8 bytes" } },
  ]);
  assertEquals(report.findingCounts, { "torn": 1, "stale read": 1 });
  assertEquals(report.heldCounts, { none: 1, "read-your-writes": 1 });
  assertEquals(report.findings.map(({ name, held }) => [name, held]), [
    ["torn", null],
    ["stale read", "read-your-writes"],
  ]);
});

Deno.test("judgeBook() names a stale read so beside conditions that held", () => {
  const report = judged([
    put(1),
    put(2, { op: "put if match", basis: 1 }),
    put(3, { op: "put if match", basis: 2 }),
    { valueId: 1 },
  ]);
  assertEquals(report.findingCounts, { "stale read": 1 });
});

Deno.test("judgeBook() names a lost update, which no level allows", () => {
  const report = judged([
    put(1),
    put(2),
    put(3, { op: "put if match", basis: 1 }),
    { valueId: 3 },
  ]);
  assertEquals(report.findings.map(({ name, held }) => [name, held]), [
    ["lost update", null],
  ]);
});

Deno.test("judgeBook() shows five findings of a name and counts them all", () => {
  const torn = { wrong: { name: "torn", text: "x" } } as const;
  const report = judged(Array.from({ length: 9 }, () => torn));
  assertEquals(report.findings.length, 5);
  assertEquals(report.findingCounts, { torn: 9 });
});
