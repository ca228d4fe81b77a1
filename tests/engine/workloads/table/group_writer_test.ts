import { assertEquals } from "@std/assert";
import { newTable, rowsOf, written } from "./table_fixture.ts";

/** 28 bytes a row of three-digit names, as the schema has it. */
async function filesAt(limit: number) {
  const table = await newTable();
  const batch = await rowsOf(100, 10);
  const rows = await written(table, Array(6).fill(batch), {
    "writer.file_rolling.size": `${limit}`,
    "writer.buffer_size": "1",
  });
  return rows.groups[0]?.files ?? [];
}

Deno.test("A file ends at the flush that reaches its size, and not before", async () => {
  const raw = 10 * (8 + 8 + 4 + 8);
  assertEquals((await filesAt(2 * raw - 1)).length, 3);
  assertEquals((await filesAt(2 * raw)).length, 3);
  assertEquals((await filesAt(2 * raw + 1)).length, 2);
  assertEquals((await filesAt(100 * raw)).length, 1);
});

Deno.test("A file is described as it lies there", async () => {
  const files = await filesAt(1);
  assertEquals(files.length, 6);
  assertEquals(
    files.every(({ crc32c, rows, sizeBytes }) =>
      crc32c?.length === 8 && rows.end === 10 && (sizeBytes ?? 0) > 0
    ),
    true,
  );
});
