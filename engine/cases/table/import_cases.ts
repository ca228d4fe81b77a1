/** Bodies of `table.parquet_import.*`: files that somebody else wrote. */
import { exploreFiles } from "../../workloads/table/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import {
  FILE_ROWS,
  imported,
  judgeAll,
  judgeDescribed,
  judgeExplored,
  judgeMultiple,
  judgeReadAfter,
  judgeSingle,
  leaveKnown,
} from "./foreign_lake.ts";
import { onTables } from "./table_bench.ts";

/** What lies in a folder, and in one that is empty. */
export const explore = onTables(async (bench) => {
  const { length } = await judgeExplored(bench, "parquet");
  const { store } = await bench.open();
  const none = await exploreFiles(store, { folder: bench.path("nothing") });
  holds(none.length === 0, `An empty folder has ${none.length} files`);
  return `One file of ${length} bytes was found`;
});

/** What the end of a file tells. */
export const fileInfo = onTables(async (bench) => {
  const { readBytes, text } = await judgeDescribed(bench, "parquet");
  return `${text}, by ${readBytes} bytes of its end`;
});

/** One file as a version. */
export const single = onTables(async (bench) => {
  await judgeSingle(bench, "parquet");
  return "Explored, described, grouped, added and committed: one file";
});

/** Three files as one group. */
export const multiple = onTables(async (bench) => {
  await judgeMultiple(bench, "parquet");
  return "Three files are one column group of 450 rows";
});

/** Folders whose names are values. */
export const partitions = onTables(async (bench) => {
  const folder = await leaveKnown(bench, "parquet", [
    "year=2025/month=12/a.parquet",
    "year=2026/month=01/a.parquet",
    "year=2026/month=02/sp%20ace=x%3Dy/a.parquet",
  ]);
  const table = await imported(bench, "parquet", { folder });
  const files = table.manifest.groups[0]?.files ?? [];
  const told = files.map(({ properties }) =>
    [properties["partition.year"], properties["partition.month"]].join("-")
  );
  holds(
    told.join() === "2025-12,2026-01,2026-02",
    `The files are of ${told.join(", ")}, by what their folders say`,
  );
  await judgeAll(bench, table, 3);
  return `Files of ${told.join(", ")} keep what their folders say of them`;
});

/** Scan, condition and take over files of others. */
export const readAfter = onTables(async (bench) => {
  await judgeReadAfter(bench, "parquet");
  return "What was imported came by scan, by condition and by take";
});

/** Own rows behind those of others. */
export const appendAfter = onTables(async (bench) => {
  const folder = await leaveKnown(bench, "parquet", ["a.parquet"]);
  const key = `${folder}/a.parquet`;
  const before = bench.env.sha256(await bench.env.backend.get(key));
  const table = await imported(bench, "parquet", { folder });
  const after = await bench.appendRows(table, FILE_ROWS, FILE_ROWS);
  await judgeAll(bench, await after.refresh(), 2);
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
