import { assertEquals, assertRejects } from "@std/assert";
import { loadArrow } from "../../../../engine/workloads/table/arrow_library.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { openTableWriter } from "../../../../engine/workloads/table/table_writer.ts";
import {
  armed,
  ids,
  newStore,
  newTable,
  rowsOf,
  valuesOf,
} from "./table_fixture.ts";

Deno.test("Rows are all there after a flush that failed once", async () => {
  const table = await newTable({
    ports: {
      faults: armed({ "writer.flush.fail": 1, "writer.close.fail": 1 }),
    },
  });
  const batch = await rowsOf(0, 10);
  const writer = await table.writer(batch.schema);
  await writer.write(batch);
  const error = await assertRejects(() => writer.flush(), TableError);
  assertEquals(error.kind, "FaultInjected");
  await writer.flush();
  await assertRejects(() => writer.close(), TableError);
  const rows = await writer.close();
  const { snapshot } = await table.begin().appendFiles(rows).commit();
  const reader = await table.at(snapshot).reader();
  assertEquals(await valuesOf(reader.scan(), "id"), ids(0, 10));
});

Deno.test("A writer flushes before its buffer is full", async () => {
  const table = await newTable();
  const batch = await rowsOf(0, 100);
  const writer = await table.writer(batch.schema, {
    "writer.buffer_size": "6000",
  });
  for (let at = 0; at < 10; at++) {
    await writer.write(batch);
    assertEquals(writer.heldSizeBytes < 6000, true);
  }
  assertEquals((await writer.close()).rowCount, 1000);
});

Deno.test("A closed or failed writer refuses every call", async () => {
  const table = await newTable();
  const batch = await rowsOf(0, 1);
  const writer = await table.writer(batch.schema);
  await writer.close();
  for (
    const call of [
      () => writer.write(batch),
      () => writer.flush(),
      () => writer.close(),
      () => writer.abort(),
    ]
  ) {
    assertEquals((await assertRejects(call, TableError)).kind, "Closed");
  }
});

Deno.test("Nothing and empty batches make no file", async () => {
  const table = await newTable();
  const writer = await table.writer((await rowsOf(0, 0)).schema);
  await writer.write(null);
  await writer.write(await rowsOf(0, 0));
  assertEquals((await writer.close()).groups, []);
});

Deno.test("A writer refuses other columns, nulls and doubled names", async () => {
  const arrow = await loadArrow();
  const store = newStore();
  const batch = await rowsOf(0, 1);
  const writer = await openTableWriter({ store, schema: batch.schema });
  await assertRejects(() => writer.write(batch.select(["id"])), TableError);
  const field = new arrow.Field("a", new arrow.Int64(), true);
  const schema = new arrow.Schema([field, field]);
  await assertRejects(
    () => openTableWriter({ store, schema }),
    TableError,
    '"a"',
  );
});
