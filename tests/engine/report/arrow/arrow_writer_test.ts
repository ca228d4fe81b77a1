import { assert, assertEquals, assertRejects } from "@std/assert";
import { RecordBatchReader, tableFromIPC } from "apache-arrow";
import { rowsOfCut } from "../../../_support/operation_rows.ts";
import { ArrowWriter } from "../../../../engine/report/arrow/arrow_writer.ts";

Deno.test("ArrowWriter writes rows that come bit by bit as one file", async () => {
  const pieces: Uint8Array[] = [];
  const writer = await ArrowWriter.open([["run", "r"]], (piece) => {
    pieces.push(piece.slice());
    return Promise.resolve();
  });
  const rows = (from: number, last: number | null) => [
    { name: "op", kind: "text" as const, values: ["write", "sync"] }, // not any text
    { name: "at", kind: "whole" as const, values: [from, last] },
  ];
  writer.add(rows(1, 2));
  writer.add(rows(3, null));
  await writer.close();
  const table = tableFromIPC(pieces);
  assertEquals([...table.getChild("at") ?? []], [1n, 2n, 3n, null]);
  assertEquals([...table.getChild("op") ?? []].length, 4);
  assertEquals(table.schema.metadata.get("run"), "r");
  const whole = new Blob(pieces.map((one) => new Uint8Array(one)));
  const bytes = new Uint8Array(await whole.arrayBuffer());
  assertEquals(new TextDecoder().decode(bytes.slice(-6)), "ARROW1");
});

Deno.test("ArrowWriter fails at its end with what could not be written", async () => {
  const writer = await ArrowWriter.open(
    [],
    () => Promise.reject(new Error("no space")),
  );
  writer.add([{ name: "at", kind: "whole", values: [1] }]);
  await assertRejects(() => writer.close(), Error, "no space");
});

Deno.test("ArrowWriter has its columns from the start, also of no rows", async () => {
  const pieces: Uint8Array[] = [];
  const put = (piece: Uint8Array) => {
    pieces.push(piece);
    return Promise.resolve();
  };
  const writer = await ArrowWriter.open([], put, [
    { name: "at", kind: "whole", values: [] },
  ]);
  await writer.close();
  const table = tableFromIPC(pieces);
  assertEquals([table.numRows, table.schema.names], [0, ["at"]]);
});

Deno.test("ArrowWriter says how much waits, and takes no more after a failure", async () => {
  const gate = Promise.withResolvers<void>();
  const writer = await ArrowWriter.open([], () => gate.promise);
  const rows = [{ name: "at", kind: "whole" as const, values: [1] }]; // not any text
  writer.add(rows);
  const waiting = writer.waitingBytes;
  writer.add(rows);
  assert(waiting > 0 && writer.waitingBytes > waiting);
  gate.reject(new Error("no space"));
  await assertRejects(() => writer.close(), Error, "no space");
  writer.add(rows);
  assertEquals(writer.waitingBytes, 0);
  assert(writer.failure instanceof Error);
});

Deno.test("ArrowWriter says where each batch ends in the file", async () => {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const writer = await ArrowWriter.open([], (piece) => {
    pieces.push(piece.slice());
    return Promise.resolve();
  });
  const ends: number[] = [];
  for (const at of [1, 2, 3]) {
    writer.add([{ name: "at", kind: "whole", values: [at] }]);
    ends.push(writer.addedBytes);
  }
  await writer.close();
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  const rowsUntil = (end: number) => rowsOfCut(bytes.slice(0, end));
  assertEquals(ends.map(rowsUntil), [1, 2, 3]);
  assertEquals(ends.map((end) => rowsUntil(end - 64)), [0, 1, 2]);
});

Deno.test("ArrowWriter that nobody ended leaves a stream from byte 8 on", async () => {
  const pieces: Uint8Array[] = [];
  const writer = await ArrowWriter.open([], (piece) => {
    pieces.push(piece);
    return Promise.resolve();
  });
  for (const at of [1, 2, 3]) {
    writer.add([{ name: "at", kind: "whole", values: [at] }]);
  }
  await new Promise((resolve) => setTimeout(resolve, 0)); // all is put then
  const bytes = new Uint8Array(
    await new Blob(
      pieces.map((one) => new Uint8Array(one)),
    ).arrayBuffer(),
  );
  const read = (end: number) =>
    [...RecordBatchReader.from(bytes.slice(8, end))]
      .flatMap((batch) => [...batch.getChild("at") ?? []]);
  assertEquals(read(bytes.length), [1n, 2n, 3n]);
  await writer.close();
});
