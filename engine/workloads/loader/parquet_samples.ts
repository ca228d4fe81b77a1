/**
 * Samples as rows of a Parquet file: a column of keys and one of elements. Goes
 * in: samples; comes out: the file, with the range of each row group. A row
 * group has one row, so that a sample is read alone, as of any other shard.
 */
import {
  loadArrow,
  loneRow,
  type PageCore,
  parquetFormat,
} from "../table/mod.ts";
import type { ByteRange } from "./byte_range.ts";
import { SampleFault } from "./sample_fault.ts";

/** Stands before the first row group, and behind the footer. */
const MAGIC_BYTES = 4;
/** As the array of `.npz`: a column of elements is `x`. */
const [KEY, ELEMENTS] = ["key", "x"] as const;

export interface ParquetRow {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** The whole file, which any reader of Parquet takes. */
export async function writeParquetRows(
  core: PageCore,
  rows: readonly ParquetRow[],
): Promise<
  {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly ranges: readonly ByteRange[];
  }
> {
  const arrow = await loadArrow();
  const schema = new arrow.Schema([
    new arrow.Field(KEY, new arrow.Utf8(), false),
    new arrow.Field(ELEMENTS, new arrow.Binary(), false),
  ]);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const writer = await parquetFormat(core).create({
    schema,
    sink: {
      write(bytes) {
        pieces.push(bytes.slice());
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
      abort: () => Promise.resolve(),
    },
    settings: { codec: { codec: "uncompressed" }, dictionaryLimitBytes: 0 },
  });
  const ranges: ByteRange[] = [];
  for (const { key, bytes } of rows) {
    const offset = Math.max(MAGIC_BYTES, writer.sizeBytes);
    const text = new TextEncoder().encode(key);
    const lone = (value: Uint8Array) => ({
      ...{ length: 1, nullCount: 0, data: value },
      valueOffsets: Int32Array.of(0, value.length),
    });
    const columns = [
      arrow.makeData({ type: new arrow.Utf8(), ...lone(text) }),
      arrow.makeData({ type: new arrow.Binary(), ...lone(bytes) }),
    ];
    const row = arrow.makeData({
      type: new arrow.Struct(schema.fields),
      ...{ length: 1, nullCount: 0, children: columns },
    });
    await writer.write(new arrow.RecordBatch(schema, row));
    await writer.flush();
    ranges.push({ offset, sizeBytes: writer.sizeBytes - offset });
  }
  const { sizeBytes } = await writer.close();
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes, ranges };
}

/** The row whose row group `frame` is; fails with a `SampleFault`. */
export function readParquetRow(core: PageCore, frame: Uint8Array): ParquetRow {
  const values = orFault(() => loneRow(core, new Uint8Array(frame)));
  const [key, bytes] = values;
  if (key === undefined || bytes === undefined || values.length !== 2) {
    throw fault("malformed", `its row has ${values.length} columns, not 2`);
  }
  return { key: new TextDecoder().decode(key), bytes };
}

function orFault<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    // By its name: the class is no part of what tables show.
    if (!(error instanceof Error) || error.name !== "FormatError") throw error;
    const kind = "kind" in error ? error.kind : undefined;
    throw fault(
      kind === "truncated" || kind === "checksum" || kind === "unsupported"
        ? kind
        : "malformed",
      error.message,
    );
  }
}

function fault(kind: SampleFault["kind"], reason: string): SampleFault {
  return new SampleFault({ format: "Parquet", kind, atByte: 0, reason });
}
