/**
 * Bodies of `table.lance_import.*`: datasets that the library of Lance wrote,
 * explored and read by it as parts of a table.
 */
import type { RecordBatch } from "apache-arrow";
import {
  exploreDataset,
  importFragments,
  type LanceDataset,
  type Table,
  type VendorFile,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { CaseFailed } from "../case_failed.ts";
import { judgeSameRows } from "./same_rows.ts";
import {
  judgeKnownRows,
  refuses,
  scanned,
  type TableBench,
  valuesIn,
} from "./table_bench.ts";
import { type FoundVendor, variedRows, withVendor } from "./vendor_rows.ts";

const ROWS = 150;
const FRAGMENTS = 3;

interface Made {
  readonly name?: string;
  /** One fragment each; known rows when absent. */
  readonly batches?: readonly RecordBatch[];
  /** Rows with these ids are deleted afterwards, in a version of its own. */
  readonly deletedIds?: readonly number[];
  /** Column `twice` is added afterwards, in files of its own. */
  readonly hasTwice?: boolean;
}

/** A dataset in the lake, as another program would leave it. */
async function leave(
  bench: TableBench,
  { host }: FoundVendor,
  made: Made = {},
): Promise<string> {
  const { batches = knownBatches(bench), name = "ds.lance" } = made;
  const { deletedIds = [], hasTwice = false } = made;
  const answer = await host.run({
    library: "lance",
    action: "make",
    files: asFiles(bench, batches),
    options: { deletedIds, hasTwice },
  });
  if (answer.state !== "done") throw new CaseFailed(answer.reason);
  const folder = bench.path(`lake/${name}`);
  try {
    for (const file of answer.files) {
      const pieces = await Array.fromAsync(answer.read(file));
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
      await bench.env.backend.put(`${folder}/${file}`, bytes);
    }
  } finally {
    await answer.close();
  }
  return folder;
}

function knownBatches({ rows }: TableBench): RecordBatch[] {
  return Array.from(
    { length: FRAGMENTS },
    (_, at) => rows.batch(at * ROWS, ROWS),
  );
}

async function* asFiles(
  { arrow }: TableBench,
  batches: readonly RecordBatch[],
): AsyncGenerator<VendorFile> {
  for (const [at, batch] of batches.entries()) {
    const bytes = arrow.tableToIPC(new arrow.Table([batch]), "stream");
    yield { name: `${at}.arrow`, pieces: once(bytes) };
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function imported(
  bench: TableBench,
  dataset: LanceDataset,
  ids?: readonly number[],
): Promise<Table> {
  const table = await bench.open();
  const rows = importFragments(dataset, ids);
  return await bench.commit(table, (to) => to.appendFiles(rows));
}

/** Which files a dataset is made of, by its newest version. */
export const explore = withVendor("lance", async (bench, vendor) => {
  const folder = await leave(bench, vendor);
  const { store } = await bench.open();
  const dataset = await exploreDataset(store, { folder, host: vendor.host });
  const names = dataset.fields.map(({ name, type }) => `${name} ${type.name}`);
  holds(
    dataset.rowCount === FRAGMENTS * ROWS &&
      names.join() === "id int64,name utf8,value float64",
    `The dataset tells ${dataset.rowCount} rows of ${names.join(", ")}`,
  );
  const files = dataset.fragments.flatMap((one) => one.files);
  holds(files.length === FRAGMENTS, `It has ${files.length} files of values`);
  for (const { path, sizeBytes } of files) {
    const found = await bench.env.backend.head(path.slice(1));
    holds(
      found.sizeBytes === sizeBytes,
      `"${path}" has ${found.sizeBytes} bytes, and ${sizeBytes} are told`,
    );
  }
  await refuses(
    () => exploreDataset(store, { folder: bench.path("no"), ...vendor }),
    ["FileMissing"],
    "A folder without a dataset",
  );
  return `version ${dataset.version} has ${files.length} files`;
});

/** Fragments by their ids. */
export const fragments = withVendor("lance", async (bench, vendor) => {
  const folder = await leave(bench, vendor);
  const { store } = await bench.open();
  const dataset = await exploreDataset(store, { folder, host: vendor.host });
  const ids = dataset.fragments.map(({ id }) => id).join();
  holds(ids === "0,1,2", `The fragments are ${ids}, and should be 0, 1 and 2`);
  for (const { id, liveRows, physicalRowCount } of dataset.fragments) {
    const ranges = liveRows.map(({ end, start }) => `${start}-${end}`).join();
    holds(
      physicalRowCount === ROWS && ranges === `0-${ROWS}`,
      `Fragment ${id} has rows ${ranges} of ${physicalRowCount}`,
    );
  }
  await refuses(
    () => Promise.resolve().then(() => importFragments(dataset, [9])),
    ["InvalidArgument"],
    "A fragment that is not there",
  );
  return `fragments ${ids} of one folder, ${ROWS} rows each`;
});

/** One fragment of three as a version. */
export const single = withVendor("lance", async (bench, vendor) => {
  const folder = await leave(bench, vendor);
  const { store } = await bench.open();
  const dataset = await exploreDataset(store, { folder, host: vendor.host });
  const table = await imported(bench, dataset, [1]);
  const [group] = table.manifest.groups;
  holds(
    table.version === 1 && group?.files.length === 1 &&
      group.format === "lance",
    `Version ${table.version} has ${group?.files.length} files of format ` +
      `"${group?.format}"`,
  );
  const rows = await scanned(await table.refresh());
  judgeKnownRows(bench, rows, { start: ROWS, end: 2 * ROWS });
  return "the second of three fragments is a table of its own";
});

/** All fragments as one group. */
export const all = withVendor("lance", async (bench, vendor) => {
  const folder = await leave(bench, vendor);
  const { store } = await bench.open();
  const dataset = await exploreDataset(store, { folder, host: vendor.host });
  const table = await imported(bench, dataset);
  const files = table.manifest.groups[0]?.files ?? [];
  const starts = files.map(({ firstRow }) => firstRow).join();
  holds(
    table.manifest.groups.length === 1 &&
      starts === [0, ROWS, 2 * ROWS].join(),
    `${table.manifest.groups.length} groups with files from rows ${starts}: ` +
      "one group, one fragment behind the other",
  );
  const rows = await scanned(table);
  judgeKnownRows(bench, rows, { start: 0, end: FRAGMENTS * ROWS });
  return `${FRAGMENTS} fragments are one column group of ${table.manifest.rowCount} rows`;
});

/** Scan, condition and take, a column added later, a value of every type. */
export const readAfter = withVendor("lance", async (bench, vendor) => {
  const { host } = vendor;
  const folder = await leave(bench, vendor, { hasTwice: true });
  const { store } = await bench.open();
  const dataset = await exploreDataset(store, { folder, host });
  const table = await (await imported(bench, dataset)).refresh();
  const end = FRAGMENTS * ROWS;
  const rows = await scanned(table);
  judgeKnownRows(bench, rows, { start: 0, end });
  for (const [at, value] of valuesIn(rows, "twice").entries()) {
    holds(
      value === BigInt(2 * at),
      `Row ${at} has ${value} in column "twice", and should have ${2 * at}`,
    );
  }
  const some = await scanned(table, { predicate: `id >= ${end - 5}` });
  judgeKnownRows(bench, some, { start: end - 5, end });
  const reader = await table.reader();
  const { batches } = await reader.take([ROWS - 1, ROWS]);
  judgeKnownRows(bench, batches, { start: ROWS - 1, end: ROWS + 1 });
  const varied = variedRows(bench);
  const place = await leave(bench, vendor, {
    name: "varied.lance",
    batches: [varied],
  });
  const other = await bench.open("varied");
  const found = await exploreDataset(other.store, { folder: place, host });
  const whole = await bench.commit(
    other,
    (to) => to.appendFiles(importFragments(found)),
  );
  judgeSameRows([varied], await scanned(whole), "The table of varied rows");
  return "what was imported came by scan, by condition and by take, with a " +
    `column that was added later, and ${varied.numCols} types value by value`;
});

/** What a manifest keeps of fragments, and that deleted rows stay away. */
export const metadata = withVendor("lance", async (bench, vendor) => {
  const deletedIds = [0, ROWS + 3, ROWS + 4, 2 * ROWS - 1];
  const folder = await leave(bench, vendor, { deletedIds });
  const { store } = await bench.open();
  const dataset = await exploreDataset(store, { folder, host: vendor.host });
  const table = await (await imported(bench, dataset)).refresh();
  const files = table.manifest.groups.flatMap((group) => group.files);
  const told = files.map(({ properties }) =>
    ["fragment_id", "physical_rows", "deleted_rows", "version"]
      .map((name) => properties[`lance.${name}`]).join("/")
  );
  const version = dataset.version;
  const expected = [
    `0/${ROWS}/1/${version}`,
    ...[1, 2].map(() => `1/${ROWS}/3/${version}`),
    `2/${ROWS}/0/${version}`,
  ];
  holds(
    told.join() === expected.join(),
    `The files are ${told.join(", ")} by fragment, rows, deleted rows and ` +
      `version, and should be ${expected.join(", ")}`,
  );
  const rows = await scanned(table);
  const left = Array.from({ length: FRAGMENTS * ROWS }, (_, id) => id)
    .filter((id) => !deletedIds.includes(id));
  const ids = valuesIn(rows, "id").map(Number);
  holds(
    ids.join() === left.join(),
    `${ids.length} rows came, and should those ${left.length} that were not ` +
      "deleted",
  );
  const wrong = rows.map((batch) => bench.rows.check(batch))
    .find((one) => one !== null);
  holds(
    wrong === undefined,
    `Row ${wrong?.id} has ${wrong?.found} in column "${wrong?.column}", and ` +
      `should have ${wrong?.expected}`,
  );
  return `fragment, rows, deleted rows and version stand with each file, and ` +
    `${deletedIds.length} deleted rows stay away`;
});
