/** Bodies of `table.column_group_policy.*`: which columns lie together. */
import type { RecordBatch } from "apache-arrow";
import { KnownRows, type Table } from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { newColumns } from "./evolving.ts";
import { judgeSameRows } from "./same_rows.ts";
import {
  onTables,
  refuses,
  scanned,
  type TableBench,
  type Texts,
} from "./table_bench.ts";

const ROWS = 300;

function vectorRows({ arrow, env }: TableBench): RecordBatch {
  return new KnownRows({ arrow, seed: env.seed, vectorSizeBytes: 512 })
    .batch(0, ROWS);
}

const byPattern = (patterns: string) => ({
  "writer.policy": "schema_based",
  "writer.split.schema_based.patterns": patterns,
});

/** Columns of the groups, as they were told: `id,name value`. */
function groupsOf({ manifest }: Table): string {
  return manifest.groups.map(({ columns }) => columns.join()).join(" ");
}

interface Grouping {
  readonly name: string;
  readonly batch: RecordBatch;
  readonly properties: Texts;
  /** As `groupsOf` tells it. */
  readonly expected: string;
}

/** Breaks the case unless the columns lie so, and the rows are whole. */
async function judgeGrouping(
  bench: TableBench,
  { batch, expected, name, properties }: Grouping,
): Promise<void> {
  const empty = await bench.open(name);
  const table = await bench.append(empty, [batch], properties);
  const again = await table.refresh();
  holds(
    groupsOf(again) === expected,
    `The columns lie as ${groupsOf(again)}, and should as ${expected}`,
  );
  for (const { columns, files } of again.manifest.groups) {
    const rows = files.reduce((sum, one) => sum + one.rows.end, 0);
    holds(
      rows === batch.numRows,
      `The group of "${columns[0]}" has ${rows} rows, and should have ` +
        `${batch.numRows}`,
    );
  }
  judgeSameRows([batch], await scanned(again, columnsOf(batch)));
}

/** In the order of the batch: groups have an order of their own. */
function columnsOf(batch: RecordBatch) {
  return { columns: batch.schema.fields.map(({ name }) => name) };
}

/** All in one group. */
export const single = onTables(async (bench) => {
  const batch = vectorRows(bench);
  const properties = { "writer.policy": "single" };
  const expected = "id,name,value,vector";
  await judgeGrouping(bench, { name: "t", batch, properties, expected });
  return "All columns lie in one group, and in one file";
});

/** Three patterns, three groups. */
export const patternBasic = onTables(async (bench) => {
  const expected = "id,name value vector";
  await judgeGrouping(bench, {
    name: "t",
    batch: vectorRows(bench),
    properties: byPattern("id|name, value, vector"),
    expected,
  });
  return `"id|name, value, vector" makes the groups ${expected}`;
});

/** Patterns that overlap, miss, or are broken. */
export const patternComplex = onTables(async (bench) => {
  const batch = vectorRows(bench);
  const tries: readonly (readonly [string, string])[] = [
    // What no pattern has comes last, together.
    ["value", "value id,name,vector"],
    // The first one that fits has it.
    ["v.*, value, id", "value,vector id name"],
    // Whole names only, and groups without a column are none.
    ["val, i, .*e", "name,value id,vector"],
    ["^(id|vector)$, nothing", "id,vector name,value"],
  ];
  for (const [at, [patterns, expected]] of tries.entries()) {
    const properties = byPattern(patterns);
    await judgeGrouping(bench, { name: `${at}`, batch, properties, expected });
  }
  const empty = await bench.open("wrong");
  for (const patterns of ["id, (name", ""]) {
    await refuses(
      () => empty.writer(batch.schema, byPattern(patterns)),
      ["UsageError"],
      `The patterns "${patterns}"`,
    );
  }
  return `${tries.length} lists of patterns group as they say; a broken one ` +
    "and none at all are refused";
});

const bySize = (avg: number, columns: number) => ({
  "writer.policy": "size_based",
  "writer.split.size_based.max_avg_column_size": `${avg}`,
  "writer.split.size_based.max_columns_in_group": `${columns}`,
});

/** As many columns together as may be. */
export const sizeBasic = onTables(async (bench) => {
  const batch = vectorRows(bench);
  await judgeGrouping(bench, {
    name: "two",
    batch,
    properties: bySize(1000, 2),
    expected: "id,name value,vector",
  });
  await judgeGrouping(bench, {
    name: "one",
    batch,
    properties: bySize(1000, 400),
    expected: "id,name,value,vector",
  });
  return "Columns lie two by two, or all together, as the limits have it";
});

/** Large columns lie alone, wherever they stand. */
export const sizeLarge = onTables(async (bench) => {
  const { arrow } = bench;
  const rows = vectorRows(bench);
  const [id, name, , vector] = rows.schema.fields
    .map((_, at) => rows.getChildAt(at));
  if (!id || !name || !vector) throw new TypeError("A column is missing");
  const batch = bench.batch({
    // A large column first and in the middle: the small ones stay together.
    vector,
    id,
    second: vector,
    name,
  });
  const expected = "id,name vector second";
  const properties = bySize(100, 10);
  await judgeGrouping(bench, { name: "t", batch, properties, expected });
  return `Vectors of 512 bytes lie alone: ${expected}; by ` +
    `${arrow.Type[vector.type.typeId]}`;
});

/** Columns with nulls, by every policy. */
export const nullableColumns = onTables(async (bench) => {
  const { arrow } = bench;
  const of = (salt: number) =>
    Array.from({ length: ROWS }, (_, row) => (row + salt) % 3 ? row : null);
  const batch = bench.batch({
    a: arrow.vectorFromArray(of(0), new arrow.Int32()),
    b: arrow.vectorFromArray(
      of(1).map((one) => one === null ? null : `${one}`),
      new arrow.Utf8(),
    ),
    c: arrow.vectorFromArray(of(2), new arrow.Float64()),
  });
  for (
    const [name, properties, expected] of [
      ["pattern", byPattern("a, b"), "a b c"],
      ["size", bySize(5, 10), "a b c"],
      ["together", bySize(1000, 2), "a,b c"],
    ] as const
  ) {
    await judgeGrouping(bench, { name, batch, properties, expected });
  }
  return "Columns with nulls are grouped as others, and keep their nulls";
});

/** Groups that roll by themselves have the same rows. */
export const rowAlignment = onTables(async (bench) => {
  let table = await bench.open();
  for (let at = 0; at < 3; at++) {
    table = await bench.append(
      table,
      [bench.rows.batch(at * ROWS, ROWS)],
      {
        ...byPattern("id, name"),
        "writer.buffer_size": "2000",
        "writer.file_rolling.size": "3000",
      },
    );
  }
  const ends = table.manifest.groups.map(({ files }) =>
    files.reduce((sum, { rows }) => sum + rows.end - rows.start, 0)
  );
  holds(
    ends.every((rows) => rows === 3 * ROWS),
    `The groups have ${ends.join(", ")} rows, and should ${3 * ROWS} each`,
  );
  const columns = ["id", "name", "value"];
  const expected = [0, 1, 2].map((at) => bench.rows.batch(at * ROWS, ROWS));
  judgeSameRows(expected, await scanned(table, { columns }));
  return `${ends.length} groups have ${ends[0]} rows each, side by side`;
});

/** One column of each type. */
export const mixedTypes = onTables(async (bench) => {
  const { arrow } = bench;
  const columns = newColumns(bench);
  const batch = bench.batch(Object.fromEntries(columns.map((one) => [
    one.name,
    arrow.vectorFromArray(
      Array.from({ length: ROWS }, (_, at) => one.value(at % 200)),
      one.type,
    ),
  ])));
  await judgeGrouping(bench, {
    name: "t",
    batch,
    properties: byPattern("f_int.*, f_(list|struct), f_string|f_binary"),
    expected:
      "f_int32,f_int64 f_list,f_struct f_string,f_binary f_float32,f_float64,f_bool",
  });
  return `${columns.length} types lie in 4 groups, and came as they were written`;
});
