/** `table show` and `table log`: one version, and all of them. */
import {
  fieldsOf,
  listVersions,
  readTableVersion,
  type Table,
  TableError,
  type TableManifest,
  type TableStore,
  typeText,
} from "../../engine/mod.ts";
import type { ExitCode } from "../exit_code.ts";
import { exitOf } from "./table_failure.ts";
import { printOne, sizeText, type TableView } from "./table_view.ts";
import { versionChanges } from "./version_changes.ts";

/** Everything that a version says of itself, with its files. */
export async function showTable(
  view: TableView,
  { lists, manifest, snapshot, store }: Table,
): Promise<ExitCode> {
  const groups = [];
  for (const { columns, format, id, ranges } of manifest.groups) {
    const files = await lists.filesOf(manifest, id);
    groups.push({ id, columns, format, ranges, files });
  }
  const { broken } = snapshot;
  const told = {
    url: store.url,
    version: manifest.version,
    form: manifest.formatVersion,
    tableId: manifest.tableId,
    transactionId: manifest.transactionId,
    parentVersion: manifest.parentVersion,
    rows: manifest.rowCount,
    columns: fieldsOf(manifest),
    groups,
    properties: manifest.properties,
    broken,
  };
  printOne(view, told, [
    ["table", told.url],
    [
      "version",
      `${told.version} in form ${told.form}, after version ` +
      `${told.parentVersion}`,
    ],
    ["id", told.tableId || "none"],
    ["transaction", told.transactionId || "none"],
    ["rows", `${told.rows}`],
    ...told.columns.map(({ name, nullable, type }) => [
      "column",
      `${JSON.stringify(name)} ${typeText(type)}${nullable ? "" : " not null"}`,
    ]),
    ...groups.flatMap(({ columns, files, format, id }) => [
      [
        "group",
        `${id}: ${columns.join(", ")}; ${files.length} ${format} files`,
      ],
      ...files.map(({ firstRow, path, rows, sizeBytes }) => [
        "file",
        `${path}  rows ${firstRow} to ` +
        `${firstRow + rows.end - rows.start}  ${sizeText(sizeBytes)}`,
      ]),
    ]),
    ...Object.entries(told.properties)
      .map(([name, value]) => ["property", `${name}=${value}`]),
    ...broken.map(({ reason, version }) => [
      "broken",
      `version ${version}: ${reason}`,
    ]),
  ]);
  return broken.length > 0 ? 1 : 0;
}

/**
 * One line a version, also for those that cannot be read or are gone: 1 then,
 * and 3 where the only trouble is that a newer program wrote one.
 */
export async function showVersions(
  view: TableView,
  store: TableStore,
): Promise<ExitCode> {
  const versions = await listVersions(store);
  if (versions.length === 0) {
    throw new TableError(
      "TableMissing",
      `Cannot open table "${store.url}": there is no manifest below ` +
        '"_metadata/"',
    );
  }
  const told = [];
  let before: TableManifest | null = null;
  for (const [index, version] of versions.entries()) {
    const last = versions[index - 1] ?? 0;
    if (version > last + 1) told.push(goneLine(last + 1, version - 1));
    const { line, manifest } = await describe(store, version, before);
    told.push(line);
    before = manifest;
  }
  printOne(view, told.map(({ kind: _, ...line }) => line), [
    ["version", "after", "rows", "transaction", "change"],
    ...told.map((one) => [
      `${one.version}`,
      one.reason === null ? `${one.parentVersion}` : "?",
      one.reason === null ? `${one.rows}` : "?",
      one.transactionId || "-",
      one.reason ?? one.changes.join("; "),
    ]),
  ]);
  return exitOf(told.map(({ kind }) => kind));
}

const NOTHING = { parentVersion: null, rows: null, changes: [] };

/** However many are gone, of which nobody knows a thing. */
function goneLine(version: number, last: number) {
  const names = version === last
    ? `Version ${version} is`
    : `Versions ${version} to ${last} are`;
  const reason = `${names} not there, and version ${last + 1} is`;
  const kind: TableError["kind"] = "FileMissing";
  return { version, ...NOTHING, transactionId: "", reason, kind };
}

async function describe(
  store: TableStore,
  version: number,
  last: TableManifest | null,
) {
  try {
    const { manifest } = await readTableVersion(store, version);
    const { parentVersion, rowCount: rows, transactionId } = manifest;
    const before = last?.version === parentVersion ? last : null;
    const changes = versionChanges(manifest, before);
    const line = {
      ...{ version, parentVersion, rows, transactionId, changes },
      ...{ reason: null, kind: null },
    };
    return { line, manifest };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { kind, message: reason } = error;
    const line = { version, ...NOTHING, transactionId: "", reason, kind };
    return { line, manifest: null };
  }
}
