import { assertEquals, assertRejects } from "@std/assert";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { fieldDefault } from "../../../../engine/workloads/table/constant_column.ts";
import {
  appended,
  ids,
  newTable,
  rowsOf,
  valuesOf,
  written,
} from "./table_fixture.ts";

const SPLIT = {
  "writer.policy": "schema_based",
  "writer.split.schema_based.patterns": "id, name",
};

async function rolled() {
  const table = await newTable();
  const batches = await Promise.all(
    [0, 1, 2, 3].map((at) => rowsOf(at * 10, 10)),
  );
  const rows = await written(table, batches, {
    ...SPLIT,
    "writer.buffer_size": "1",
    "writer.file_rolling.size": "150",
  });
  const { snapshot } = await table.begin().appendFiles(rows).commit();
  return table.at(snapshot);
}

Deno.test("scan() gives every row once, in order, also in parallel", async () => {
  const table = await rolled();
  for (const parallelism of [1, 3]) {
    const reader = await table.reader({
      properties: { "reader.record_batch_max_rows": "7" },
    });
    assertEquals(
      await valuesOf(reader.scan({ parallelism }), "id"),
      ids(0, 40),
    );
    assertEquals(
      await valuesOf(
        reader.scan({ rows: { start: 8, end: 23 }, parallelism }),
        "name",
      ),
      ids(8, 23).map((id) => `name_${id}`),
    );
  }
});

Deno.test("scan() gives exactly the rows of the condition, and reads fewer bytes", async () => {
  const table = await rolled();
  const bytesOf = async (predicate?: string) => {
    const before = table.store.readBytes;
    const reader = await table.reader({
      columns: ["name"],
      ...(predicate === undefined ? {} : { predicate }),
    });
    const names = await valuesOf(reader.scan(), "name");
    return { names, bytes: table.store.readBytes - before };
  };
  const found = await bytesOf("id >= 35 AND value < 3.85");
  assertEquals(found.names, ids(35, 39).map((id) => `name_${id}`));
  assertEquals((await bytesOf("name = 'name_7' OR id = 12")).names, [
    "name_7",
    "name_12",
  ]);
});

Deno.test("take() gives rows on both sides of every file, and refuses others", async () => {
  const reader = await (await rolled()).reader();
  const table = await reader.take([0, 9, 10, 11, 29, 30, 39]);
  assertEquals([...table.getChild("id") ?? []].map(Number), [
    0,
    9,
    10,
    11,
    29,
    30,
    39,
  ]);
  assertEquals((await reader.take([])).numRows, 0);
  for (const places of [[-1], [40], [3, 2], [2, 2], [0.5]]) {
    await assertRejects(
      () => reader.take(places),
      TableError,
      "Cannot take row",
    );
  }
});

Deno.test("Rows without a column are null, or its default", async () => {
  const table = await appended(await newTable(), 0, 2);
  const { snapshot } = await table.begin()
    .addField({ name: "later", type: { name: "int64" }, nullable: true })
    .addField({
      name: "level",
      type: { name: "int32" },
      nullable: false,
      default: fieldDefault(7),
    })
    .commit();
  const reader = await table.at(snapshot).reader();
  assertEquals(await valuesOf(reader.scan(), "later"), [null, null]);
  assertEquals(await valuesOf(reader.scan(), "level"), [7, 7]);
  const taken = await reader.take([1]);
  assertEquals([...taken.getChild("level") ?? []], [7]);
});

Deno.test("A damaged file is never read as rows: told, or left out and told", async () => {
  const table = await rolled();
  const group = table.manifest.groups[1];
  const path = group?.files[1]?.path ?? "";
  const bytes = await table.store.get(path);
  await table.store.put(
    path,
    bytes.map((byte, at) => at === 60 ? byte ^ 4 : byte),
  );
  const strict = await table.reader();
  const error = await assertRejects(
    () => valuesOf(strict.scan(), "id"),
    TableError,
    path,
  );
  assertEquals(error.kind, "CorruptFile");
  const skipping = await table.reader({ onDamage: "skip" });
  const found = await valuesOf(skipping.scan(), "id");
  const [damage] = skipping.damages;
  assertEquals(
    found.length,
    40 -
      skipping.damages.reduce(
        (sum, { rows }) => sum + rows.end - rows.start,
        0,
      ),
  );
  assertEquals(damage?.path.includes(path), true);
});
