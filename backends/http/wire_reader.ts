/**
 * Reads what a peer sends: lines of a head, then bytes of a body. Holds one
 * buffer, so that a body of any length costs the same memory.
 */
import { HttpFailure } from "./http_failure.ts";

/** Bytes of the longest line of a head; a longer one is no HTTP. */
const LINE_BYTES_MAX = 64 << 10;
const BUFFER_BYTES = 128 << 10;
const NEWLINE = 10;

type Source = (buffer: Uint8Array) => Promise<number | null>;
/** Waits for bytes, within whatever bound the caller sets. */
type Wait = (filled: Promise<boolean>) => Promise<boolean>;

/** Reads from `source`, which gives `null` at the end. */
export class WireReader {
  readonly #source: Source;
  readonly #wait: Wait;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #start = 0;
  #end = 0;
  #filling: Promise<boolean> | undefined;

  constructor(source: Source, wait: Wait = (filled) => filled) {
    this.#source = source;
    this.#wait = wait;
  }

  /** Whether bytes came that nobody read yet. */
  get hasAhead(): boolean {
    return this.#start < this.#end;
  }

  /** One line without its end; `undefined` when the peer closed before it. */
  async line(): Promise<string | undefined> {
    let scanned = this.#start;
    while (true) {
      const at = this.#buffer.subarray(0, this.#end).indexOf(NEWLINE, scanned);
      if (at >= 0) {
        const bytes = this.#buffer.subarray(this.#start, at);
        this.#start = at + 1;
        return new TextDecoder().decode(bytes).replace(/\r$/, "");
      }
      const held = this.#end - this.#start;
      if (held > LINE_BYTES_MAX) {
        throw new HttpFailure("a line of the answer does not end", {
          step: "exchange",
          reason: "malformed",
        });
      }
      if (!await this.#wait(this.fill())) return undefined;
      scanned = this.#start + held;
    }
  }

  /** Up to `max` bytes, copied; `undefined` at the end. */
  async some(max: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (!this.hasAhead && !await this.#wait(this.fill())) {
      return undefined;
    }
    const count = Math.min(max, this.#end - this.#start);
    const bytes = this.#buffer.slice(this.#start, this.#start + count);
    this.#start += count;
    return bytes;
  }

  /** Waits for more bytes; `false` at the end. All who wait share one read. */
  fill(): Promise<boolean> {
    this.#filling ??= this.#fillOnce().finally(() => this.#filling = undefined);
    return this.#filling;
  }

  async #fillOnce(): Promise<boolean> {
    if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    const count = await this.#source(this.#buffer.subarray(this.#end));
    if (count === null) return false;
    this.#end += count;
    return true;
  }
}
