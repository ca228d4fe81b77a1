/**
 * The body of a request as it arrives, by length or in chunks. Chunks are views
 * of the connection's buffer: use or copy each before the next is asked for.
 */
import { type ByteSource, ConnectionLost } from "./byte_source.ts";
import { BadRequest, type BodyFraming } from "./request_head.ts";

const CRLF = new Uint8Array([13, 10]);
const LINE_BYTES_MAX = 8 * 1024;

/** Can be read once. */
export class RequestBody implements AsyncIterable<Uint8Array> {
  /** Bytes that the head promised; absent for chunks. */
  readonly sizeBytes: number | undefined;
  /** All of it was read. */
  isDone: boolean;
  /** Somebody asked for the first byte. */
  isStarted = false;
  readonly #source: ByteSource;
  readonly #framing: BodyFraming;
  readonly #onStart: () => Promise<void>;

  /** `onStart` runs before the first byte is waited for. */
  constructor(
    source: ByteSource,
    framing: BodyFraming,
    onStart: () => Promise<void>,
  ) {
    this.#source = source;
    this.#framing = framing;
    this.#onStart = onStart;
    this.isDone = framing.kind === "none" ||
      (framing.kind === "length" && framing.bytes === 0);
    this.sizeBytes = framing.kind === "chunked"
      ? undefined
      : framing.kind === "none"
      ? 0
      : framing.bytes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.isDone) return;
    if (!this.isStarted) {
      this.isStarted = true;
      await this.#onStart();
    }
    if (this.#framing.kind === "length") yield* this.#byLength();
    else yield* this.#byChunks();
  }

  #rest: number | undefined;

  async *#byLength(): AsyncGenerator<Uint8Array> {
    this.#rest ??= this.sizeBytes ?? 0;
    while (this.#rest > 0) {
      const bytes = await this.#source.some(this.#rest);
      this.#rest -= bytes.length;
      this.isDone = this.#rest === 0;
      yield bytes;
    }
  }

  /** Bytes of the chunk at hand that are still to come. */
  #chunkRest = 0;
  /** The line end behind a chunk is still to come. */
  #isInside = false;

  async *#byChunks(): AsyncGenerator<Uint8Array> {
    while (!this.isDone) {
      if (this.#isInside && this.#chunkRest === 0) {
        if (await this.#line() !== "") {
          throw new BadRequest(400, "A chunk is longer than it says");
        }
        this.#isInside = false;
      }
      if (this.#chunkRest === 0) {
        this.#chunkRest = await this.#chunkSize();
        if (this.#chunkRest === 0) {
          await this.#skipTrailers();
          this.isDone = true;
          return;
        }
        this.#isInside = true;
      }
      const bytes = await this.#source.some(this.#chunkRest);
      this.#chunkRest -= bytes.length;
      yield bytes;
    }
  }

  async #chunkSize(): Promise<number> {
    const line = await this.#line();
    const size = /^([0-9A-Fa-f]{1,12})(?:;.*)?$/.exec(line)?.[1];
    if (size !== undefined) return Number.parseInt(size, 16);
    throw new BadRequest(400, `Cannot read the chunk size "${line}"`);
  }

  async #skipTrailers(): Promise<void> {
    while (await this.#line() !== "");
  }

  async #line(): Promise<string> {
    const bytes = await this.#source.until(CRLF, LINE_BYTES_MAX);
    if (bytes === null) throw new ConnectionLost();
    if (bytes === undefined) throw new BadRequest(400, "A chunk line is long");
    return new TextDecoder("latin1").decode(bytes).slice(0, -2);
  }
}
