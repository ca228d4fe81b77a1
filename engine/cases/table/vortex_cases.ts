/**
 * Bodies of `table.vortex_import.*`: files that the library of Vortex wrote,
 * read by it as parts of a table.
 */
import type { RecordBatch } from "apache-arrow";
import {
  describeFile,
  exploreFiles,
  importFiles,
  type Table,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { judgeSameRows } from "./same_rows.ts";
import {
  judgeKnownRows,
  refuses,
  scanned,
  type TableBench,
  type Texts,
  valuesIn,
} from "./table_bench.ts";
import { variedRows, withVendor } from "./vendor_rows.ts";

const ROWS = 150;
const VORTEX: Texts = { format: "vortex" };

/** One file that lies in the lake, as another program would leave it. */
async function leave(
  bench: TableBench,
  { batch, name, properties = VORTEX }: {
    readonly batch: RecordBatch;
    readonly name: string;
    readonly properties?: Texts;
  },
): Promise<void> {
  const other = await bench.open("other");
  const { groups } = await bench.write(other, [batch], properties);
  const path = groups[0]?.files[0]?.path ?? "";
  const bytes = await other.store.get(path);
  await bench.env.backend.put(bench.path(`lake/${name}`), bytes);
  await other.store.delete(path);
}

/** Known rows in as many files. */
async function lake(
  bench: TableBench,
  names: readonly string[],
): Promise<string> {
  for (const [at, name] of names.entries()) {
    const batch = bench.rows.batch(at * ROWS, ROWS);
    await leave(bench, { batch, name });
  }
  return bench.path("lake");
}

async function imported(bench: TableBench, folder: string): Promise<Table> {
  const table = await bench.open();
  const files = await exploreFiles(table.store, { folder });
  const rows = await importFiles(table.store, { files, format: "vortex" });
  return await bench.commit(table, (to) => to.appendFiles(rows));
}

/** What lies in a folder, and that it is of Vortex. */
export const explore = withVendor("vortex", async (bench) => {
  const folder = await lake(bench, ["a.vortex"]);
  const { store } = await bench.open();
  const files = await exploreFiles(store, { folder });
  holds(
    files.length === 1 && files[0]?.path === `/${folder}/a.vortex`,
    `"${folder}" has ${files.map(({ path }) => path).join(", ")}, and should ` +
      "have one file",
  );
  const bytes = await bench.env.backend.get(`${folder}/a.vortex`);
  holds(
    files[0]?.sizeBytes === bytes.length,
    `The file has ${bytes.length} bytes, and ${files[0]?.sizeBytes} are told`,
  );
  const magic = new TextDecoder().decode(bytes.subarray(0, 4));
  holds(magic === "VTXF", `The file begins with ${JSON.stringify(magic)}`);
  return `one file of ${bytes.length} bytes was found`;
});

/** What the library tells of a file, and that it refuses what is none. */
export const fileInfo = withVendor("vortex", async (bench) => {
  const folder = await lake(bench, ["a.vortex"]);
  const { store } = await bench.open();
  const facts = await describeFile(store, `/${folder}/a.vortex`, "vortex");
  const names = facts.fields.map(({ name, type }) => `${name} ${type.name}`);
  holds(
    facts.rowCount === ROWS &&
      names.join() === "id int64,name utf8,value float64",
    `The file tells ${facts.rowCount} rows of ${names.join(", ")}`,
  );
  await refuses(
    () => describeFile(store, `/${folder}/gone.vortex`, "vortex"),
    ["FileMissing"],
    "A file that is not there",
  );
  const { backend } = bench.env;
  const bytes = await backend.get(`${folder}/a.vortex`);
  const cut = bytes.subarray(0, bytes.length - 9);
  await backend.put(`${folder}/cut.vortex`, cut);
  await refuses(
    () => describeFile(store, `/${folder}/cut.vortex`, "vortex"),
    ["CorruptFile"],
    "A file without its end",
  );
  return `${ROWS} rows of ${names.join(", ")}; a file without its end is ` +
    "refused";
});

/** One file as a version. */
export const single = withVendor("vortex", async (bench) => {
  const table = await imported(bench, await lake(bench, ["a.vortex"]));
  const [group] = table.manifest.groups;
  holds(
    table.version === 1 && group?.files.length === 1 &&
      group.format === "vortex",
    `Version ${table.version} has ${group?.files.length} files of format ` +
      `"${group?.format}"`,
  );
  judgeKnownRows(bench, await scanned(await table.refresh()), {
    start: 0,
    end: ROWS,
  });
  return "explored, described, grouped, added and committed: one file";
});

/** Three files as one group. */
export const multiple = withVendor("vortex", async (bench) => {
  const names = ["a.vortex", "b.vortex", "c.vortex"];
  const table = await imported(bench, await lake(bench, names));
  const files = table.manifest.groups[0]?.files ?? [];
  const starts = files.map(({ firstRow }) => firstRow);
  holds(
    table.manifest.groups.length === 1 &&
      starts.join() === [0, ROWS, 2 * ROWS].join(),
    `${table.manifest.groups.length} groups with files from rows ` +
      `${starts.join(", ")}: one group, one file behind the other`,
  );
  judgeKnownRows(bench, await scanned(table), { start: 0, end: 3 * ROWS });
  return "three files are one column group of 450 rows";
});

/** Scan, condition, columns and take, and a value of every type. */
export const readAfter = withVendor("vortex", async (bench) => {
  const table = await imported(
    bench,
    await lake(bench, ["a.vortex", "b.vortex"]),
  );
  const again = await table.refresh();
  judgeKnownRows(bench, await scanned(again), { start: 0, end: 2 * ROWS });
  const some = await scanned(again, { predicate: `id >= ${2 * ROWS - 5}` });
  judgeKnownRows(bench, some, { start: 2 * ROWS - 5, end: 2 * ROWS });
  const [first] = await scanned(again, { columns: ["value"] });
  const names = first?.schema.fields.map(({ name }) => name).join();
  holds(names === "value", `Columns ${names} came, and "value" was asked for`);
  const reader = await again.reader();
  const { batches } = await reader.take([ROWS - 1, ROWS]);
  judgeKnownRows(bench, batches, { start: ROWS - 1, end: ROWS + 1 });
  const varied = variedRows(bench);
  await leave(bench, { batch: varied, name: "varied/a.vortex" });
  const other = await bench.open("varied");
  const files = await exploreFiles(other.store, {
    folder: bench.path("lake/varied"),
  });
  const rows = await importFiles(other.store, { files, format: "vortex" });
  const whole = await bench.commit(other, (to) => to.appendFiles(rows));
  judgeSameRows([varied], await scanned(whole), "The table of varied rows");
  return "what was imported came by scan, by condition, by column and by " +
    `take, and ${varied.numCols} types value by value`;
});

/** Columns of the same rows in two formats. */
export const mixed = withVendor("vortex", async (bench) => {
  const { arrow } = bench;
  const batch = bench.rows.batch(0, ROWS);
  const part = (...names: readonly string[]) =>
    bench.batch(
      Object.fromEntries(names.map((name) =>
        [name, batch.getChild(name) ?? arrow.vectorFromArray([])] as const
      )),
    );
  await leave(bench, {
    batch: part("id", "name"),
    name: "a.parquet",
    properties: {},
  });
  await leave(bench, { batch: part("value"), name: "a.vortex" });
  const table = await bench.open();
  const found = await exploreFiles(table.store, { folder: bench.path("lake") });
  const [left, right] = await Promise.all(
    ["parquet", "vortex"].map((format) =>
      importFiles(table.store, {
        files: found.filter(({ path }) => path.endsWith(`.${format}`)),
        format,
      })
    ),
  );
  const whole = await bench.commit(table, (to) =>
    to.appendFiles({
      fields: [...left?.fields ?? [], ...right?.fields ?? []],
      groups: [...left?.groups ?? [], ...right?.groups ?? []],
      rowCount: ROWS,
    }));
  const formats = whole.manifest.groups.map(({ format }) => format).join();
  holds(
    formats === "parquet,vortex",
    `The groups are of ${formats}, and should be of parquet and vortex`,
  );
  const rows = await scanned(await whole.refresh());
  judgeKnownRows(bench, rows, { start: 0, end: ROWS });
  const some = await scanned(whole, { predicate: "id = 7" });
  holds(
    valuesIn(some, "value").length === 1,
    "A condition on a column of Parquet finds the value of Vortex beside it",
  );
  judgeKnownRows(bench, some, { start: 7, end: 8 });
  return "two columns of Parquet and one of Vortex are the same rows";
});
