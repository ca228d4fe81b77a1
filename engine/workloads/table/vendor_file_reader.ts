/**
 * Rows of a file in the format of a vendor: what a table asks for in, what its
 * library is asked for and the batches that come back out.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import { type ArrowLibrary, loadArrow } from "./arrow_library.ts";
import { batchSizeBytes } from "./arrow_size.ts";
import type { DataFileReader, RowGroupFacts } from "./data_format.ts";
import { batchOf, selectColumns } from "./gather.ts";
import type { ReadOptions } from "./parquet/data_file.ts";
import { FormatError } from "./parquet/format_error.ts";

const BATCH_ROWS = 8192;

/** What a library is asked for: a range of rows, or single ones. */
export interface VendorRows {
  readonly columns: readonly string[];
  /** Of one batch. */
  readonly rowsMax: number;
  /** Half-open. */
  readonly range?: readonly [number, number];
  /** Sorted and unique. */
  readonly places?: readonly number[];
}

/** One file, as its library reads it. */
export interface VendorSource {
  readonly source: { readonly sizeBytes: number };
  /** Fails with a `FormatError` where the library refuses. */
  read(rows: VendorRows): AsyncIterable<RecordBatch>;
}

/** The whole file is one group of rows: its library cuts it as it likes. */
export class VendorFileReader implements DataFileReader {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly keyValues: ReadonlyMap<string, string> = new Map();
  readonly #file: VendorSource;

  constructor(file: VendorSource, schema: Schema, rowCount: number) {
    this.#file = file;
    this.schema = schema;
    this.rowCount = rowCount;
  }

  get sizeBytes(): number {
    return this.#file.source.sizeBytes;
  }

  get rowGroups(): readonly RowGroupFacts[] {
    if (this.rowCount === 0) return [];
    const { rowCount, sizeBytes } = this;
    return [{
      ...{ index: 0, firstRow: 0, rowCount, sizeBytes },
      rawSizeBytes: sizeBytes,
      statistics: new Map(),
    }];
  }

  /** Nothing is known of its values before they are read. */
  prune(): number[] {
    return this.rowGroups.map(({ index }) => index);
  }

  async *read(options: ReadOptions = {}): AsyncGenerator<RecordBatch> {
    const { batchRowCountMax = BATCH_ROWS, rowGroups } = options;
    if (this.rowCount === 0 || rowGroups?.length === 0) return;
    const { end, start } = options.rows ?? { start: 0, end: this.rowCount };
    if (start >= end) return;
    const columns = this.#names(options.columns);
    const batches = this.#read(columns, {
      rowsMax: batchRowCountMax,
      range: [start, end],
    });
    for await (const batch of batches) {
      yield* cutBatch(batch, options.batchSizeBytesMax ?? Infinity);
    }
  }

  async take(
    rows: readonly number[],
    options: { readonly columns?: readonly string[] } = {},
  ): Promise<RecordBatch> {
    const wrong = rows.find((row, at) =>
      row < 0 || row >= this.rowCount || row <= (rows[at - 1] ?? -1)
    );
    if (wrong !== undefined) {
      throw new RangeError(
        `Cannot take row ${wrong} of a file of ${this.rowCount} rows: rows ` +
          "are sorted, unique and in the file",
      );
    }
    const arrow = await loadArrow();
    const columns = this.#names(options.columns);
    const rowsMax = Math.max(1, rows.length);
    const batches = await Array.fromAsync(
      this.#read(columns, { rowsMax, places: [...rows] }),
    );
    const [only] = batches;
    if (batches.length === 1 && only?.numRows === rows.length) return only;
    if (rows.length === 0) return emptyBatch(arrow, this.schema, columns);
    throw new FormatError({
      part: "rows",
      kind: "malformed",
      reason: `${rows.length} were asked for, and ` +
        `${batches.reduce((sum, { numRows }) => sum + numRows, 0)} came`,
    });
  }

  /** Columns that are asked for stand in that order, also where there is none. */
  async *#read(
    columns: readonly string[],
    options: Omit<VendorRows, "columns">,
  ): AsyncGenerator<RecordBatch> {
    if (options.places?.length === 0) return;
    const arrow = await loadArrow();
    const [any] = this.schema.fields.map(({ name }) => name);
    const asked = columns.length > 0 || any === undefined ? columns : [any];
    for await (const batch of this.#file.read({ ...options, columns: asked })) {
      yield selectColumns(arrow, batch, columns);
    }
  }

  #names(columns?: readonly string[]): readonly string[] {
    const known = this.schema.fields.map(({ name }) => name);
    const unknown = columns?.find((name) => !known.includes(name));
    if (unknown === undefined) return columns ?? known;
    throw new RangeError(
      `Cannot read column "${unknown}": the file does not have it`,
    );
  }
}

function emptyBatch(
  arrow: ArrowLibrary,
  schema: Schema,
  columns: readonly string[],
): RecordBatch {
  const fields = columns.flatMap((name) =>
    schema.fields.filter((field) => field.name === name)
  );
  return batchOf(arrow, {
    schema: new arrow.Schema(fields),
    columns: fields.map(({ type }) => arrow.makeData({ type })),
    rowCount: 0,
  });
}

/** Pieces of about that size; a single row may have more. */
function* cutBatch(
  batch: RecordBatch,
  sizeBytesMax: number,
): Generator<RecordBatch> {
  const pieces = Math.ceil(batchSizeBytes(batch) / sizeBytesMax);
  if (pieces <= 1) return yield batch;
  const rows = Math.max(1, Math.floor(batch.numRows / pieces));
  for (let at = 0; at < batch.numRows; at += rows) {
    yield batch.slice(at, Math.min(at + rows, batch.numRows));
  }
}
