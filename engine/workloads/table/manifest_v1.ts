/**
 * Form 1 of a manifest: what the first design says, and a list of fields. Every
 * group covers every row from 0 on, files follow each other, and nothing tells
 * whose commit it was. Values in, JSON out, and back.
 */
import type {
  ColumnGroup,
  DataFile,
  Manifest,
  TableField,
} from "./manifest.ts";
import { fieldsOf } from "./manifest.ts";
import { readExtras, readField } from "./manifest_parts.ts";
import type { Shape } from "./manifest_shape.ts";
import { ShapeFault } from "./manifest_shape.ts";
import { TableError } from "./table_error.ts";

/** Throws `NotSupported` for a table that form 1 has no words for. */
export function writeManifestV1(manifest: Manifest): unknown {
  const reason = unspeakable(manifest);
  if (reason !== null) {
    throw new TableError(
      "NotSupported",
      `Cannot write version ${manifest.version} in form 1: ${reason}; write ` +
        "it in form 2",
    );
  }
  const { deltaLogs, indexes, lobFiles, stats } = manifest;
  return {
    ...manifest.unknown,
    version: manifest.version,
    fields: fieldsOf(manifest),
    ...(Object.keys(manifest.properties).length > 0
      ? { properties: manifest.properties }
      : {}),
    columnGroups: manifest.groups.map(({ columns, files, format }) => ({
      columns,
      format,
      files: files.map(({ path, properties, rows, sizeBytes }) => ({
        path,
        startIndex: rows.start,
        endIndex: rows.end,
        properties: sizeBytes === null
          ? properties
          : { ...properties, file_size: String(sizeBytes) },
      })),
    })),
    deltaLogs,
    stats,
    indexes,
    lobFiles,
  };
}

function unspeakable(manifest: Manifest): string | null {
  const { checkpoints, groups, rowCount } = manifest;
  if (checkpoints.length > 0) return "its files lie in checkpoints";
  const short = groups.find(({ files, ranges }) =>
    files.length > 0 &&
    !(ranges.length === 1 && ranges[0]?.start === 0 &&
      ranges[0].end === rowCount)
  );
  if (short === undefined) return null;
  return `column "${short.columns[0]}" does not cover every row`;
}

/** Throws a `ShapeFault`. */
export function readManifestV1(shape: Shape): Manifest {
  const version = shape.count("version", 1);
  const fields: TableField[] = shape.listIfAny("fields", readField);
  const groups = shape.list("columnGroups", (it) => it)
    .map((it, index) => readGroup(it, index + 1));
  const rowCount = Math.max(
    0,
    ...groups.map(({ ranges }) => ranges[0]?.end ?? 0),
  );
  const extras = readExtras(shape);
  const properties = shape.has("properties") ? shape.textMap("properties") : {};
  return {
    formatVersion: 1,
    // Nothing tells one table of form 1 from another.
    tableId: "",
    version,
    parentVersion: version - 1,
    parentCrc32c: null,
    transactionId: "",
    rowCount,
    nextGroupId: groups.length + 1,
    lastOverwrite: 0,
    schema: fields.length === 0
      ? []
      : [{ version: 1, added: fields, dropped: [] }],
    groups,
    checkpoints: [],
    ...extras,
    properties,
    unknown: shape.rest(),
  };
}

function readGroup(shape: Shape, id: number): ColumnGroup {
  let firstRow = 0;
  const files = shape.list("files", (file): DataFile => {
    const start = file.count("startIndex");
    const end = file.count("endIndex");
    if (end <= start) {
      throw new ShapeFault(`a file has rows ${start} to ${end}`);
    }
    const properties = file.textMap("properties");
    const { file_size: size, ...others } = properties;
    const sizeBytes = Number(size ?? NaN);
    const made = {
      path: file.text("path"),
      rows: { start, end },
      firstRow,
      sizeBytes: Number.isSafeInteger(sizeBytes) ? sizeBytes : null,
      crc32c: null,
      properties: others,
    };
    firstRow += end - start;
    return made;
  });
  return {
    id,
    columns: shape.texts("columns"),
    format: shape.text("format"),
    ranges: firstRow === 0 ? [] : [{ start: 0, end: firstRow }],
    files,
  };
}
