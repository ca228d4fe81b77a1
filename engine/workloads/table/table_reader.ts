/**
 * Rows of one version of a table: projected, filtered, in order. Files are
 * opened when their rows are asked for; rows that no file of a column has are
 * null, or its default.
 */
import type { RecordBatch, Schema, Table as ArrowTable } from "apache-arrow";
import { type ArrowLibrary, loadArrow } from "./arrow_library.ts";
import type { FileLists } from "./checkpoints.ts";
import type { FileHints } from "./data_format.ts";
import { arrowSchema } from "./field_type.ts";
import { FileReaders } from "./file_readers.ts";
import { gatherRows, selectColumns } from "./gather.ts";
import type { Manifest, RowRange, TableField } from "./manifest.ts";
import type { Predicate } from "./parquet/predicate.ts";
import { columnsOfPredicate, matchingRows } from "./predicate_filter.ts";
import { parsePredicate } from "./predicate_parser.ts";
import { candidateRows } from "./pruning.ts";
import { projectFields } from "./projection.ts";
import { readSegment, type Segment, segmentsOf } from "./segment.ts";
import { TableError } from "./table_error.ts";
import { parseProperties, TableProperties } from "./table_properties.ts";
import type { TableStore } from "./table_store.ts";

export interface TableReaderOptions {
  readonly store: TableStore;
  readonly lists: FileLists;
  readonly manifest: Manifest;
  /** Columns and types to read as; those of the table when absent. */
  readonly fields?: readonly TableField[];
  /** In the order wanted; all when absent. */
  readonly columns?: readonly string[];
  /** `id >= 10 AND name IN ('a', 'b')`, or its parts. */
  readonly predicate?: string | Predicate;
  readonly properties?: Readonly<Record<string, string>> | TableProperties;
  /** The key of an encrypted file, by what the file says of it. */
  readonly retrieveKey?: NonNullable<FileHints["retrieveKey"]>;
  /** `skip`: rows of a damaged file are left out, and told; `fail` else. */
  readonly onDamage?: "fail" | "skip";
}

/** Rows that a reader left out, because their file is damaged. */
export interface Damage {
  readonly path: string;
  readonly rows: RowRange;
  readonly reason: string;
}

/** Throws `SchemaMismatch` and `InvalidArgument` for what it has not. */
export async function openTableReader(
  options: TableReaderOptions,
): Promise<TableReader> {
  const arrow = await loadArrow();
  const { predicate } = options;
  const files = new FileReaders(options);
  const known = await files.fieldsOfTable();
  const wanted = projectFields(known, options);
  const condition = typeof predicate === "string"
    ? parsePredicate(predicate, known)
    : predicate;
  const extra = condition === undefined
    ? []
    : columnsOfPredicate(condition, [...known, ...options.fields ?? []])
      .filter(({ name }) => !wanted.some((one) => one.name === name));
  return new TableReader({
    ...options,
    arrow,
    files,
    wanted,
    read: [...wanted, ...extra],
    condition,
  });
}

interface OpenOptions extends TableReaderOptions {
  readonly arrow: ArrowLibrary;
  readonly files: FileReaders;
  readonly wanted: readonly TableField[];
  /** With those that the predicate alone needs. */
  readonly read: readonly TableField[];
  readonly condition: Predicate | undefined;
}

export interface ScanOptions {
  /** Of the table; all when absent. */
  readonly rows?: RowRange;
  /** Pieces that are read at once; their order stays. 1 when absent. */
  readonly parallelism?: number;
}

/** Reads one version; rows that it left out stand in `damages`. */
export class TableReader {
  readonly schema: Schema;
  readonly damages: Damage[] = [];
  readonly #options: OpenOptions;
  readonly #properties: TableProperties;

  /** Use `openTableReader`. */
  constructor(options: OpenOptions) {
    this.#options = options;
    this.schema = arrowSchema(options.arrow, options.wanted);
    const { properties } = options;
    this.#properties = properties instanceof TableProperties
      ? properties
      : parseProperties(properties);
  }

  /** Of the table, whatever the predicate. */
  get rowCount(): number {
    return this.#options.manifest.rowCount;
  }

  /** Batches in order of rows; none of them is empty. */
  async *scan(options: ScanOptions = {}): AsyncGenerator<RecordBatch> {
    const { parallelism = 1, rows = { start: 0, end: this.rowCount } } =
      options;
    const segments = await this.#segments(rows, parallelism > 1);
    if (parallelism <= 1) {
      for (const segment of segments) yield* this.#read(segment);
      return;
    }
    const running: Promise<RecordBatch[]>[] = [];
    const whole = (segment: Segment) => Array.fromAsync(this.#read(segment));
    try {
      for (const segment of segments) {
        running.push(whole(segment));
        if (running.length < parallelism) continue;
        yield* await (running.shift() ?? []);
      }
      while (running.length > 0) yield* await (running.shift() ?? []);
    } finally {
      await Promise.allSettled(running);
    }
  }

  /**
   * Rows at ascending places of the table, each at most once. Throws
   * `InvalidArgument` for others; the predicate does not count.
   */
  async take(
    places: readonly number[],
    { parallelism = 1 }: { readonly parallelism?: number } = {},
  ): Promise<ArrowTable> {
    mustBePlaces(places, this.rowCount);
    const { arrow } = this.#options;
    const whole = { start: 0, end: this.rowCount };
    const segments = places.length === 0
      ? []
      : await segmentsOf(this.#options, [whole]);
    const batches: RecordBatch[][] = [];
    const wanted = segments.map((segment) => ({
      segment,
      places: placesIn(places, segment.rows),
    })).filter((one) => one.places.length > 0);
    for (let at = 0; at < wanted.length; at += parallelism) {
      batches.push(
        ...await Promise.all(
          wanted.slice(at, at + parallelism).map((one) =>
            this.#takeOf(one.segment, one.places)
          ),
        ),
      );
    }
    return new arrow.Table(this.schema, batches.flat());
  }

  async #takeOf(
    segment: Segment,
    places: readonly number[],
  ): Promise<RecordBatch[]> {
    const batch = await this.#options.files.take(
      segment,
      this.#options.wanted,
      places,
    );
    return [batch];
  }

  async #segments(rows: RowRange, isFine: boolean): Promise<Segment[]> {
    if (rows.start < 0 || rows.end > this.rowCount || rows.start > rows.end) {
      throw new TableError(
        "InvalidArgument",
        `Cannot read rows ${rows.start} to ${rows.end}: the table has ` +
          `${this.rowCount}`,
      );
    }
    const { condition } = this.#options;
    const ranges = condition === undefined
      ? [rows]
      : await candidateRows({ ...this.#options, condition, rows });
    return await segmentsOf(this.#options, ranges, isFine);
  }

  async *#read(segment: Segment): AsyncGenerator<RecordBatch> {
    const { arrow, condition, onDamage, read, wanted } = this.#options;
    let at = segment.rows.start;
    try {
      const batches = readSegment(this.#options, segment, {
        fields: read,
        rowsMax: this.#properties.count("reader.record_batch_max_rows"),
        sizeBytesMax: this.#properties.count("reader.record_batch_max_size"),
      });
      for await (const batch of batches) {
        at += batch.numRows;
        const kept = condition === undefined
          ? batch
          : this.#filter(batch, condition);
        if (kept.numRows === 0) continue;
        yield read.length === wanted.length
          ? kept
          : selectColumns(arrow, kept, wanted.map(({ name }) => name));
      }
    } catch (error) {
      const isDamage = error instanceof TableError &&
        ["CorruptFile", "FileMissing", "Misaligned"].includes(error.kind);
      if (!isDamage || onDamage !== "skip") throw error;
      const rows = { start: at, end: segment.rows.end };
      const path = segment.files.map(({ file }) => file.path).join(", ");
      this.damages.push({ path, rows, reason: error.message });
    }
  }

  #filter(batch: RecordBatch, condition: Predicate): RecordBatch {
    const rows = matchingRows(batch, condition);
    return rows.length === batch.numRows
      ? batch
      : gatherRows(this.#options.arrow, batch, rows);
  }
}

function placesIn(places: readonly number[], rows: RowRange): number[] {
  return places.filter((place) => place >= rows.start && place < rows.end);
}

function mustBePlaces(places: readonly number[], rowCount: number): void {
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    const isRow = Number.isSafeInteger(place) && place >= 0 && place < rowCount;
    if (!isRow) {
      throw new TableError(
        "InvalidArgument",
        `Cannot take row ${place}: the table has rows 0 to ${rowCount - 1}`,
      );
    }
    if (before !== undefined && place <= before) {
      throw new TableError(
        "InvalidArgument",
        `Cannot take row ${place} after row ${before}: give rows in ` +
          "ascending order, each once",
      );
    }
  }
}
