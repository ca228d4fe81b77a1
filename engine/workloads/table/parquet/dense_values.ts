/** Decoded values without nulls, one behind the other, as Arrow keeps them. */
import type { Storage } from "./column_tree.ts";
import type { RoomCore } from "./page_core.ts";

const OFFSET_MAX = 0x7fff_ffff;

/** Grows as pages are added; room beyond `count` is not yet written. */
export class DenseValues {
  readonly storage: Storage;
  /** Values, or of `bytes` what is between the offsets; booleans as bytes. */
  bytes: Uint8Array<ArrayBuffer>;
  offsets: Int32Array;
  count = 0;
  readonly #core: RoomCore;

  constructor(core: RoomCore, storage: Storage) {
    this.#core = core;
    this.storage = storage;
    this.bytes = new Uint8Array(0);
    this.offsets = new Int32Array(1);
  }

  /** Of one value in `bytes`; 0 where offsets tell it. */
  get widthBytes(): number {
    return this.storage.physical === "boolean" ? 1 : this.storage.widthBytes;
  }

  /** Bytes that hold values. */
  get sizeBytes(): number {
    return this.storage.physical === "bytes"
      ? this.offsets[this.count] ?? 0
      : this.count * this.widthBytes;
  }

  /**
   * Makes room for further values at once, so that none is copied later: as
   * many bytes as their pages have, of those that tell their own length.
   */
  expect({ count, limitBytes, rawSizeBytes }: {
    readonly count: number;
    readonly limitBytes: number;
    readonly rawSizeBytes: number;
  }): void {
    const isBytes = this.storage.physical === "bytes";
    const wanted = isBytes ? rawSizeBytes : count * this.widthBytes;
    this.#grow(this.sizeBytes + Math.min(wanted, limitBytes, OFFSET_MAX));
    if (!isBytes) return;
    const further = Math.min(count, Math.floor(limitBytes / 4));
    this.#growOffsets(this.count + further + 1);
  }

  /** Room for so many further values, to be written before `count` grows. */
  reserveFixed(count: number): Uint8Array<ArrayBuffer> {
    const size = this.sizeBytes;
    this.#grow(size + count * this.widthBytes);
    return this.bytes.subarray(size, size + count * this.widthBytes);
  }

  /** Undefined when offsets of four bytes cannot tell so many bytes. */
  reserveBytes(count: number, sizeBytes: number):
    | { readonly offsets: Int32Array; readonly to: Uint8Array<ArrayBuffer> }
    | undefined {
    const size = this.sizeBytes;
    if (size + sizeBytes > OFFSET_MAX) return undefined;
    this.#grow(size + sizeBytes);
    const needed = this.count + count + 1;
    this.#growOffsets(needed);
    return {
      offsets: this.offsets.subarray(this.count, needed),
      // Offsets count from the start of all values.
      to: this.bytes.subarray(0, size + sizeBytes),
    };
  }

  #growOffsets(needed: number): void {
    if (needed <= this.offsets.length) return;
    const isFirst = this.offsets.length === 1;
    const length = isFirst ? needed : Math.max(needed, 2 * this.offsets.length);
    const grown = new Int32Array(this.#core.room(4 * length).buffer);
    grown.set(this.offsets.subarray(0, this.count + 1));
    this.offsets = grown;
  }

  #grow(needed: number): void {
    if (needed <= this.bytes.length) return;
    const isFirst = this.bytes.length === 0;
    const grown = this.#core.room(
      isFirst ? needed : Math.max(needed, 2 * this.bytes.length),
    );
    grown.set(this.bytes);
    this.bytes = grown;
  }
}
