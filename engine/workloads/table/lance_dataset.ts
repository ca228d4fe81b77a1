/**
 * Datasets of Lance that somebody else wrote, as part of a table: which
 * fragments a folder has, as the vendor's library tells them, and the update
 * that makes them rows. Nothing is copied or changed.
 *
 * Design: a fragment becomes its own data files, which tables read one by one.
 * Rows that were deleted are left out by ranges, so that one file stands in a
 * group as often as deletions part it.
 */
import { exploreFiles, type ExternalFile } from "./external_files.ts";
import { fieldsOfArrow } from "./field_type.ts";
import type { RowRange, TableField } from "./manifest.ts";
import { TableError } from "./table_error.ts";
import type { TableStore } from "./table_store.ts";
import type { NewFile, NewGroup, WrittenRows } from "./table_update.ts";
import { schemaOf } from "./vendor_format.ts";
import { mustBeDone, type VendorFile, type VendorHost } from "./vendor_host.ts";

/** One file of a fragment. */
export interface LanceFile {
  /** For a manifest: a key of the storage, with a slash in front. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly columns: readonly string[];
}

export interface LanceFragment {
  readonly id: number;
  /** Also those that were deleted. */
  readonly physicalRowCount: number;
  readonly deletedRowCount: number;
  /** Ascending, of the rows that are left. */
  readonly liveRows: readonly RowRange[];
  /** Together they have all columns, each once. */
  readonly files: readonly LanceFile[];
}

/** A version of a dataset: the newest. */
export interface LanceDataset {
  /** Below the storage, as it was named. */
  readonly folder: string;
  readonly version: number;
  readonly fields: readonly TableField[];
  readonly rowCount: number;
  /** In order of their ids. */
  readonly fragments: readonly LanceFragment[];
}

export interface ExploreDatasetOptions {
  /** Of the storage, not of the table: `lake/sales.lance`. */
  readonly folder: string;
  readonly host: VendorHost;
}

/**
 * Throws `FileMissing` where a folder has no version or lacks a file that a
 * fragment names, and what `mustBeDone` throws.
 */
export async function exploreDataset(
  store: TableStore,
  { folder, host }: ExploreDatasetOptions,
): Promise<LanceDataset> {
  const files = await exploreFiles(store, { folder, isDeep: true });
  const base = `/${folder.replace(/\/+$/, "")}/`;
  if (!files.some(({ path }) => path.startsWith(`${base}_versions/`))) {
    throw new TableError(
      "FileMissing",
      `Cannot explore "${folder}" as a dataset of Lance: it has no versions`,
    );
  }
  const done = mustBeDone(
    await host.run({
      library: "lance",
      action: "explore",
      files: handedOver(store, files, base),
    }),
  );
  try {
    const schema = await schemaOf(done.read("rows.arrow"));
    const version = Number(done.facts["version"]);
    const told = done.facts["fragments"];
    const fragments = Array.isArray(told)
      ? told.map((one: unknown) => readFragment(one, { base, files }))
      : [];
    return {
      ...{ folder, version, fragments },
      fields: fieldsOfArrow(schema),
      rowCount: fragments.reduce((sum, one) => sum + liveCount(one), 0),
    };
  } finally {
    await done.close();
  }
}

function liveCount({ liveRows }: LanceFragment): number {
  return liveRows.reduce((sum, { end, start }) => sum + end - start, 0);
}

/** All but the values: only their names and sizes count here. */
async function* handedOver(
  store: TableStore,
  files: readonly ExternalFile[],
  base: string,
): AsyncGenerator<VendorFile> {
  for (const { path } of files) {
    const name = path.slice(base.length);
    if (name.startsWith("data/")) continue;
    yield { name, pieces: wholeOf(store, path) };
  }
}

async function* wholeOf(
  store: TableStore,
  path: string,
): AsyncGenerator<Uint8Array> {
  yield await store.get(path);
}

interface Place {
  readonly base: string;
  readonly files: readonly ExternalFile[];
}

function readFragment(told: unknown, place: Place): LanceFragment {
  const fact = factsOf(told);
  const files = listOf(fact("files")).map((one): LanceFile => {
    const of = factsOf(one);
    const path = `${place.base}${String(of("path"))}`;
    const found = place.files.find((file) => file.path === path);
    if (found === undefined) {
      throw new TableError(
        "FileMissing",
        `Cannot import "${path}": its dataset names it, and it is not there`,
      );
    }
    const columns = listOf(of("columns")).map(String);
    return { path, sizeBytes: found.sizeBytes, columns };
  });
  return {
    id: Number(fact("id")),
    physicalRowCount: Number(fact("physicalRows")),
    deletedRowCount: Number(fact("deletedRows")),
    liveRows: listOf(fact("live")).map((one) => {
      const [start, end] = listOf(one).map(Number);
      return { start: start ?? 0, end: end ?? 0 };
    }),
    files,
  };
}

function factsOf(value: unknown): (name: string) => unknown {
  const known = new Map<string, unknown>(
    typeof value === "object" && value !== null ? Object.entries(value) : [],
  );
  return (name) => known.get(name);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Fragments one behind the other as rows, for `appendFiles`; all of them, or
 * those with these ids. Throws `InvalidArgument` for an id that is not there,
 * and `SchemaMismatch` where columns lie together in one fragment and apart in
 * another.
 */
export function importFragments(
  dataset: LanceDataset,
  ids?: readonly number[],
): WrittenRows {
  const { fields, folder, fragments } = dataset;
  const unknown = ids?.find((id) => !fragments.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new TableError(
      "InvalidArgument",
      `Cannot import fragment ${unknown} of "${folder}": it has fragments ` +
        fragments.map(({ id }) => id).join(", "),
    );
  }
  const chosen = fragments.filter(({ id }) => ids?.includes(id) ?? true);
  const groups: (NewGroup & { readonly files: NewFile[] })[] = [];
  for (const fragment of chosen) {
    for (const [at, file] of fragment.files.entries()) {
      const { columns } = file;
      const group = groups[at] ??= { columns, format: "lance", files: [] };
      if (
        fragment.files.length !== chosen[0]?.files.length ||
        group.columns.join("\0") !== columns.join("\0")
      ) {
        throw new TableError(
          "SchemaMismatch",
          `Cannot import fragment ${fragment.id} of "${folder}" with the ` +
            `others: its files have columns ${columns.join(", ")}, and ` +
            `theirs ${group.columns.join(", ")}`,
        );
      }
      group.files.push(...rangesOf(dataset, fragment, file));
    }
  }
  const known = groups.flatMap(({ columns }) => columns);
  const lost = fields.find(({ name }) => !known.includes(name));
  if (lost !== undefined && chosen.length > 0) {
    throw new TableError(
      "SchemaMismatch",
      `Cannot import "${folder}": no file of its fragments has column ` +
        `"${lost.name}"`,
    );
  }
  return {
    fields,
    groups: groups.filter(({ files }) => files.length > 0),
    rowCount: chosen.reduce((sum, one) => sum + liveCount(one), 0),
  };
}

function rangesOf(
  { folder, version }: LanceDataset,
  { deletedRowCount, id, liveRows, physicalRowCount }: LanceFragment,
  { path, sizeBytes }: LanceFile,
): NewFile[] {
  return liveRows.map((rows) => ({
    ...{ path, rows, sizeBytes },
    crc32c: null,
    properties: {
      "lance.dataset": folder,
      "lance.version": String(version),
      "lance.fragment_id": String(id),
      "lance.physical_rows": String(physicalRowCount),
      "lance.deleted_rows": String(deletedRowCount),
    },
  }));
}
