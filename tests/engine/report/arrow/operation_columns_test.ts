import { assertEquals } from "@std/assert";
import {
  type LoggedRecord,
  operationColumns,
  OperationJoin,
} from "../../../../engine/report/arrow/operation_columns.ts";

function record(changes: Partial<LoggedRecord>): LoggedRecord {
  return {
    sequence: 1,
    timeNs: 100,
    stage: "begun",
    op: "write",
    begun: 1,
    lane: 0,
    file: 0,
    offset: 4096,
    bytes: 4096,
    generation: 3,
    durable: false,
    hasFailed: false,
    ...changes,
  };
}

function values(join: OperationJoin, name: string, isOver = false) {
  const rows = join.take(isOver);
  return operationColumns(rows).find((one) => one.name === name)?.values;
}

Deno.test("OperationJoin makes one row of what began and what ended", () => {
  const join = new OperationJoin("local");
  join.add([
    record({}),
    record({ sequence: 2, begun: 2, op: "sync", bytes: 0 }),
    record({ sequence: 3, stage: "ended", timeNs: 150 }),
  ]);
  assertEquals(values(join, "ended_ns"), [150]);
  join.add([record({ sequence: 4, begun: 2, stage: "ended", op: "sync" })]);
  assertEquals(values(join, "op"), ["sync"]);
  assertEquals(values(join, "op", true), []);
});

Deno.test("OperationJoin counts a write of several generations once", () => {
  const join = new OperationJoin("local");
  join.add([record({}), record({ sequence: 2, offset: 8192, generation: 4 })]);
  assertEquals(values(join, "bytes", true), [8192]);
});

Deno.test("OperationJoin keeps what never ended, and what nobody saw begin", () => {
  const join = new OperationJoin("local");
  join.add([record({ sequence: 9, begun: 8, stage: "ended", timeNs: 70 })]);
  assertEquals(values(join, "begun_ns"), [null]);
  join.add([record({})]);
  assertEquals(values(join, "ended_ns"), []);
  join.add([]);
  assertEquals(values(join, "has_failed", true), [null]);
});

Deno.test("operationColumns() says what failed and what is durable", () => {
  const join = new OperationJoin("local");
  const ended = { stage: "ended" as const, hasFailed: true }; // not any text
  join.add([record({}), record({ ...ended, sequence: 2 })]);
  const columns = operationColumns(join.take());
  const of = (name: string) =>
    columns.find((one) => one.name === name)?.values[0];
  assertEquals(
    ["target", "lane", "offset", "has_failed", "is_durable"].map(of),
    ["local", 0, 4096, true, false],
  );
});
