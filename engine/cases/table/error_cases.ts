/** Bodies of `table.error_handling.*`: one clear sentence, and no change. */
import {
  isStorageFailure,
  manifestPath,
  openTable,
  type Table,
} from "../../workloads/table/mod.ts";
import type { StorageErrorKind } from "../../../backends/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { failingTarget } from "./failing_target.ts";
import { newestFile, twoVersions } from "./recovery_cases.ts";
import {
  judgeKnownRows,
  onTables,
  refuses,
  scanned,
  type TableBench,
} from "./table_bench.ts";

/** Breaks the case unless the table is as `twoVersions` left it. */
async function judgeUnchanged(bench: TableBench): Promise<void> {
  const table = await bench.open();
  holds(
    table.version === 2,
    `Version ${table.version} is there, and 2 should stay`,
  );
  judgeKnownRows(bench, await scanned(table), { start: 0, end: 200 });
}

/** Paths that lead out, and one that names nothing. */
export const invalidPath = onTables(async (bench) => {
  const { backend } = bench.env;
  const paths = ["../out", "a/../../b", "/abs", "a//b", "a/./b", "nul\0"];
  for (const path of paths) {
    await refuses(
      () => openTable({ backend, path, ports: bench.ports, mayBeNew: true }),
      ["InvalidArgument"],
      `The path ${JSON.stringify(path)}`,
    );
  }
  await refuses(
    () =>
      openTable({ backend, path: bench.path("nowhere"), ports: bench.ports }),
    ["TableMissing"],
    "A path that is no table",
  );
  return `${paths.length} paths that lead out or name nothing are refused`;
});

/** Bytes that are no manifest. */
export const corruptedManifest = onTables(async (bench) => {
  const table = await bench.appendRows(await bench.open(), 0, 10);
  const bytes = await table.store.get(manifestPath(1));
  const garbage = new TextEncoder().encode("{}".repeat(100));
  for (
    const damage of [
      garbage,
      bytes.subarray(0, 3),
      bytes.map((b) => b ^ 255),
    ]
  ) {
    await table.store.put(manifestPath(1), damage);
    await refuses(
      () => bench.open(),
      ["CorruptManifest", "NewerManifest"],
      `A manifest of ${damage.length} wrong bytes`,
    );
  }
  return "Manifests that are garbage, cut and turned are refused";
});

/** A file that a version needs is gone. */
export const missingFile = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const { path } = await newestFile(table);
  await table.store.delete(path);
  const said = await refuses(
    () => scanned(table),
    ["FileMissing"],
    "A table whose file is gone",
  );
  holds(said.includes(path), `"${said}" does not name the file "${path}"`);
  return said;
});

/** Other columns, and other types. */
export const schemaMismatch = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const { arrow } = bench;
  const writer = await table.writer(bench.rows.schema);
  const texts = bench.batch({
    id: arrow.vectorFromArray(["a"], new arrow.Utf8()),
  });
  await refuses(
    () => writer.write(texts),
    ["SchemaMismatch"],
    "A batch of other columns than the writer's",
  );
  await writer.abort();
  await refuses(
    async () => {
      const rows = await bench.write(table, [texts]);
      await bench.commit(table, (to) => to.appendFiles(rows));
    },
    ["SchemaMismatch"],
    "Rows whose column has another type than the table's",
  );
  await judgeUnchanged(bench);
  return "Batches of other columns or types are refused, the table is as before";
});

/** A table whose storage refuses to be written, before and at the commit. */
async function judgeRefusal(
  bench: TableBench,
  kind: StorageErrorKind,
): Promise<string[]> {
  await twoVersions(bench);
  const told: string[] = [];
  for (const calls of [["put", "putStream"], ["putIfAbsent"]] as const) {
    const backend = failingTarget(bench.env.backend, { calls, kind });
    const table: Table = await bench.open("t", { backend });
    const end = await bench.appendRows(table, 200, 100)
      .then(() => "taken", (error) => {
        if (!isStorageFailure(error, kind)) throw error;
        return error instanceof Error ? error.message : kind;
      });
    if (end === "taken") {
      throw new CaseBroken(`An append was acknowledged, and is ${kind}`);
    }
    told.push(end);
    await judgeUnchanged(bench);
  }
  return told;
}

/** A target that may not be written. */
export const permissionDenied = onTables(async (bench) => {
  const told = await judgeRefusal(bench, "PermissionDenied");
  return `What the storage forbids is told ${told.length} times, and the ` +
    "table is as before";
});

/** A target without room, which gets some. */
export const diskFull = onTables(async (bench) => {
  const told = await judgeRefusal(bench, "NoSpace");
  const after = await bench.appendRows(await bench.open(), 200, 100);
  judgeKnownRows(bench, await scanned(after), { start: 0, end: 300 });
  return `A full disk is told ${told.length} times, the table is as before, ` +
    "and goes on once there is room";
});

/** Columns and conditions that make no sense. */
export const invalidProjection = onTables(async (bench) => {
  const table = await twoVersions(bench);
  for (const columns of [["nam"], ["id", "id"], ["id", "missing"]]) {
    await refuses(
      () => scanned(table, { columns }),
      ["InvalidArgument"],
      `The columns ${columns.join(", ")}`,
    );
  }
  for (
    const predicate of ["nam = 'a'", "id >", "id = 'text'", "value LIKE 1"]
  ) {
    await refuses(
      () => scanned(table, { predicate }),
      ["InvalidArgument", "SchemaMismatch"],
      `The condition "${predicate}"`,
    );
  }
  return "Columns and conditions that the table has not are refused";
});

/** Rows that are not there, twice, or out of order. */
export const takeOutOfRange = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const reader = await table.reader();
  const wrong = [[-1], [200], [1e9], [5, 4], [7, 7], [1.5], [NaN]];
  for (const places of wrong) {
    await refuses(
      () => reader.take(places),
      ["InvalidArgument"],
      `Taking row ${places.join(", ")}`,
    );
  }
  return `${wrong.length} lists of rows that are not there, not in order or ` +
    "twice are refused";
});

/** A writer without rows, a transaction without a change. */
export const emptyWrite = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const writer = await table.writer(bench.rows.schema);
  await writer.write(null);
  await writer.write(bench.rows.batch(0, 0));
  const rows = await writer.close();
  holds(
    rows.rowCount === 0 && rows.groups.length === 0,
    `Nothing was written, and ${rows.groups.length} groups came of it`,
  );
  await refuses(
    () => bench.begin(table).commit(),
    ["InvalidArgument"],
    "A transaction that does nothing",
  );
  await refuses(() => writer.write(null), ["Closed"], "A write after the end");
  await judgeUnchanged(bench);
  return "Writing nothing leaves no file, and committing nothing is refused";
});

/** Two columns of one name. */
export const duplicateColumns = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const { arrow } = bench;
  const [id] = bench.rows.schema.fields;
  if (id === undefined) throw new TypeError("Known rows have an id");
  await refuses(
    () => table.writer(new arrow.Schema([id, id])),
    ["SchemaMismatch"],
    "A writer of two columns of one name",
  );
  await refuses(
    () => scanned(table, { columns: ["id", "name", "id"] }),
    ["InvalidArgument"],
    "A column that is read twice",
  );
  await judgeUnchanged(bench);
  return "Two columns of one name are refused by writers and by readers";
});

/** Values that no property takes, told at once. */
export const invalidProperties = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const wrong = {
    "writer.buffer_size": "many",
    "writer.file_rolling.size": "-1",
    "writer.compression": "rar",
    "writer.enable_dictionary": "yes",
    "writer.policy": "random",
    "transaction.commit.num-retries": "11",
  };
  const said = await refuses(
    () => table.writer(bench.rows.schema, wrong),
    ["UsageError"],
    "A writer of wrong properties",
  );
  const unnamed = Object.keys(wrong).filter((name) => !said.includes(name));
  holds(
    unnamed.length === 0,
    `${unnamed.join(", ")} is wrong, and not told: all should be at once`,
  );
  await refuses(
    () =>
      table.writer(bench.rows.schema, {
        "writer.enc.enable": "true",
        "writer.enc.key": "fifteen bytes..",
      }),
    ["UsageError"],
    "A key of 15 bytes",
  );
  await judgeUnchanged(bench);
  return `${Object.keys(wrong).length} wrong properties are told at once`;
});
