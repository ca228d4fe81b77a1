/** Bodies of `table.data_validation.*`: what is wrong is told, never read. */
import type { RecordBatch } from "apache-arrow";
import {
  checkTable,
  manifestPath,
  type Table,
  TableError,
} from "../../workloads/table/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { newestFile, twoVersions } from "./recovery_cases.ts";
import { shown } from "./same_rows.ts";
import {
  onTables,
  refuses,
  scanned,
  type TableBench,
  valuesIn,
} from "./table_bench.ts";

const FLIPS = 60;

/** All values as one text, so that rows can be held against others. */
function textOf(batches: readonly RecordBatch[]): string {
  return ["id", "name", "value"]
    .map((name) => valuesIn(batches, name).map(shown).join()).join("\n");
}

/** Rows that came, or `null` where the table refused. */
async function rowsOrNothing(table: Table): Promise<string | null> {
  try {
    return textOf(await scanned(table));
  } catch (error) {
    if (error instanceof TableError) return null;
    throw error;
  }
}

async function kindsOf(table: Table): Promise<string[]> {
  const check = await checkTable({ store: table.store, isDeep: true });
  return [...new Set(check.findings.map(({ kind }) => kind))].sort();
}

/** A bit at a time, all over a file. */
export const checksum = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const right = textOf(await scanned(table));
  const { bytes, path } = await newestFile(table);
  let refused = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    const at = Math.floor(flip * bytes.length / FLIPS);
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (flip % 8));
    await table.store.put(path, flipped);
    const found = await rowsOrNothing(await table.refresh());
    holds(
      found === null || found === right,
      `With byte ${at} of "${path}" turned other rows came, and no error`,
    );
    if (found === null) refused += 1;
    if (flip % 10 > 0) continue;
    const kinds = await kindsOf(table);
    holds(
      kinds.includes("file sum"),
      `With byte ${at} of "${path}" turned a check found ${
        kinds.join(", ") || "nothing"
      }, and should find its sum`,
    );
  }
  await table.store.put(path, bytes);
  const kinds = await kindsOf(table);
  holds(kinds.length === 0, `A whole table has findings: ${kinds.join(", ")}`);
  return `Of ${FLIPS} bits that were turned ${refused} ended the read, the ` +
    "others changed no row, and a check told each that it was asked for";
});

/** Types that a reader, or a file, has instead. */
export const schema = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const field = (name: string, type: string) => ({
    name,
    type: { name: type },
    nullable: true,
  });
  for (const type of ["utf8", "int32", "float64", "uint64"]) {
    await refuses(
      () => scanned(table, { fields: [field("id", type)] }),
      ["SchemaMismatch"],
      `Reading int64 as ${type}`,
    );
  }
  // A file that holds other columns than the manifest says.
  const other = await bench.open("other");
  const { arrow } = bench;
  const batch = bench.batch({
    id: arrow.vectorFromArray(["a", "b"], new arrow.Utf8()),
  });
  const rows = await bench.write(other, [batch]);
  const file = await other.store.get(rows.groups[0]?.files[0]?.path ?? "");
  const lying = await bench.write(await bench.open("lying"), [
    bench.batch({ id: arrow.makeVector(BigInt64Array.of(0n, 1n)) }),
  ]);
  const target = await bench.open("lying");
  const path = lying.groups[0]?.files[0]?.path ?? "";
  await target.store.put(path, file);
  const groups = lying.groups.map((group) => ({
    ...group,
    files: group.files.map((one) => ({
      ...one,
      sizeBytes: file.length,
      crc32c: null,
    })),
  }));
  const committed = await bench.commit(
    target,
    (to) => to.appendFiles({ ...lying, groups }),
  );
  await refuses(
    () => scanned(committed),
    ["CorruptFile", "SchemaMismatch"],
    "A file of texts where the manifest says whole numbers",
  );
  return "Other types are refused by name, of readers and of files";
});

/** A table whose manifest says that the file has so many rows more. */
async function longer(bench: TableBench, by: number): Promise<Table> {
  const table = await bench.open(`longer-${by}`);
  const rows = await bench.write(table, [bench.rows.batch(0, 50)]);
  const groups = rows.groups.map((group) => ({
    ...group,
    files: group.files.map((one) => ({
      ...one,
      rows: { start: 0, end: one.rows.end + by },
    })),
  }));
  const rowCount = rows.rowCount + by;
  return await bench.commit(
    table,
    (to) => to.appendFiles({ ...rows, groups, rowCount }),
  );
}

/** A manifest that promises other rows than its file has. */
export const rowCount = onTables(async (bench) => {
  const table = await longer(bench, 1);
  await refuses(
    () => scanned(table),
    ["CorruptFile", "Misaligned"],
    "A file of 50 rows where the manifest says 51",
  );
  const kinds = await kindsOf(table);
  holds(
    kinds.includes("rows"),
    `A check found ${kinds.join(", ") || "nothing"}, and should find the rows`,
  );
  const part = await longer(bench, -10);
  const batches = await scanned(part);
  const found = batches.reduce((sum, { numRows }) => sum + numRows, 0);
  holds(found === 40, `${found} rows of a part of 40 came`);
  return "A manifest that promises a row too many is told; a part of a file " +
    "is read as a part";
});

/** Groups that differ by a row. */
export const alignment = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const rows = await bench.write(await bench.open("split"), [
    bench.rows.batch(200, 50),
  ], {
    "writer.policy": "schema_based",
    "writer.split.schema_based.patterns": "id",
  });
  const [first, second] = rows.groups;
  if (first === undefined || second === undefined) {
    throw new CaseBroken("Rows in two groups lie in one");
  }
  const short = {
    ...second,
    files: second.files.map((one) => ({
      ...one,
      rows: { start: 0, end: one.rows.end - 1 },
    })),
  };
  const empty = await bench.open("short");
  await refuses(
    () =>
      bench.commit(
        empty,
        (to) => to.appendFiles({ ...rows, groups: [first, short] }),
      ),
    ["Misaligned"],
    "Groups of 50 and 49 rows",
  );
  await refuses(
    () => bench.commit(table, (to) => to.appendFiles(rows)),
    ["SchemaMismatch", "Misaligned"],
    "Groups that the table has not",
  );
  const version = (await table.refresh()).version;
  holds(version === 2, `Version ${version} came of it, and 2 should stay`);
  return "Groups that do not align are refused, and no version comes";
});

/** What is missing, torn, or out of its chain. */
export const manifestIntegrity = onTables(async (bench) => {
  const told: string[] = [];
  const tries: readonly (readonly [
    string,
    (table: Table) => Promise<void>,
  ])[] = [
    ["missing file", async (table) => {
      await table.store.delete((await newestFile(table)).path);
    }],
    ["manifest", async (table) => {
      const bytes = await table.store.get(manifestPath(2));
      bytes[50] = (bytes[50] ?? 0) ^ 1;
      await table.store.put(manifestPath(2), bytes);
    }],
    ["chain", async (table) => {
      await table.store.delete(manifestPath(2));
    }],
  ];
  for (const [kind, damage] of tries) {
    await bench.clear();
    const two = await twoVersions(bench);
    const table = await bench.appendRows(two, 200, 10);
    await damage(table);
    const kinds = await kindsOf(table);
    holds(
      kinds.includes(kind),
      `A check found ${
        kinds.join(", ") || "nothing"
      }, and should find: ${kind}`,
    );
    told.push(kind);
  }
  return `Each of ${told.join(", ")} was told by a check`;
});
