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
import { printOne, sizeText, type TableView } from "./table_view.ts";

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

/** One line a version, also for those that cannot be read: 1 then. */
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
  for (const version of versions) told.push(await describe(store, version));
  printOne(view, told, [
    ["version", "after", "rows", "transaction", "change"],
    ...told.map((one) => [
      `${one.version}`,
      one.reason === null ? `${one.parentVersion}` : "?",
      one.reason === null ? `${one.rows}` : "?",
      one.transactionId || "-",
      one.reason ?? one.changes.join("; "),
    ]),
  ]);
  return told.some(({ reason }) => reason !== null) ? 1 : 0;
}

async function describe(store: TableStore, version: number) {
  try {
    const { manifest } = await readTableVersion(store, version);
    const { parentVersion, rowCount: rows, transactionId } = manifest;
    const changes = changesOf(manifest);
    return {
      ...{ version, parentVersion, rows, transactionId, changes },
      reason: null,
    };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const nothing = { parentVersion: null, rows: null, changes: [] };
    return { version, ...nothing, transactionId: "", reason: error.message };
  }
}

function changesOf({ lastOverwrite, schema, version }: TableManifest) {
  return [
    ...(lastOverwrite === version ? ["left out what others committed"] : []),
    ...schema.filter((change) => change.version === version)
      .flatMap(({ added, dropped }) => [
        ...added.map(({ name, type }) => `+ ${name} ${typeText(type)}`),
        ...dropped.map((name) => `- ${name}`),
      ]),
  ];
}
