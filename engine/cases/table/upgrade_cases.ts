/** Bodies of `table.version_upgrade.*`: tables of older and newer programs. */
import {
  fieldsOf,
  manifestPath,
  parseProperties,
  readManifest,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import {
  judgeKnownRows,
  onTables,
  refuses,
  scanned,
  type TableBench,
  withColumn,
} from "./table_bench.ts";

const ROWS = 120;

/** A table whose versions a program of the first form wrote. */
async function oldTable(bench: TableBench) {
  let table = await bench.open();
  for (let at = 0; at < 2; at++) {
    const rows = await bench.write(table, [bench.rows.batch(at * ROWS, ROWS)]);
    const { snapshot } = await bench.begin(table, { formatVersion: 1 })
      .appendFiles(rows).commit();
    table = table.at(snapshot);
  }
  return table;
}

/** Versions in the first form. */
export const readOlder = onTables(async (bench) => {
  const old = await oldTable(bench);
  for (const version of [1, 2]) {
    const table = await bench.open("t", { version });
    const form = table.manifest.formatVersion;
    holds(form === 1, `Version ${version} has form ${form}, and should have 1`);
    const batches = await scanned(table);
    judgeKnownRows(bench, batches, { start: 0, end: version * ROWS });
  }
  return `${old.version} versions of form 1 are read to the last row`;
});

/** The first form, where it can say the table. */
export const writeCompatible = onTables(async (bench) => {
  const old = await oldTable(bench);
  const rows = await bench.write(old, [bench.rows.batch(2 * ROWS, ROWS)]);
  await bench.begin(old, { formatVersion: 1 }).appendFiles(rows).commit();
  const newest = await bench.open();
  holds(
    newest.manifest.formatVersion === 1 && newest.version === 3,
    `Version ${newest.version} has form ${newest.manifest.formatVersion}, and ` +
      "should have 1, which older programs read",
  );
  judgeKnownRows(bench, await scanned(newest), { start: 0, end: 3 * ROWS });
  // A column that the rows before have not: form 1 has no words for it.
  const { arrow } = bench;
  const batch = withColumn(arrow, bench.rows.batch(3 * ROWS, 2), {
    name: "late",
    vector: arrow.vectorFromArray([1, 2], new arrow.Int32()),
  });
  const field = { name: "late", type: { name: "int32" }, nullable: true };
  const wide = await bench.commit(newest, (to) => to.addField(field));
  const late = await bench.write(wide, [batch]);
  const said = await refuses(
    () => bench.begin(wide, { formatVersion: 1 }).appendFiles(late).commit(),
    ["NotSupported"],
    "A table that form 1 cannot say",
  );
  return `Form 1 is still written, and refused where it cannot say it: ${said}`;
});

/** From the first form on in the second. */
export const migration = onTables(async (bench) => {
  const old = await oldTable(bench);
  const before = await old.store.get(manifestPath(2));
  await bench.appendRows(await bench.open(), 2 * ROWS, ROWS);
  const newest = await bench.open();
  holds(
    newest.manifest.formatVersion === 2 && newest.version === 3,
    `Version ${newest.version} has form ${newest.manifest.formatVersion}, and ` +
      "should have 2",
  );
  judgeKnownRows(bench, await scanned(newest), { start: 0, end: 3 * ROWS });
  const after = await old.store.get(manifestPath(2));
  holds(
    bench.env.sha256(before) === bench.env.sha256(after),
    "The old manifest is another one after the table went on in form 2",
  );
  const parent = newest.manifest.parentVersion;
  holds(parent === 2, `Version 3 follows version ${parent}, and should 2`);
  return "A table of form 1 goes on in form 2, and its old versions stay";
});

/** Names of other programs, and old names. */
export const properties = onTables(async (bench) => {
  const name = "future.program.setting";
  const old = await oldTable(bench);
  const one = await bench.commit(old, (to) => to.setProperty(name, "kept"));
  const two = await bench.appendRows(one, 2 * ROWS, ROWS);
  const { manifest } = await readManifest(two.store, two.version);
  holds(
    manifest.properties[name] === "kept",
    `"${name}" is "${manifest.properties[name]}" after another commit, and ` +
      'should be "kept"',
  );
  holds(
    fieldsOf(manifest).length === 3,
    `${fieldsOf(manifest).length} columns are there, and should be 3`,
  );
  const renamed = parseProperties({ "writer.file_rolling_size": "4096" });
  const size = renamed.count("writer.file_rolling.size");
  holds(size === 4096, `The old name of a property gives ${size}, not 4096`);
  await refuses(
    () =>
      Promise.resolve().then(() =>
        parseProperties({ "writer.bufer_size": "1" }, { isStrict: true })
      ),
    ["UsageError"],
    "A property that nobody knows, where that is not allowed",
  );
  return "Properties of other programs are kept, old names count, and wrong " +
    "ones are refused where that is asked for";
});
