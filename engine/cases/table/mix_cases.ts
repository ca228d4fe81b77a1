/** Bodies of `table.mix_workflow.*`: rows and columns by turns. */
import { holds } from "../case_broken.ts";
import { evolving, ROWS } from "./evolving.ts";
import { onTables, refuses } from "./table_bench.ts";

/** A column behind rows. */
export const appendThenAdd = onTables(async (bench) => {
  const it = await evolving(bench);
  await it.append([]);
  await it.addFields(["f_string"]);
  await it.judge();
  return "A column after rows: all rows are there, and null in it";
});

/** Rows with and without the new column. */
export const addThenAppend = onTables(async (bench) => {
  const it = await evolving(bench);
  await it.append([], 10);
  await it.addFields(["f_string"]);
  await it.append(["f_string"]);
  await it.append([]);
  await it.judge();
  return "Rows with and without the new column stand behind each other";
});

/** Rows and columns by turns, judged at each version. */
export const mixed = onTables(async (bench) => {
  const it = await evolving(bench);
  const have: string[] = [];
  for (const name of ["f_int32", "f_string", "f_list"]) {
    await it.append(have);
    await it.judge();
    await it.addFields([name]);
    have.push(name);
    await it.judge();
  }
  return "append, add, append, add, append, add: each version was whole";
});

/** Both in one transaction, and a group that does not align. */
export const mixedIntegrity = onTables(async (bench) => {
  const it = await evolving(bench);
  await it.append([]);
  // Rows and the column for all of them, in one transaction.
  const names = ["f_int64"];
  const rows = await bench.write(it.table, [it.batch(ROWS, names)]);
  it.table = await bench.commit(it.table, (to) => {
    for (const field of it.fieldsOf(names)) to.addField(field);
    to.appendFiles(rows);
  });
  it.expected.add("f_int64");
  it.expected.append(ROWS, names);
  await it.judge();
  // A group that is one row short of the table.
  const short = await bench.write(await bench.open("short"), [
    it.batch(2 * ROWS - 1, ["f_bool"]),
  ]);
  const [group] = short.groups;
  const { version } = it.table;
  await refuses(
    () =>
      bench.commit(it.table, (to) =>
        to.addColumnGroup(
          {
            columns: ["f_bool"],
            format: group?.format ?? "",
            files: group?.files ?? [],
          },
          it.fieldsOf(["f_bool"]),
        )),
    ["Misaligned"],
    "A column group that is one row short",
  );
  holds(
    (await it.table.refresh()).version === version,
    "A version came of a group that does not align",
  );
  await it.judge();
  return "Rows and a column in one version align; a group that does not is " +
    "refused";
});
