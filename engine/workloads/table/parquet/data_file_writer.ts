/**
 * Writes a data file: batches of Arrow become row groups, row groups chunks of
 * columns, and the footer at the end tells where all of that lies. In: a
 * schema, a sink, settings; out: a `DataFileWriter`.
 */
import type { RecordBatch } from "apache-arrow";
import { type ArrowLibrary, loadArrow } from "../arrow_library.ts";
import { ChunkWriter } from "./chunk_writer.ts";
import { codecLevel } from "./codec_numbers.ts";
import { type ColumnPath, pathsOf } from "./column_path.ts";
import { readStatistics } from "./column_statistics.ts";
import type {
  ColumnFacts,
  CreateOptions,
  DataFileFacts,
  DataFileWriter,
} from "./data_file.ts";
import type { ColumnChunk, ColumnMetadata, RowGroup } from "./file_metadata.ts";
import { joinFacts, rowSizeBytes } from "./file_facts.ts";
import { type ChunkSite, FileSealer } from "./file_sealer.ts";
import { physicalValues } from "./physical_values.ts";
import { shred } from "./shred.ts";
import { footerBytes, magicOf } from "./written_footer.ts";
import { type WrittenColumns, writtenColumns } from "./written_columns.ts";

const DICTIONARY_LIMIT_BYTES = 64 * 1024;
const ROW_GROUP_BYTES = 64 * 1024 * 1024;
const ROW_GROUP_ROWS = 1 << 20;
const PAGE_BYTES = 1024 * 1024;

/** Writes nothing but the magic before the first row group is full. */
export async function createDataFile(
  options: CreateOptions,
): Promise<DataFileWriter> {
  const arrow = await loadArrow();
  const columns = writtenColumns(arrow, options.schema);
  const codecs = [options.codec, ...(options.codecs?.values() ?? [])];
  for (const one of codecs) if (one) codecLevel(one.codec, one.level);
  return new ParquetWriter(arrow, options, columns);
}

interface ChunkFacts {
  readonly chunk: ColumnChunk;
  readonly metadata: ColumnMetadata;
  readonly facts: ColumnFacts;
}

class ParquetWriter implements DataFileWriter {
  readonly schema;
  rowCount = 0;
  bufferedSizeBytes = 0;
  sizeBytes = 0;
  readonly #arrow: ArrowLibrary;
  readonly #options: CreateOptions;
  readonly #columns: WrittenColumns;
  readonly #paths: readonly (readonly ColumnPath[])[];
  readonly #sealer: FileSealer | undefined;
  readonly #rowGroups: RowGroup[] = [];
  readonly #facts: ColumnFacts[][] = [];
  #batches: RecordBatch[] = [];
  #bufferedRows = 0;
  #state: "open" | "failed" | "closed" = "open";

  constructor(
    arrow: ArrowLibrary,
    options: CreateOptions,
    columns: WrittenColumns,
  ) {
    this.#arrow = arrow;
    this.schema = options.schema;
    this.#options = options;
    this.#columns = columns;
    this.#paths = columns.trees.map((tree) => pathsOf(tree));
    const { core, encryption } = options;
    const names = options.schema.fields.map(({ name }) => name);
    if (encryption !== undefined) {
      this.#sealer = new FileSealer(core, encryption, names);
    }
  }

  async write(batch: RecordBatch): Promise<void> {
    this.#mustBeOpen("write");
    this.#mustFit(batch);
    const rowsMax = this.#options.rowGroupRowCountMax ?? ROW_GROUP_ROWS;
    const sizeMax = this.#options.rowGroupSizeBytes ?? ROW_GROUP_BYTES;
    for (let start = 0; start < batch.numRows;) {
      const rows = Math.min(
        batch.numRows - start,
        rowsMax - this.#bufferedRows,
      );
      const part = rows === batch.numRows
        ? batch
        : batch.slice(start, start + rows);
      this.#batches.push(part);
      this.#bufferedRows += rows;
      this.rowCount += rows;
      this.bufferedSizeBytes += rows * rowSizeBytes(batch);
      start += rows;
      const isFull = this.#bufferedRows >= rowsMax ||
        this.bufferedSizeBytes >= sizeMax;
      if (isFull) await this.flush();
    }
  }

  async flush(): Promise<void> {
    this.#mustBeOpen("flush");
    if (this.#bufferedRows === 0) return;
    this.#state = "failed";
    await this.#start();
    const offsetBytes = this.sizeBytes;
    const chunks: ChunkFacts[] = [];
    for (const [column, paths] of this.#paths.entries()) {
      for (const path of paths) {
        const site = {
          path: path.leaf.path,
          rowGroup: this.#rowGroups.length,
          column: chunks.length,
        };
        chunks.push(await this.#chunk(column, path, site));
      }
    }
    this.#rowGroups.push({
      columns: chunks.map(({ chunk }) => chunk),
      totalByteSize: chunks.reduce(
        (sum, { metadata }) => sum + metadata.totalUncompressedSize,
        0,
      ),
      numRows: this.#bufferedRows,
      fileOffset: offsetBytes,
      totalCompressedSize: this.sizeBytes - offsetBytes,
      ordinal: this.#rowGroups.length,
    });
    this.#facts.push(chunks.map(({ facts }) => facts));
    this.#batches = [];
    this.#bufferedRows = 0;
    this.bufferedSizeBytes = 0;
    this.#state = "open";
  }

  async close(): Promise<DataFileFacts> {
    this.#mustBeOpen("close");
    await this.flush();
    this.#state = "failed";
    await this.#start();
    const footer = this.#footer();
    await this.#give(footer);
    await this.#options.sink.close();
    this.#state = "closed";
    return {
      rowCount: this.rowCount,
      rowGroupCount: this.#rowGroups.length,
      sizeBytes: this.sizeBytes,
      footerSizeBytes: footer.length,
      footerCrc32: this.#options.core.crc32(footer),
      columns: joinFacts(this.#facts),
    };
  }

  async abort(): Promise<void> {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#batches = [];
    await this.#options.sink.abort();
  }

  #footer(): Uint8Array<ArrayBuffer> {
    return footerBytes({
      arrow: this.#arrow,
      core: this.#options.core,
      schema: this.schema,
      elements: this.#columns.elements,
      leafCount: this.#paths.flat().length,
      rowCount: this.rowCount,
      rowGroups: this.#rowGroups,
      keyValues: this.#options.keyValues,
      sealer: this.#sealer,
    });
  }

  async #start(): Promise<void> {
    if (this.sizeBytes === 0) await this.#give(magicOf(this.#sealer));
  }

  async #give(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#options.sink.write(bytes);
    this.sizeBytes += bytes.length;
  }

  async #chunk(
    column: number,
    path: ColumnPath,
    site: ChunkSite,
  ): Promise<ChunkFacts> {
    const { core, codec, codecs, dictionaryLimitBytes, pageSizeBytes } =
      this.#options;
    const name = path.steps[0]?.node.name ?? "";
    const wanted = codecs?.get(name) ?? codec ?? { codec: "zstd" };
    const isVector = path.steps.some(({ node }) =>
      this.#arrow.DataType.isFixedSizeList(node.type)
    );
    using writer = new ChunkWriter({
      core,
      leaf: path.leaf,
      codec: wanted.codec,
      level: codecLevel(wanted.codec, wanted.level),
      cipher: this.#sealer?.chunk(site),
      pageSizeBytes: pageSizeBytes ?? PAGE_BYTES,
      // Numbers of vectors hardly ever repeat, and there are many of them.
      dictionaryLimitBytes: isVector
        ? 0
        : dictionaryLimitBytes ?? DICTIONARY_LIMIT_BYTES,
      hasBounds: !isVector,
      offsetBytes: this.sizeBytes,
      write: (bytes) => this.#give(bytes),
    });
    for (const batch of this.#batches) {
      await this.#addRows(writer, path, { batch, column });
    }
    const { metadata, rawSizeBytes } = await writer.finish();
    const facts = {
      path: path.leaf.path,
      valueCount: writer.valueCount,
      sizeBytes: metadata.totalCompressedSize,
      rawSizeBytes,
      ...readStatistics(path.leaf.storage, metadata.statistics),
    };
    const chunk = this.#sealer?.describe(site, metadata) ??
      { fileOffset: 0, metaData: metadata };
    return { chunk, metadata, facts };
  }

  /** A page ends where a row does, and when it is about as large as asked. */
  async #addRows(
    writer: ChunkWriter,
    path: ColumnPath,
    { batch, column }: {
      readonly batch: RecordBatch;
      readonly column: number;
    },
  ): Promise<void> {
    const { core } = this.#options;
    const data = batch.data.children[column];
    if (data === undefined) throw new RangeError("Cannot write a batch: cut");
    const whole = shred(core, path, {
      column: data,
      rows: { start: 0, count: 0 },
    });
    const values = physicalValues(core, path.leaf, whole.leaf);
    const rowBytes = Math.max(1, whole.leaf.byteLength / batch.numRows);
    const rowEntries = Math.max(1, whole.leaf.length / batch.numRows);
    for (let start = 0; start < batch.numRows;) {
      const fits = Math.min(
        writer.roomBytes / rowBytes,
        writer.roomEntries / rowEntries,
      );
      const count = Math.min(batch.numRows - start, Math.max(1, fits | 0));
      const part = shred(core, path, { column: data, rows: { start, count } });
      await writer.add(part, values);
      start += count;
    }
  }

  #mustBeOpen(verb: string): void {
    if (this.#state === "open") return;
    throw new RangeError(`Cannot ${verb}: the file is ${this.#state}`);
  }

  #mustFit(batch: RecordBatch): void {
    const own = this.schema.fields;
    const given = batch.schema.fields;
    const wrong = own.findIndex((field, index) =>
      given[index]?.name !== field.name ||
      given[index]?.type.toString() !== field.type.toString()
    );
    if (wrong < 0 && own.length === given.length) return;
    const field = own[wrong] ?? given[own.length];
    throw new RangeError(
      `Cannot write a batch of ${given.length} columns: column ` +
        `"${field?.name}" is not as in the file's schema`,
    );
  }
}
