/**
 * Reads from a connection through one buffer: up to a mark, or whatever is
 * there. Goes in: something with `read`; comes out: views of the buffer, each
 * good until the next call. Fails with `ConnectionLost` when the peer leaves.
 */

/** The peer went away; there is nobody left to answer. */
export class ConnectionLost extends Error {
  constructor(options: ErrorOptions = {}) {
    super("The peer closed the connection", options);
    this.name = "ConnectionLost";
  }
}

/** As `Deno.Conn` reads: `null` at the end. */
export interface ByteReader {
  read(into: Uint8Array): Promise<number | null>;
}

/** Large enough that bodies of many MiB need few reads. */
const BUFFER_BYTES = 128 * 1024;

/** One reader at a time. */
export class ByteSource {
  readonly #from: ByteReader;
  readonly #buffer: Uint8Array;
  #start = 0;
  #end = 0;

  constructor(from: ByteReader, bufferBytes = BUFFER_BYTES) {
    this.#from = from;
    this.#buffer = new Uint8Array(bufferBytes);
  }

  /**
   * Everything up to and with `mark`; `null` if the peer closed before it sent
   * a byte, `undefined` if there is no mark in the first `bytesMax`.
   */
  async until(
    mark: Uint8Array,
    bytesMax: number,
  ): Promise<Uint8Array | null | undefined> {
    for (let searched = 0;;) {
      const found = indexOf(this.#held(), mark, searched);
      if (found >= 0) return this.#take(found + mark.length);
      searched = Math.max(0, this.#end - this.#start - mark.length + 1);
      if (this.#end - this.#start >= bytesMax) return undefined;
      if (!await this.#fill()) {
        if (this.#end === this.#start) return null;
        throw new ConnectionLost();
      }
    }
  }

  /** At least one and at most `bytesMax` bytes. */
  async some(bytesMax: number): Promise<Uint8Array> {
    if (this.#end === this.#start && !await this.#fill()) {
      throw new ConnectionLost();
    }
    return this.#take(Math.min(bytesMax, this.#end - this.#start));
  }

  /** Resolves once the peer is gone; what it still sends is dropped. */
  async untilGone(): Promise<void> {
    this.#start = this.#end = 0;
    while (await this.#fill().catch(() => false)) {
      this.#start = this.#end = 0;
    }
  }

  #held(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  #take(count: number): Uint8Array {
    const taken = this.#buffer.subarray(this.#start, this.#start + count);
    this.#start += count;
    return taken;
  }

  /** Whether there was more to read. */
  async #fill(): Promise<boolean> {
    if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    try {
      const count = await this.#from.read(this.#buffer.subarray(this.#end));
      this.#end += count ?? 0;
      return count !== null;
    } catch (cause) {
      throw new ConnectionLost({ cause });
    }
  }
}

function indexOf(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  const first = mark[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0;) {
    if (mark.every((byte, index) => bytes[at + index] === byte)) return at;
    at = bytes.indexOf(first, at + 1);
  }
  return -1;
}
