/**
 * Bodies of `table.vortex_import.*`: files that the library of Vortex wrote,
 * read by it as parts of a table.
 */
import {
  describeFile,
  exploreFiles,
  importFiles,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import {
  FILE_ROWS,
  imported,
  judgeDescribed,
  judgeExplored,
  judgeMultiple,
  judgeReadAfter,
  judgeSingle,
  leaveFile,
} from "./foreign_lake.ts";
import { judgeSameRows } from "./same_rows.ts";
import { judgeKnownRows, refuses, scanned, valuesIn } from "./table_bench.ts";
import { variedRows, withVendor } from "./vendor_rows.ts";

/** What lies in a folder, and that it is of Vortex. */
export const explore = withVendor("vortex", async (bench) => {
  const bytes = await judgeExplored(bench, "vortex");
  const magic = new TextDecoder().decode(bytes.subarray(0, 4));
  holds(magic === "VTXF", `The file begins with ${JSON.stringify(magic)}`);
  return `one file of ${bytes.length} bytes was found`;
});

/** What the library tells of a file, and that it refuses what is none. */
export const fileInfo = withVendor("vortex", async (bench) => {
  const { folder, text } = await judgeDescribed(bench, "vortex");
  const { store } = await bench.open();
  const { backend } = bench.env;
  const bytes = await backend.get(`${folder}/a.vortex`);
  const cut = bytes.subarray(0, bytes.length - 9);
  await backend.put(`${folder}/cut.vortex`, cut);
  await refuses(
    () => describeFile(store, `/${folder}/cut.vortex`, "vortex"),
    ["CorruptFile"],
    "A file without its end",
  );
  return `${text}; a file without its end is refused`;
});

/** One file as a version. */
export const single = withVendor("vortex", async (bench) => {
  await judgeSingle(bench, "vortex");
  return "explored, described, grouped, added and committed: one file";
});

/** Three files as one group. */
export const multiple = withVendor("vortex", async (bench) => {
  await judgeMultiple(bench, "vortex");
  return "three files are one column group of 450 rows";
});

/** Scan, condition, columns and take, and a value of every type. */
export const readAfter = withVendor("vortex", async (bench) => {
  const again = await judgeReadAfter(bench, "vortex");
  const [first] = await scanned(again, { columns: ["value"] });
  const names = first?.schema.fields.map(({ name }) => name).join();
  holds(names === "value", `Columns ${names} came, and "value" was asked for`);
  const batch = variedRows(bench);
  const name = "varied/a.vortex";
  await leaveFile(bench, { batch, format: "vortex", name });
  const folder = bench.path("lake/varied");
  const whole = await imported(bench, "vortex", { folder, name: "varied" });
  judgeSameRows([batch], await scanned(whole), "The table of varied rows");
  return "what was imported came by scan, by condition, by column and by " +
    `take, and ${batch.numCols} types value by value`;
});

/** Columns of the same rows in two formats. */
export const mixed = withVendor("vortex", async (bench) => {
  const { arrow } = bench;
  const batch = bench.rows.batch(0, FILE_ROWS);
  const part = (...names: readonly string[]) =>
    bench.batch(
      Object.fromEntries(names.map((name) =>
        [name, batch.getChild(name) ?? arrow.vectorFromArray([])] as const
      )),
    );
  await leaveFile(bench, {
    batch: part("id", "name"),
    ...{ format: "parquet", name: "a.parquet" },
  });
  await leaveFile(bench, {
    batch: part("value"),
    ...{ format: "vortex", name: "a.vortex" },
  });
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
      rowCount: FILE_ROWS,
    }));
  const formats = whole.manifest.groups.map(({ format }) => format).join();
  holds(
    formats === "parquet,vortex",
    `The groups are of ${formats}, and should be of parquet and vortex`,
  );
  const rows = await scanned(await whole.refresh());
  judgeKnownRows(bench, rows, { start: 0, end: FILE_ROWS });
  const some = await scanned(whole, { predicate: "id = 7" });
  holds(
    valuesIn(some, "value").length === 1,
    "A condition on a column of Parquet finds the value of Vortex beside it",
  );
  judgeKnownRows(bench, some, { start: 7, end: 8 });
  return "two columns of Parquet and one of Vortex are the same rows";
});
