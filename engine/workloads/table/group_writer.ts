/**
 * The files of one column group in the making: batches in, files out, one
 * behind the other. A file ends at the first flush at which it holds as many
 * bytes (in memory, uncompressed) as it may, or more.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import { batchSizeBytes } from "./arrow_size.ts";
import type { PlannedGroup } from "./column_group_policy.ts";
import type {
  DataFileWriter,
  DataFormat,
  FileSettings,
} from "./data_format.ts";
import type { StoredSink } from "./stored_sink.ts";
import { dataFilePath } from "./table_path.ts";
import { sumText } from "./table_ports.ts";
import type { TableStore } from "./table_store.ts";
import type { NewFile, NewGroup } from "./table_update.ts";

export interface GroupWriterOptions {
  readonly store: TableStore;
  readonly group: PlannedGroup;
  /** Stands in the names of the files. */
  readonly number: number;
  /** Of the columns of the group alone. */
  readonly schema: Schema;
  readonly format: DataFormat;
  readonly settings: FileSettings;
  /** Kept with each file. */
  readonly properties: Readonly<Record<string, string>>;
  readonly rollingSizeBytes: number;
}

interface OpenFile {
  readonly path: string;
  readonly sink: StoredSink;
  readonly writer: DataFileWriter;
  /** In memory, of what was given to it. */
  rawSizeBytes: number;
}

export class GroupWriter {
  readonly #options: GroupWriterOptions;
  readonly #files: NewFile[] = [];
  #held: RecordBatch[] = [];
  #heldSizeBytes = 0;
  #open: OpenFile | null = null;

  constructor(options: GroupWriterOptions) {
    this.#options = options;
  }

  /** Rows that wait for a flush. */
  get heldSizeBytes(): number {
    return this.#heldSizeBytes;
  }

  /** Keeps the columns of the group until a flush. */
  hold(batch: RecordBatch): void {
    this.#held.push(batch);
    this.#heldSizeBytes += batchSizeBytes(batch);
  }

  /** Gives what is held to the file, which may end with it. */
  async flush(): Promise<void> {
    if (this.#held.length === 0) return;
    const file = this.#open ??= await this.#begin();
    for (const batch of this.#held) await file.writer.write(batch);
    await file.writer.flush();
    file.rawSizeBytes += this.#heldSizeBytes;
    this.#held = [];
    this.#heldSizeBytes = 0;
    if (file.rawSizeBytes >= this.#options.rollingSizeBytes) {
      await this.#endFile(file);
    }
  }

  /** Every file is durable then. */
  async close(): Promise<NewGroup> {
    await this.flush();
    if (this.#open !== null) await this.#endFile(this.#open);
    const { columns, format } = this.#options.group;
    return { columns, format, files: this.#files };
  }

  /** Of a file that is not finished nothing stays. */
  async abort(): Promise<void> {
    this.#held = [];
    this.#heldSizeBytes = 0;
    const file = this.#open;
    this.#open = null;
    await file?.writer.abort();
  }

  async #begin(): Promise<OpenFile> {
    const { format, group, number, schema, settings, store } = this.#options;
    const path = dataFilePath(number, store.ports.uuid(), group.format);
    const sink = store.create(path);
    const writer = await format.create({ sink, schema, settings });
    return { path, sink, writer, rawSizeBytes: 0 };
  }

  async #endFile(file: OpenFile): Promise<void> {
    const facts = await file.writer.close();
    this.#open = null;
    const { crc32c, sizeBytes } = file.sink.sum;
    this.#files.push({
      path: file.path,
      rows: { start: 0, end: facts.rowCount },
      sizeBytes,
      crc32c: sumText(crc32c),
      properties: {
        ...this.#options.properties,
        footer_size: String(facts.footerSizeBytes),
      },
    });
  }
}
