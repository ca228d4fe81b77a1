/**
 * One file on its way into the storage, in pieces, with its size and its sum
 * made of what was handed over. It becomes visible when it is closed; until
 * then nobody sees it, and after `abort` nobody ever will.
 */
import type { Backend } from "../../../backends/mod.ts";
import type { ByteSink } from "./data_format.ts";

export interface StoredSinkOptions {
  readonly backend: Pick<Backend, "put" | "putStream" | "capabilities">;
  readonly key: string;
  crc32c(bytes: Uint8Array, seed?: number): number;
}

/** What a file holds, as its writer knows it. */
export interface FileSum {
  readonly sizeBytes: number;
  readonly crc32c: number;
}

/** Larger files are streamed; halved or doubled, nothing is felt. */
const WHOLE_BYTES_MAX = 1024 * 1024;

export class StoredSink implements ByteSink {
  readonly #options: StoredSinkOptions;
  /** Of a file that is still small; afterwards they flow. */
  #held: Uint8Array[] = [];
  #writer: WritableStreamDefaultWriter<Uint8Array> | null = null;
  #put: Promise<unknown> | null = null;
  #sizeBytes = 0;
  #sum = 0;

  constructor(options: StoredSinkOptions) {
    this.#options = options;
  }

  /** Of all bytes that were written so far. */
  get sum(): FileSum {
    return { sizeBytes: this.#sizeBytes, crc32c: this.#sum };
  }

  /** Waits while the storage is behind. The bytes may be used again after. */
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#sum = this.#options.crc32c(bytes, this.#sum);
    this.#sizeBytes += bytes.length;
    // The storage takes its time, and the caller its buffer back.
    const copy = bytes.slice();
    if (this.#writer === null) {
      this.#held.push(copy);
      const { capabilities } = this.#options.backend;
      const canStream = capabilities.has("writeStream");
      if (this.#sizeBytes < WHOLE_BYTES_MAX || !canStream) return;
      await this.#begin();
      return;
    }
    await this.#send(copy);
  }

  async close(): Promise<void> {
    if (this.#writer === null) {
      const whole = new Uint8Array(this.#sizeBytes);
      let at = 0;
      for (const piece of this.#held) {
        whole.set(piece, at);
        at += piece.length;
      }
      this.#held = [];
      await this.#options.backend.put(this.#options.key, whole);
      return;
    }
    // The storage's own failure says more than that the stream is broken.
    await this.#writer.close().catch(() => {});
    await this.#put;
  }

  async abort(): Promise<void> {
    this.#held = [];
    if (this.#writer === null) return;
    await this.#writer.abort(new Error("The file is given up")).catch(() => {});
    await this.#put?.catch(() => {});
  }

  async #begin(): Promise<void> {
    const pipe = new TransformStream<Uint8Array, Uint8Array>();
    const writer = pipe.writable.getWriter();
    this.#writer = writer;
    const { backend, key } = this.#options;
    this.#put = backend.putStream(key, pipe.readable);
    // Seen when the file is closed; until then nobody waits for it.
    this.#put.catch(() => {});
    const held = this.#held;
    this.#held = [];
    for (const piece of held) await this.#send(piece);
  }

  /** A put that failed reads no more: waiting for it alone would hang. */
  async #send(bytes: Uint8Array): Promise<void> {
    const put = this.#put;
    const writer = this.#writer;
    if (put === null || writer === null) return;
    const failed = put.then(() => {}, (error) => {
      throw error;
    });
    const sent = writer.write(bytes);
    sent.catch(() => {});
    await Promise.race([sent, failed]);
  }
}
