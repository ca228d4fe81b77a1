/** Bodies of `table.reader_advanced.*`: parts of a table, exactly. */
import type { Table } from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import {
  judgeKnownRows,
  onTables,
  scanned,
  type TableBench,
  valuesIn,
} from "./table_bench.ts";

const ROWS = 12_000;
const PER_BATCH = 1000;

/** Several files of several row groups each. */
async function large(bench: TableBench): Promise<Table> {
  const batches = Array.from(
    { length: ROWS / PER_BATCH },
    (_, at) => bench.rows.batch(at * PER_BATCH, PER_BATCH),
  );
  return await bench.append(await bench.open(), batches, {
    "writer.buffer_size": "60000",
    "writer.file_rolling.size": "120000",
    "writer.row_group.size": "30000",
    "writer.compression": "uncompressed",
    "writer.enable_dictionary": "false",
  });
}

/** Rows that came, and bytes that were read of the target for them. */
async function measured(
  table: Table,
  options: Parameters<Table["reader"]>[0],
) {
  const before = table.store.readBytes;
  const batches = await scanned(table, options);
  return { batches, bytes: table.store.readBytes - before };
}

/** Breaks the case unless these ids came, in this order. */
function judgeIds(
  found: readonly unknown[],
  expected: readonly number[],
  what: string,
): void {
  holds(
    found.length === expected.length,
    `${what} gave ${found.length} rows, and should ${expected.length}`,
  );
  for (const [at, id] of expected.entries()) {
    holds(
      found[at] === BigInt(id),
      `${what} gave ${found[at]} as row ${at}, and should ${id}`,
    );
  }
}

const range = (start: number, end: number) =>
  Array.from({ length: end - start }, (_, at) => start + at);

/** One column of three. */
export const projection = onTables(async (bench) => {
  const table = await large(bench);
  const all = await measured(table, {});
  judgeKnownRows(bench, all.batches, { start: 0, end: ROWS });
  const one = await measured(table, { columns: ["value"] });
  const names = one.batches[0]?.schema.fields.map(({ name }) => name) ?? [];
  holds(
    names.join() === "value",
    `The columns ${names.join(", ")} came, and "value" was asked for`,
  );
  const expected = valuesIn(all.batches, "value");
  const found = valuesIn(one.batches, "value");
  holds(
    found.length === ROWS && found.every((value, at) => value === expected[at]),
    `Column "value" alone has other values than with all columns`,
  );
  holds(
    one.bytes < all.bytes * 0.6,
    `One column of three took ${one.bytes} bytes, and all ${all.bytes}`,
  );
  return `One column of three took ${one.bytes} bytes of ${all.bytes}`;
});

/** Exactly the rows, and fewer bytes. */
export const predicatePushdown = onTables(async (bench) => {
  const table = await large(bench);
  const all = await measured(table, {});
  const value = valuesIn(all.batches, "value");
  const tries: readonly (readonly [string, number[]])[] = [
    ["id >= 11990", range(11_990, ROWS)],
    ["id = 5", [5]],
    ["id IN (1, 4000, 11999)", [1, 4000, 11_999]],
    [
      "id < 100 AND NOT (value > 0)",
      range(0, 100).filter((id) => !(Number(value[id]) > 0)),
    ],
    ["id < 3 OR id > 11997", [0, 1, 2, 11_998, 11_999]],
    ["id > 12000", []],
  ];
  for (const [predicate, expected] of tries) {
    const { batches } = await measured(table, { predicate });
    judgeIds(valuesIn(batches, "id"), expected, `"${predicate}"`);
  }
  const few = await measured(table, { predicate: "id >= 11990" });
  holds(
    few.bytes < all.bytes / 2,
    `10 rows of ${ROWS} took ${few.bytes} bytes of ${all.bytes}: row groups ` +
      "without any of them should not be read",
  );
  return `${tries.length} conditions gave exactly their rows; 10 of ${ROWS} ` +
    `took ${few.bytes} bytes of ${all.bytes}`;
});

async function judgeTake(
  bench: TableBench,
  table: Table,
  places: readonly number[],
): Promise<void> {
  const reader = await table.reader();
  const taken = await reader.take(places, { parallelism: 3 });
  judgeIds(
    [...taken.getChild("id") ?? []],
    places,
    `Taking ${places.length} rows`,
  );
  for (const batch of taken.batches) {
    const wrong = bench.rows.check(batch);
    holds(
      wrong === null,
      `Row ${wrong?.id} was taken with ${wrong?.found} in "${wrong?.column}"`,
    );
  }
}

/** A few rows, one, and none. */
export const takeWithIndices = onTables(async (bench) => {
  const table = await large(bench);
  await judgeTake(bench, table, [0, 1, 17, 5000, ROWS - 1]);
  await judgeTake(bench, table, [6001]);
  await judgeTake(bench, table, []);
  return "Rows at the ends, in the middle, one and none came as asked for";
});

/** Most of 12,000 rows. */
export const takeLargeList = onTables(async (bench) => {
  const table = await large(bench);
  const places = range(0, ROWS).filter((row) => row % 7 !== 3);
  await judgeTake(bench, table, places);
  return `${places.length} rows of ${ROWS} came, each once and in order`;
});

/** The first and the last row of each file. */
export const takeAcrossFiles = onTables(async (bench) => {
  const table = await large(bench);
  const files = table.manifest.groups[0]?.files ?? [];
  holds(files.length > 2, `The table has ${files.length} files, too few`);
  const places = files.flatMap(({ firstRow, rows }) => [
    firstRow,
    firstRow + rows.end - rows.start - 1,
  ]);
  await judgeTake(bench, table, places);
  return `Rows on both sides of each of ${files.length} files came`;
});

/** Several pieces and several readers at once. */
export const parallelScan = onTables(async (bench) => {
  const table = await large(bench);
  for (const parallelism of [1, 4]) {
    const reader = await table.reader();
    const batches = await Array.fromAsync(reader.scan({ parallelism }));
    judgeKnownRows(bench, batches, { start: 0, end: ROWS });
  }
  const readers = await Promise.all(
    range(0, 4).map(async (at) => {
      const reader = await table.reader();
      const rows = { start: at * 3000, end: (at + 1) * 3000 };
      return { rows, batches: await Array.fromAsync(reader.scan({ rows })) };
    }),
  );
  for (const { batches, rows } of readers) judgeKnownRows(bench, batches, rows);
  return `${ROWS} rows came in the same order one by one, four pieces at ` +
    "once, and from four readers";
});

/** A schema that is wider than the files. */
export const missingColumns = onTables(async (bench) => {
  const table = await bench.appendRows(await bench.open(), 0, 100);
  const fields = [
    { name: "id", type: { name: "int64" }, nullable: false },
    { name: "later", type: { name: "utf8" }, nullable: true },
    { name: "score", type: { name: "float32" }, nullable: true },
  ];
  const batches = await scanned(table, { fields });
  judgeIds(valuesIn(batches, "id"), range(0, 100), "A wider schema");
  for (const name of ["later", "score"]) {
    const values = valuesIn(batches, name);
    holds(
      values.length === 100 && values.every((value) => value === null),
      `Column "${name}" is in no file, and ${values.length} values came that ` +
        "are not all null",
    );
  }
  return "Columns that no file has came as nulls of their type";
});
