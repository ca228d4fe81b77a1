/**
 * An Arrow IPC file that is written while its rows still come. Goes in: columns,
 * batch by batch; come out: the bytes of the file, in their order.
 *
 * A file that nobody ended lacks its footer. What is in it are whole batches,
 * and one that may be cut: a stream, from byte 8 on.
 */
import type { RecordBatchFileWriter, Schema } from "apache-arrow";
import { type ArrowColumn, type ArrowLibrary, tableOf } from "./arrow_file.ts";

type Facts = readonly (readonly [string, string])[];
type Put = (bytes: Uint8Array) => Promise<void>;

/** A column of fewer bytes is put together with its neighbours. */
const ALONE_BYTES = 65_536;

/** Call `close()`, or the file has no end. */
export class ArrowWriter {
  readonly #arrow: ArrowLibrary;
  readonly #facts: Facts;
  readonly #put: Put;
  readonly #writer: RecordBatchFileWriter;
  #pieces: Uint8Array[] = [];
  #addedBytes = 0;
  #waitingBytes = 0;
  #writing = Promise.resolve();
  #isWriting = false;
  #failure: unknown = null;

  private constructor(arrow: ArrowLibrary, facts: Facts, put: Put) {
    this.#arrow = arrow;
    this.#facts = facts;
    this.#put = put;
    // The library's queue hides how much waits in it.
    const queue = new arrow.AsyncByteQueue();
    queue.write = (piece: Uint8Array) => {
      this.#pieces.push(piece);
      this.#addedBytes += piece.byteLength;
      this.#waitingBytes += piece.byteLength;
    };
    this.#writer = fileWriter(arrow);
    this.#writer.reset(queue);
  }

  /**
   * `put` is called with one part of the file after another. With `columns`
   * the file has them from the start, also when no row ever comes.
   */
  static async open(
    facts: Facts,
    put: Put,
    columns?: readonly ArrowColumn[],
  ): Promise<ArrowWriter> {
    const writer = new ArrowWriter(await import("apache-arrow"), facts, put);
    if (columns !== undefined) writer.#head(columns);
    return writer;
  }

  /** Where in the file what was added last ends: bytes from its start. */
  get addedBytes(): number {
    return this.#addedBytes;
  }

  /** Bytes that were added and are not put yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** What `put` failed with: from then on nothing is put; `null`: nothing. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * The same columns each time, none of kind `name`. Their memory is the
   * writer's until it is put.
   */
  add(columns: readonly ArrowColumn[]): void {
    if (this.#failure !== null) return;
    const { batches } = tableOf(this.#arrow, columns, this.#facts);
    for (const batch of batches) this.#writer.write(batch);
    this.#begin();
  }

  /** Ends the file; fails with what `put` failed with. */
  async close(): Promise<void> {
    if (this.#failure === null) {
      this.#writer.close();
      this.#begin();
    }
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** What a file begins with, before any batch. */
  #head(columns: readonly ArrowColumn[]): void {
    const { schema } = tableOf(this.#arrow, columns, this.#facts);
    this.#writer.reset(undefined, schema);
    this.#begin();
  }

  #begin(): void {
    if (!this.#isWriting) this.#writing = this.#write();
  }

  /** Goes on until nothing waits; never rejects. */
  async #write(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#pieces.length > 0) {
        for (const bytes of joined(this.#pieces.splice(0))) {
          await this.#put(bytes);
          this.#waitingBytes -= bytes.length;
        }
      }
    } catch (error) {
      this.#failure = error;
      this.#pieces = [];
      this.#waitingBytes = 0;
    }
    // At once: what comes from now on begins anew.
    this.#isWriting = false;
  }
}

/**
 * The library leaves out the schema at the start of a file, which stands in the
 * footer too: but a file that was cut has no footer.
 */
function fileWriter(arrow: ArrowLibrary): RecordBatchFileWriter {
  class StreamableFileWriter extends arrow.RecordBatchFileWriter {
    protected override _writeSchema(schema: Schema) {
      return super._writeSchema(schema)._writeMessage(
        arrow.Message.from(schema),
      );
    }
  }
  return new StreamableFileWriter({ autoDestroy: false });
}

/** The same bytes: small pieces in one, large ones as they are. */
function joined(pieces: readonly Uint8Array[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  for (const piece of pieces) {
    if (piece.byteLength < ALONE_BYTES) {
      small.push(piece);
      continue;
    }
    parts.push(inOne(small), piece);
    small = [];
  }
  parts.push(inOne(small));
  return parts.filter(({ byteLength }) => byteLength > 0);
}

function inOne(pieces: readonly Uint8Array[]): Uint8Array {
  const total = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
