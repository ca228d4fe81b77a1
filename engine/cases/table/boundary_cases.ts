/** Bodies of `table.boundary_conditions.*`: values and sizes at their ends. */
import type { DataType, RecordBatch, Vector } from "apache-arrow";
import { surveyFiles } from "../../workloads/table/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { judgeSameRows } from "./same_rows.ts";
import {
  judgeKnownRows,
  onTables,
  scanned,
  type TableBench,
} from "./table_bench.ts";

/** Writes a batch, and holds a scan, a take and a check against it. */
async function roundTrip(
  bench: TableBench,
  columns: Readonly<Record<string, Vector>>,
): Promise<RecordBatch> {
  const batch = bench.batch(columns);
  const table = await bench.append(await bench.open(), [batch]);
  const again = await table.refresh();
  judgeSameRows([batch], await scanned(again), "The table that was read");
  const reader = await again.reader();
  const last = batch.numRows - 1;
  const taken = await reader.take([last]);
  judgeSameRows([batch.slice(last)], taken.batches, "The row that was taken");
  return batch;
}

const column = (
  { arrow }: TableBench,
  type: DataType,
  values: readonly unknown[],
): Vector => arrow.vectorFromArray([...values], type);

/** The smallest table that has anything. */
export const singleRow = onTables(async (bench) => {
  const table = await bench.appendRows(await bench.open(), 0, 1);
  const again = await table.refresh();
  judgeKnownRows(bench, await scanned(again), { start: 0, end: 1 });
  const reader = await again.reader();
  const { batches } = await reader.take([0]);
  judgeKnownRows(bench, batches, { start: 0, end: 1 });
  return "One row came by scan and by take";
});

/** A schema of one column. */
export const singleColumn = onTables(async (bench) => {
  const { arrow } = bench;
  const values = Array.from({ length: 500 }, (_, row) => row * 3);
  await roundTrip(bench, { only: column(bench, new arrow.Int32(), values) });
  return "A table of one column came as it was written";
});

const WIDE = 600;

/** More columns than a page of a footer has room for. */
export const veryWide = onTables(async (bench) => {
  const { arrow } = bench;
  const columns = Array.from(
    { length: WIDE },
    (_, at) =>
      [
        `column_${at}`,
        at % 2 === 0
          ? column(bench, new arrow.Int32(), [at, at + 1, null])
          : column(bench, new arrow.Utf8(), [`${at}`, null, ""]),
      ] as const,
  );
  await roundTrip(bench, Object.fromEntries(columns));
  return `${WIDE} columns came as they were written`;
});

/** Nulls and empty lists at each level of nesting. */
export const deeplyNested = onTables(async (bench) => {
  const { arrow } = bench;
  const list = (type: DataType) =>
    new arrow.List(new arrow.Field("item", type, true));
  const pair = new arrow.Struct([
    new arrow.Field("a", new arrow.Int32(), true),
    new arrow.Field("b", list(new arrow.Utf8()), true),
  ]);
  await roundTrip(bench, {
    deep: column(bench, list(list(list(new arrow.Int32()))), [
      [[[1, 2], []], [[3]]],
      [],
      null,
      [[[null, 4]], [], [[]]],
    ]),
    pairs: column(bench, list(pair), [
      [{ a: 1, b: ["x", null] }, { a: null, b: [] }],
      [],
      null,
      [{ a: 7, b: null }],
    ]),
    pair: column(bench, pair, [
      { a: 1, b: ["y"] },
      { a: 2, b: [] },
      null,
      { a: null, b: null },
    ]),
  });
  return "Lists of lists of lists, lists of structs and structs of lists came " +
    "as they were written, with nulls and empty ones at each level";
});

const NAMES = [
  "with space",
  "dot.ted",
  'quo"ted',
  "back\\slash",
  "semi;colon, comma",
  "名前",
  "имя",
  "😀",
  "line\nbreak",
  "ÀÉ",
  "_",
];

/** Names that separators, quotes and scripts are in. */
export const specialNames = onTables(async (bench) => {
  const { arrow } = bench;
  const columns = NAMES.map((name, at) =>
    [name, column(bench, new arrow.Int32(), [at, null, at * 2])] as const
  );
  const batch = await roundTrip(bench, Object.fromEntries(columns));
  const table = await bench.open();
  for (const name of NAMES) {
    const [found] = await scanned(table, { columns: [name] });
    holds(
      found?.schema.fields[0]?.name === name,
      `Column ${JSON.stringify(name)} came as ` +
        JSON.stringify(found?.schema.fields[0]?.name),
    );
  }
  return `${batch.numCols} columns with odd names came as they were written`;
});

/** Texts of many scripts, and a NUL. */
export const unicode = onTables(async (bench) => {
  const { arrow } = bench;
  const texts = [
    "漢字かな交じり文",
    "한국어",
    "😀👩‍👩‍👧‍👦🏳️‍🌈",
    "שלום עולם",
    "مرحبا",
    "é ä",
    "a\0b",
    "\ufeff",
    "\u{10ffff}",
    "ﷺ".repeat(200),
  ];
  await roundTrip(bench, { text: column(bench, new arrow.Utf8(), texts) });
  return `${texts.length} texts of many scripts came as they were written`;
});

/** Both ends of 64 bits, signed and unsigned. */
export const maxInt64 = onTables(async (bench) => {
  const { arrow } = bench;
  const [low, high] = [-(2n ** 63n), 2n ** 63n - 1n];
  await roundTrip(bench, {
    signed: column(bench, new arrow.Int64(), [low, high, 0n, -1n, low + 1n]),
    unsigned: column(bench, new arrow.Uint64(), [
      0n,
      2n ** 64n - 1n,
      2n ** 63n,
      1n,
      2n ** 53n + 1n,
    ]),
  });
  const table = await bench.open();
  const found = await scanned(table, { predicate: `signed >= ${high}` });
  const rows = found.reduce((sum, { numRows }) => sum + numRows, 0);
  holds(rows === 1, `${rows} rows have the largest number, and should one`);
  return "The ends of 64 bits came as they were written, and are found";
});

/** Numbers that are none, endless, or a negative zero. */
export const nanAndInf = onTables(async (bench) => {
  const { arrow } = bench;
  const values = [NaN, Infinity, -Infinity, -0, 0, Number.MIN_VALUE, null];
  await roundTrip(bench, {
    wide: column(bench, new arrow.Float64(), values),
    narrow: column(bench, new arrow.Float32(), values.with(5, 2 ** -149)),
  });
  const table = await bench.open();
  const found = await scanned(table, { predicate: "wide > 1" });
  const rows = found.reduce((sum, { numRows }) => sum + numRows, 0);
  holds(rows === 1, `${rows} rows are more than 1, and only one should be`);
  return "NaN, both infinities, -0 and the smallest numbers came bit by bit";
});

/** An empty text and no text are two things. */
export const emptyStrings = onTables(async (bench) => {
  const { arrow } = bench;
  const values = ["", null, "a", "", null, ""];
  await roundTrip(bench, {
    text: column(bench, new arrow.Utf8(), values),
    bytes: column(
      bench,
      new arrow.Binary(),
      values.map((one) => one === null ? null : new TextEncoder().encode(one)),
    ),
  });
  return "Empty texts are no nulls, and nulls no empty texts";
});

/** Columns without one value. */
export const nullValues = onTables(async (bench) => {
  const { arrow } = bench;
  const nulls = [null, null, null, null];
  await roundTrip(bench, {
    whole: column(bench, new arrow.Int64(), nulls),
    number: column(bench, new arrow.Float64(), nulls),
    text: column(bench, new arrow.Utf8(), nulls),
    flag: column(bench, new arrow.Bool(), nulls),
    list: column(
      bench,
      new arrow.List(new arrow.Field("item", new arrow.Int32(), true)),
      nulls,
    ),
  });
  return "Rows of nothing but nulls came as they were written";
});

/** Every store and every disk takes keys of so many bytes. */
const KEY_BYTES = 900;
const PART_BYTES = 200;

/** Keys as long as stores take them, and longer. */
export const longPaths = onTables(async (bench) => {
  const { backend } = bench.env;
  const keyBytesMax = Math.min(backend.keyBytesMax ?? KEY_BYTES, KEY_BYTES);
  const room = keyBytesMax - bench.path("").length - 80;
  const parts = Array.from(
    { length: Math.max(1, Math.floor(room / (PART_BYTES + 1))) },
    (_, at) => `${at}`.padEnd(PART_BYTES, "x"),
  );
  const name = parts.join("/");
  const table = await bench.appendRows(await bench.open(name), 0, 50);
  judgeKnownRows(bench, await scanned(await table.refresh()), {
    start: 0,
    end: 50,
  });
  const tooLong = Array.from({ length: 25 }, () => "y".repeat(300)).join("/");
  const said = await refusedByStorage(async () => {
    await bench.appendRows(await bench.open(tooLong), 0, 1);
  });
  return `A path of ${bench.path(name).length} bytes is kept; one of ` +
    `${bench.path(tooLong).length} is refused: ${said}`;
});

async function refusedByStorage(call: () => Promise<void>): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error && error.name === "StorageError") {
      return error.message.slice(-60);
    }
    throw error;
  }
  throw new CaseBroken("A path of 7500 bytes was taken by the storage");
}

const CYCLES = 40;

/** Writers that are given up between those that commit. */
export const openCloseCycles = onTables(async (bench) => {
  let table = await bench.appendRows(await bench.open(), 0, 10);
  const before = bench.ports.openFiles();
  for (let cycle = 1; cycle <= CYCLES; cycle++) {
    const opened = await bench.open();
    const writer = await opened.writer(bench.rows.schema);
    await writer.write(bench.rows.batch(cycle * 10, 10));
    if (cycle % 4 === 0) {
      const rows = await writer.close();
      table = await bench.commit(opened, (to) => to.appendFiles(rows));
    } else {
      await writer.abort();
    }
    await (await table.reader()).take([0]);
  }
  const after = bench.ports.openFiles();
  holds(
    before === null || after === null || after <= before + 2,
    `${before} files were open before ${CYCLES} cycles, and ${after} are after`,
  );
  const { missing, orphans } = await surveyFiles(table.store);
  holds(
    missing.length === 0 && orphans.length === 0,
    `${missing.length} files are gone, and ${orphans.length} were left`,
  );
  const batches = await scanned(table);
  const rows = batches.reduce((sum, { numRows }) => sum + numRows, 0);
  const expected = 10 + CYCLES / 4 * 10;
  holds(rows === expected, `${rows} rows are there, and should ${expected}`);
  return `${CYCLES} writers and readers came and went, with ` +
    `${before ?? "unknown"} and ${after ?? "unknown"} files open`;
});
