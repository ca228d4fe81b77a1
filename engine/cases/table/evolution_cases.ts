/**
 * Bodies of `table.add_field.*` and `table.schema_evolution.*`: columns that
 * come later, and the rows before them.
 */
import { fieldDefault, fieldsOf } from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { evolving, namesOf, ROWS, SIMPLE_COUNT } from "./evolving.ts";
import { shown } from "./same_rows.ts";
import {
  onTables,
  refuses,
  scanned,
  valuesIn,
  withColumn,
} from "./table_bench.ts";

/** One column more. */
export const single = onTables(async (bench) => {
  const it = await evolving(bench);
  await it.append([]);
  await it.addFields(["f_float64"]);
  await it.append(["f_float64"]);
  await it.judge();
  return `${ROWS} old rows have null in the new column, ${ROWS} new ones a value`;
});

/** Three columns in one version. */
export const multiple = onTables(async (bench) => {
  const names = ["f_int32", "f_string", "f_bool"];
  const it = await evolving(bench);
  await it.append([]);
  await it.addFields(names);
  const added = it.table.manifest.schema.at(-1)?.added.length;
  holds(added === 3, `The version adds ${added} columns, and should 3`);
  await it.append(names);
  await it.judge();
  return "Three columns came in one version, and hold what was written";
});

/** Of simple kinds, or of all. */
export function differentTypes(withNested: boolean) {
  return onTables(async (bench) => {
    const names = namesOf(bench, withNested ? Infinity : SIMPLE_COUNT);
    const it = await evolving(bench);
    await it.append([]);
    for (const name of names) await it.addFields([name]);
    await it.append(names);
    await it.judge();
    return `Columns ${names.join(", ")} hold what was written, and null before`;
  });
}

/** Old rows, and the old version, after columns came. */
export const readAfter = onTables(async (bench) => {
  const it = await evolving(bench);
  await it.append([]);
  const old = it.table.version;
  const names = ["f_int64", "f_string"];
  await it.addFields(names);
  await it.judge();
  const before = await bench.open("t", { version: old });
  const columns = fieldsOf(before.manifest).map(({ name }) => name);
  holds(
    columns.join() === "id",
    `Version ${old} has the columns ${columns.join(", ")}, and had "id" alone`,
  );
  return "Old rows have nulls in new columns, and the old version has none";
});

/** Names that are taken, by the table and by the transaction. */
export const duplicateName = onTables(async (bench) => {
  const it = await evolving(bench);
  await it.append([]);
  await it.addFields(["f_int32"]);
  const { version } = it.table;
  for (const name of ["id", "f_int32"]) {
    const field = { name, type: { name: "utf8" }, nullable: true };
    await refuses(
      () => bench.commit(it.table, (to) => to.addField(field)),
      ["SchemaMismatch"],
      `A second column "${name}"`,
    );
  }
  const twice = it.fieldsOf(["f_bool", "f_bool"]);
  await refuses(
    () =>
      bench.commit(it.table, (to) => {
        for (const field of twice) to.addField(field);
      }),
    ["SchemaMismatch"],
    "Two columns of one name in one transaction",
  );
  const after = await it.table.refresh();
  holds(
    after.version === version,
    `Version ${after.version} came of it, and ${version} should stay`,
  );
  return "Columns of a name that is there are refused, and no version comes";
});

/** Three schemas, each readable. */
export const schemaVersions = onTables(async (bench) => {
  const it = await evolving(bench);
  const seen: { readonly version: number; readonly columns: string }[] = [];
  const note = () => {
    const columns = fieldsOf(it.table.manifest).map(({ name }) => name);
    seen.push({ version: it.table.version, columns: columns.join() });
  };
  await it.append([]);
  note();
  await it.addFields(["f_string"]);
  await it.append(["f_string"]);
  note();
  await it.addFields(["f_float64"]);
  await it.append(["f_string", "f_float64"]);
  note();
  await it.judge();
  for (const { columns, version } of seen) {
    const old = await bench.open("t", { version });
    const found = fieldsOf(old.manifest).map(({ name }) => name).join();
    const rows = (await scanned(old))
      .reduce((sum, { numRows }) => sum + numRows, 0);
    holds(
      found === columns && rows === old.manifest.rowCount,
      `Version ${version} has ${found} and ${rows} rows, and had ${columns} ` +
        `and ${old.manifest.rowCount}`,
    );
  }
  return `Versions with ${
    seen.map(({ columns }) => columns).join(" / ")
  } are ` +
    "all read";
});

/** What rows from before read as. */
export const defaultValue = onTables(async (bench) => {
  const { arrow } = bench;
  const one = await bench.append(await bench.open(), [
    bench.batch({ id: arrow.makeVector(BigInt64Array.of(0n, 1n)) }),
  ]);
  const two = await bench.commit(one, (to) =>
    to.addField({
      name: "level",
      type: { name: "int32" },
      nullable: false,
      default: fieldDefault(7),
    }).addField({
      name: "word",
      type: { name: "utf8" },
      nullable: true,
      default: fieldDefault("none"),
    }));
  const last = bench.batch({
    id: arrow.makeVector(BigInt64Array.of(2n)),
    word: arrow.vectorFromArray([null], new arrow.Utf8()),
  });
  const level = arrow.vectorFromArray([9], new arrow.Int32());
  const three = await bench.append(two, [
    withColumn(arrow, last, { name: "level", vector: level }),
  ]);
  const batches = await scanned(await three.refresh());
  const levels = valuesIn(batches, "level").map(shown).join();
  const words = valuesIn(batches, "word").map(shown).join();
  holds(
    levels === "7,7,9" && words === '"none","none",null',
    `Levels ${levels} and words ${words} came, and should 7,7,9 and ` +
      '"none","none",null',
  );
  await refuses(
    () =>
      bench.commit(three, (to) =>
        to.addField({
          name: "wrong",
          type: { name: "int32" },
          nullable: true,
          default: fieldDefault("seven"),
        })).then((table) => scanned(table)),
    ["InvalidArgument", "SchemaMismatch"],
    "A text as the default of whole numbers",
  );
  return "Rows from before read as the default, a null that was written as null";
});
