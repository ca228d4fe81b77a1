/**
 * One column group in pieces: a chunk is what a row group of a file has of the
 * table. Chunks in any order, and which chunk has a row.
 */
import type { RecordBatch, Table as ArrowTable } from "apache-arrow";
import { loadArrow } from "./arrow_library.ts";
import type { FileLists } from "./checkpoints.ts";
import { arrowSchema } from "./field_type.ts";
import { FileReaders, type FileReadersOptions } from "./file_readers.ts";
import { batchOf } from "./gather.ts";
import {
  type ColumnGroup,
  type RowRange,
  rowsInTable,
  type TableField,
} from "./manifest.ts";
import { commonRows } from "./row_range.ts";
import type { SegmentFile } from "./segment.ts";
import { TableError } from "./table_error.ts";

export interface ChunkReaderOptions extends FileReadersOptions {
  /** Of the group: `columns` with one of them is enough. */
  readonly groupId: number;
  /** In the order wanted; all of the group when absent. */
  readonly columns?: readonly string[];
}

export interface Chunk {
  /** Of the table. */
  readonly rows: RowRange;
  /** About, in memory, of all columns of the group. */
  readonly sizeBytes: number;
}

interface PlacedChunk extends Chunk {
  readonly part: SegmentFile;
  /** Of the file. */
  readonly fileRows: RowRange;
}

/**
 * Opens the footers of all files of the group. Throws `InvalidArgument` for a
 * group that is not there, and for columns of which the group has none.
 */
export async function openChunkReader(
  options: ChunkReaderOptions,
): Promise<ChunkReader> {
  const { groupId, lists, manifest } = options;
  const group = manifest.groups.find(({ id }) => id === groupId);
  if (group === undefined) {
    throw new TableError(
      "InvalidArgument",
      `Cannot read column group ${groupId}: the table has ` +
        (manifest.groups.map(({ id }) => id).join(", ") || "none"),
    );
  }
  const readers = new FileReaders(options);
  const known = await readers.fieldsOfTable();
  const names = (options.columns ?? group.columns)
    .filter((name) => group.columns.includes(name));
  if (names.length === 0) {
    throw new TableError(
      "InvalidArgument",
      `Cannot read ${(options.columns ?? []).join(", ")} of column group ` +
        `${groupId}: it has ${group.columns.join(", ")}`,
    );
  }
  const fields = names.flatMap((name) =>
    known.filter((field) => field.name === name)
  );
  const chunks = await chunksOf(readers, { lists, group, options });
  return new ChunkReader({ readers, fields, chunks });
}

async function chunksOf(
  readers: FileReaders,
  { group, lists, options }: {
    readonly group: ColumnGroup;
    readonly lists: FileLists;
    readonly options: ChunkReaderOptions;
  },
): Promise<PlacedChunk[]> {
  const chunks: PlacedChunk[] = [];
  for (const file of await lists.filesOf(options.manifest, group.id)) {
    const { rowGroups } = await readers.open(file, group);
    for (const { firstRow, rawSizeBytes, rowCount } of rowGroups) {
      const whole = { start: firstRow, end: firstRow + rowCount };
      const fileRows = commonRows(whole, file.rows);
      const count = fileRows.end - fileRows.start;
      if (count <= 0) continue;
      const start = rowsInTable(file).start + fileRows.start - file.rows.start;
      chunks.push({
        rows: { start, end: start + count },
        sizeBytes: Math.ceil(rawSizeBytes * count / rowCount),
        part: { file, group },
        fileRows,
      });
    }
  }
  return chunks;
}

/** Chunks of one group; footers are known, rows are read when asked for. */
export class ChunkReader {
  readonly #readers: FileReaders;
  readonly #fields: readonly TableField[];
  readonly #chunks: readonly PlacedChunk[];

  /** Use `openChunkReader`. */
  constructor(options: {
    readonly readers: FileReaders;
    readonly fields: readonly TableField[];
    readonly chunks: readonly PlacedChunk[];
  }) {
    this.#readers = options.readers;
    this.#fields = options.fields;
    this.#chunks = options.chunks;
  }

  /** In order of rows. */
  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  /** Throws `InvalidArgument` for a number that no chunk has. */
  async read(index: number): Promise<ArrowTable> {
    const arrow = await loadArrow();
    const { fileRows, part } = this.#chunkAt(index);
    const batches: RecordBatch[] = [];
    const rows = this.#readers.read(part, {
      fields: this.#fields,
      rows: fileRows,
      rowsMax: fileRows.end - fileRows.start,
      sizeBytesMax: Infinity,
    });
    const schema = arrowSchema(arrow, this.#fields);
    for await (const batch of rows) {
      const columns = batch.data.children;
      const rowCount = batch.numRows;
      batches.push(batchOf(arrow, { schema, columns, rowCount }));
    }
    return new arrow.Table(schema, batches);
  }

  /** In the order asked for, also twice the same. */
  async readMany(
    indexes: readonly number[],
    parallelism = 1,
  ): Promise<ArrowTable[]> {
    for (const index of indexes) this.#chunkAt(index);
    const tables: ArrowTable[] = [];
    for (let at = 0; at < indexes.length; at += parallelism) {
      const some = indexes.slice(at, at + parallelism);
      tables.push(...await Promise.all(some.map((one) => this.read(one))));
    }
    return tables;
  }

  /**
   * Chunks that have these rows of the table, each once, in the order in which
   * they are first needed. Throws `InvalidArgument` for a row that none has.
   */
  chunksOf(rows: readonly number[]): number[] {
    const found = new Set<number>();
    for (const row of rows) {
      const index = this.#find(row);
      if (index === null) {
        throw new TableError(
          "InvalidArgument",
          `Cannot find row ${row}: no chunk of the column group has it`,
        );
      }
      found.add(index);
    }
    return [...found];
  }

  #find(row: number): number | null {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const rows = this.#chunks[middle]?.rows;
      if (rows === undefined) break;
      if (row < rows.start) high = middle - 1;
      else if (row >= rows.end) low = middle + 1;
      else return Number.isInteger(row) ? middle : null;
    }
    return null;
  }

  #chunkAt(index: number): PlacedChunk {
    const chunk = this.#chunks[index];
    if (chunk !== undefined) return chunk;
    throw new TableError(
      "InvalidArgument",
      `Cannot read chunk ${index}: there are ${this.#chunks.length}, counted ` +
        "from 0",
    );
  }
}
