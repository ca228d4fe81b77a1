/**
 * A file in the format of a vendor in the making: batches flow to the host as
 * Arrow, its library writes the file, and the file flows to the sink.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_library.ts";
import type { ByteSink, DataFileFacts, DataFileWriter } from "./data_format.ts";
import {
  mustBeDone,
  oneFile,
  type VendorAnswer,
  type VendorHost,
  type VendorLibrary,
} from "./vendor_host.ts";

export interface VendorFileWriterOptions {
  readonly arrow: ArrowLibrary;
  readonly library: VendorLibrary;
  readonly host: VendorHost;
  readonly schema: Schema;
  readonly sink: ByteSink;
}

/** Fails as `mustBeDone` says, at the close at the latest. */
export class VendorFileWriter implements DataFileWriter {
  readonly schema: Schema;
  readonly bufferedSizeBytes = 0;
  rowCount = 0;
  sizeBytes = 0;
  readonly #options: VendorFileWriterOptions;
  readonly #pipe: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answer: Promise<VendorAnswer>;
  /** What the library made is read, and taken away by who reads it. */
  #isTaken = false;

  constructor(options: VendorFileWriterOptions) {
    this.#options = options;
    this.schema = options.schema;
    const { library, host } = options;
    const pipe = new TransformStream<Uint8Array, Uint8Array>();
    this.#pipe = pipe.writable.getWriter();
    const files = oneFile("rows.arrow", pipe.readable.values());
    this.#answer = host.run({ library, action: "write", files });
    // Seen when the file is closed; until then nobody waits for it.
    this.#answer.catch(() => {});
  }

  /** Each batch is a whole stream of Arrow; the script reads all of them. */
  async write(batch: RecordBatch): Promise<void> {
    const fields = this.schema.fields.map(({ name }) => name).join();
    const found = batch.schema.fields.map(({ name }) => name).join();
    if (fields !== found) {
      throw new RangeError(
        `Cannot write columns ${found}: the file has ${fields}`,
      );
    }
    await this.#send(batch);
    this.rowCount += batch.numRows;
  }

  /** The library cuts groups of rows by itself. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<DataFileFacts> {
    const { arrow, sink } = this.#options;
    if (this.rowCount === 0) {
      const [empty] = new arrow.Table(this.schema).batches;
      if (empty !== undefined) await this.#send(empty);
    }
    // The answer says more than that the pipe is broken, or that nobody reads.
    this.#pipe.close().catch(() => {});
    const done = mustBeDone(await this.#answer);
    this.#isTaken = true;
    try {
      for await (const piece of done.read("file")) {
        await sink.write(piece);
        this.sizeBytes += piece.length;
      }
    } finally {
      await done.close();
    }
    await sink.close();
    const { rowCount, sizeBytes } = this;
    return {
      ...{ rowCount, sizeBytes, rowGroupCount: 1, columns: [] },
      // It has none of a size that a reader could use.
      ...{ footerSizeBytes: 0, footerCrc32: 0 },
    };
  }

  async abort(): Promise<void> {
    const gone = new Error("The file is given up");
    // A write that nobody will read must not be waited for.
    this.#pipe.abort(gone).catch(() => {});
    const answer = await this.#answer.catch(() => null);
    try {
      if (answer?.state === "done" && !this.#isTaken) await answer.close();
    } finally {
      await this.#options.sink.abort();
    }
  }

  /** A host that has answered reads no more: waiting for it would hang. */
  async #send(batch: RecordBatch): Promise<void> {
    const { arrow } = this.#options;
    const own = new arrow.Table(this.schema, [asOf(arrow, this.schema, batch)]);
    const sent = this.#pipe.write(arrow.tableToIPC(own, "stream"));
    sent.catch(() => {});
    const ended = this.#answer.then((answer) => {
      mustBeDone(answer);
    });
    await Promise.race([sent, ended]);
  }
}

/** The batch under the fields of the file: what may be null is theirs to say. */
function asOf(
  arrow: ArrowLibrary,
  schema: Schema,
  batch: RecordBatch,
): RecordBatch {
  return new arrow.RecordBatch(schema, batch.data);
}
