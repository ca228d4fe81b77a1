/** Bodies of `table.parquet_import.*`: files that somebody else wrote. */
import {
  describeFile,
  exploreFiles,
  importFiles,
  type Table,
} from "../../workloads/table/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import {
  judgeKnownRows,
  onTables,
  refuses,
  scanned,
  type TableBench,
} from "./table_bench.ts";

const ROWS = 150;

/** Files beside the table, as another program would leave them. */
async function lake(
  bench: TableBench,
  names: readonly string[],
): Promise<string> {
  for (const [at, name] of names.entries()) {
    const other = await bench.open(`other-${at}`);
    const batch = bench.rows.batch(at * ROWS, ROWS);
    const { groups } = await bench.write(other, [batch]);
    const path = groups[0]?.files[0]?.path ?? "";
    const bytes = await other.store.get(path);
    await bench.env.backend.put(bench.path(`lake/${name}`), bytes);
    await other.store.delete(path);
  }
  return bench.path("lake");
}

/** What lies in a folder. */
export const explore = onTables(async (bench) => {
  const folder = await lake(bench, ["a.parquet"]);
  const { store } = await bench.open();
  const files = await exploreFiles(store, { folder });
  holds(
    files.length === 1 && files[0]?.path === `/${folder}/a.parquet`,
    `"${folder}" has ${files.map(({ path }) => path).join(", ")}, and should ` +
      "have one file",
  );
  const bytes = await bench.env.backend.get(`${folder}/a.parquet`);
  holds(
    files[0]?.sizeBytes === bytes.length,
    `The file has ${bytes.length} bytes, and ${files[0]?.sizeBytes} are told`,
  );
  const none = await exploreFiles(store, { folder: bench.path("nothing") });
  holds(none.length === 0, `An empty folder has ${none.length} files`);
  return `One file of ${bytes.length} bytes was found`;
});

/** What the end of a file tells. */
export const fileInfo = onTables(async (bench) => {
  const folder = await lake(bench, ["a.parquet"]);
  const { store } = await bench.open();
  const before = store.readBytes;
  const facts = await describeFile(store, `/${folder}/a.parquet`);
  const names = facts.fields.map(({ name, type }) => `${name} ${type.name}`);
  holds(
    facts.rowCount === ROWS &&
      names.join() === "id int64,name utf8,value float64",
    `The file tells ${facts.rowCount} rows of ${names.join(", ")}`,
  );
  await refuses(
    () => describeFile(store, `/${folder}/gone.parquet`),
    ["FileMissing"],
    "A file that is not there",
  );
  return `${ROWS} rows of ${names.join(", ")}, by ${
    store.readBytes - before
  } bytes of its end`;
});

async function imported(bench: TableBench, folder: string): Promise<Table> {
  const table = await bench.open();
  const files = await exploreFiles(table.store, { folder, isDeep: true });
  const rows = await importFiles(table.store, { files });
  return await bench.commit(table, (to) => to.appendFiles(rows));
}

/** One file as a version. */
export const single = onTables(async (bench) => {
  const table = await imported(bench, await lake(bench, ["a.parquet"]));
  const [group] = table.manifest.groups;
  holds(
    table.version === 1 && group?.files.length === 1,
    `Version ${table.version} has ${group?.files.length} files`,
  );
  judgeKnownRows(bench, await scanned(await table.refresh()), {
    start: 0,
    end: ROWS,
  });
  return "Explored, described, grouped, added and committed: one file";
});

/** Three files as one group. */
export const multiple = onTables(async (bench) => {
  const names = ["a.parquet", "b.parquet", "c.parquet"];
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
  return "Three files are one column group of 450 rows";
});

/** Folders whose names are values. */
export const partitions = onTables(async (bench) => {
  const table = await imported(
    bench,
    await lake(bench, [
      "year=2025/month=12/a.parquet",
      "year=2026/month=01/a.parquet",
      "year=2026/month=02/sp%20ace=x%3Dy/a.parquet",
    ]),
  );
  const files = table.manifest.groups[0]?.files ?? [];
  const told = files.map(({ properties }) =>
    [properties["partition.year"], properties["partition.month"]].join("-")
  );
  holds(
    told.join() === "2025-12,2026-01,2026-02",
    `The files are of ${told.join(", ")}, by what their folders say`,
  );
  judgeKnownRows(bench, await scanned(table), { start: 0, end: 3 * ROWS });
  return `Files of ${told.join(", ")} keep what their folders say of them`;
});

/** Scan, condition and take over files of others. */
export const readAfter = onTables(async (bench) => {
  const table = await imported(
    bench,
    await lake(bench, ["a.parquet", "b.parquet"]),
  );
  const again = await table.refresh();
  judgeKnownRows(bench, await scanned(again), { start: 0, end: 2 * ROWS });
  const some = await scanned(again, { predicate: `id >= ${2 * ROWS - 5}` });
  judgeKnownRows(bench, some, { start: 2 * ROWS - 5, end: 2 * ROWS });
  const reader = await again.reader();
  const { batches } = await reader.take([ROWS - 1, ROWS]);
  judgeKnownRows(bench, batches, { start: ROWS - 1, end: ROWS + 1 });
  return "What was imported came by scan, by condition and by take";
});

/** Own rows behind those of others. */
export const appendAfter = onTables(async (bench) => {
  const folder = await lake(bench, ["a.parquet"]);
  const key = `${folder}/a.parquet`;
  const before = bench.env.sha256(await bench.env.backend.get(key));
  const table = await imported(bench, folder);
  const after = await bench.appendRows(table, ROWS, ROWS);
  judgeKnownRows(bench, await scanned(await after.refresh()), {
    start: 0,
    end: 2 * ROWS,
  });
  if (bench.env.sha256(await bench.env.backend.get(key)) !== before) {
    throw new CaseBroken(`"${key}" was changed by an append to the table`);
  }
  const paths = after.manifest.groups[0]?.files.map(({ path }) => path) ?? [];
  holds(
    paths[0] === `/${key}` && paths[1]?.startsWith("_data/") === true,
    `The files are ${paths.join(", ")}: one of the lake, one of the table`,
  );
  return "Rows of the table stand behind those that were imported";
});
