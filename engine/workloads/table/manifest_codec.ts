/**
 * Manifests as bytes. Form 2 is what is written. Form 1 is what a first
 * program could say (no history of the schema, no gaps, no parents); it is read
 * for ever, and still written on request where a table fits into it.
 */
import { readManifestV1, writeManifestV1 } from "./manifest_v1.ts";
import {
  type CheckpointRef,
  type ColumnGroup,
  type DataFile,
  type Manifest,
  MANIFEST_FORMAT_MAX,
  type RowRange,
} from "./manifest.ts";
import { Shape, ShapeFault } from "./manifest_shape.ts";
import { frameJson, type FrameKind, unframeJson } from "./framed_json.ts";
import { readExtras, readField } from "./manifest_parts.ts";
import { TableError } from "./table_error.ts";

type Sum = FrameKind["crc32c"];

const kindOf = (crc32c: Sum): FrameKind => ({
  magic: "SVTM",
  formMax: MANIFEST_FORMAT_MAX,
  crc32c,
});

/**
 * In the form that it says. Throws `NotSupported` where form 1 cannot say it.
 */
export function encodeManifest(manifest: Manifest, crc32c: Sum): Uint8Array {
  const { formatVersion, unknown, ...known } = manifest;
  const value = formatVersion === 1
    ? writeManifestV1(manifest)
    : { ...unknown, ...known };
  return frameJson(kindOf(crc32c), formatVersion, value);
}

export interface DecodeOptions {
  /** For sentences, and to hold the version against. */
  readonly path: string;
  readonly version: number;
  readonly crc32c: Sum;
}

/**
 * Throws `CorruptManifest` for anything that is not exactly what was written
 * as this version, and `NewerManifest`.
 */
export function decodeManifest(
  bytes: Uint8Array,
  { crc32c, path, version }: DecodeOptions,
): Manifest {
  const { form, value } = unframeJson(kindOf(crc32c), path, bytes);
  try {
    const shape = new Shape(value, "");
    const manifest = form === 1 ? readManifestV1(shape) : readV2(shape);
    if (manifest.version === version) return manifest;
    throw new ShapeFault(
      `its version is ${manifest.version}, and its name says ${version}`,
    );
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    throw new TableError(
      "CorruptManifest",
      `Cannot read "${path}": ${error.message}`,
      error,
    );
  }
}

function readV2(shape: Shape): Manifest {
  const known = {
    formatVersion: 2,
    tableId: shape.text("tableId"),
    version: shape.count("version", 1),
    parentVersion: shape.count("parentVersion"),
    parentCrc32c: shape.orNull("parentCrc32c", (it) => it.text("parentCrc32c")),
    transactionId: shape.text("transactionId"),
    rowCount: shape.count("rowCount"),
    nextGroupId: shape.count("nextGroupId", 1),
    lastOverwrite: shape.count("lastOverwrite"),
    schema: shape.list("schema", (change) => ({
      version: change.count("version", 1),
      added: change.list("added", readField),
      dropped: change.texts("dropped"),
    })),
    groups: shape.list("groups", readGroup),
    checkpoints: shape.list("checkpoints", readCheckpointRef),
    ...readExtras(shape),
    properties: shape.textMap("properties"),
  };
  return { ...known, unknown: shape.rest() };
}

function readGroup(shape: Shape): ColumnGroup {
  return {
    id: shape.count("id", 1),
    columns: shape.texts("columns"),
    format: shape.text("format"),
    ranges: shape.list("ranges", readRange),
    files: shape.list("files", readDataFile),
  };
}

function readRange(shape: Shape): RowRange {
  const start = shape.count("start");
  return { start, end: shape.count("end", start) };
}

/** One file of a manifest or of a checkpoint. */
export function readDataFile(shape: Shape): DataFile {
  return {
    path: shape.text("path"),
    rows: readRange(shape.shape("rows")),
    firstRow: shape.count("firstRow"),
    sizeBytes: shape.orNull("sizeBytes", (it) => it.count("sizeBytes")),
    crc32c: shape.orNull("crc32c", (it) => it.text("crc32c")),
    properties: shape.textMap("properties"),
  };
}

/** Of a manifest, or of a checkpoint of a higher level. */
export function readCheckpointRef(shape: Shape): CheckpointRef {
  return {
    path: shape.text("path"),
    sizeBytes: shape.count("sizeBytes"),
    crc32c: shape.text("crc32c"),
    level: shape.count("level"),
    fileCount: shape.count("fileCount"),
    rows: readRange(shape.shape("rows")),
  };
}
