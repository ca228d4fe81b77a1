/**
 * Values of the page in the making: numbers of a dictionary as long as it
 * holds them, PLAIN after that. In: values of Arrow, in parts; out: the bytes
 * of a page behind its levels.
 */
import type { LeafColumn } from "./column_tree.ts";
import { hybridBoundBytes } from "./encoded_levels.ts";
import type { ColumnValues, DictionaryCore, PageCore } from "./page_core.ts";

const PLAIN = 0;
const RLE_DICTIONARY = 8;
/** Of few rows; views of many take no room at all. */
const FIRST_BYTES = 4096;

/** Growing room for PLAIN values, and one view that spares the copy. */
export class PageValues {
  readonly #core: PageCore;
  #bytes = new Uint8Array(0);
  #size = 0;
  #view: Uint8Array<ArrayBuffer> | undefined;
  #indices = new Uint32Array(1024);
  #indexCount = 0;
  /** Of booleans, which are not whole bytes. */
  #bitCount = 0;

  constructor(core: PageCore) {
    this.#core = core;
  }

  /** Before encoding; a number counts four bytes. */
  get sizeBytes(): number {
    return this.#size + (this.#view?.length ?? 0) + 4 * this.#indexCount +
      (this.#bitCount >> 3);
  }

  get hasIndices(): boolean {
    return this.#indexCount > 0;
  }

  /** False when the dictionary has no room: nothing was added then. */
  addIndices(dictionary: DictionaryCore, values: ColumnValues): boolean {
    const needed = this.#indexCount + values.count;
    if (needed > this.#indices.length) {
      const grown = new Uint32Array(Math.max(needed, 2 * this.#indices.length));
      grown.set(this.#indices.subarray(0, this.#indexCount));
      this.#indices = grown;
    }
    const to = this.#indices.subarray(this.#indexCount, needed);
    if (!dictionary.add(values, to)) return false;
    this.#indexCount = needed;
    return true;
  }

  addPlain(values: ColumnValues): void {
    if (values.kind === "bytes") {
      const to = this.#reserve(this.#core.plainSizeBytes(values));
      this.#size += this.#core.encodeBytes(values, to);
      return;
    }
    const { bytes, count, selection, start, widthBytes } = values;
    const size = count * widthBytes;
    if (selection !== undefined) {
      const to = this.#reserve(size);
      this.#size += this.#core.encodeFixed(values, to);
      return;
    }
    const from = bytes.subarray(start * widthBytes, start * widthBytes + size);
    if (this.sizeBytes === 0 && from.buffer instanceof ArrayBuffer) {
      this.#view = new Uint8Array(from.buffer, from.byteOffset, size);
      return;
    }
    this.#reserve(size).set(from);
    this.#size += size;
  }

  /** Densely packed bits, from bit 0 on. */
  addBits(bits: Uint8Array, count: number): void {
    const needed = (this.#bitCount + count + 7) >> 3;
    this.#grow(needed);
    this.#core.copyBits({
      from: { bits, bitOffset: 0 },
      to: { bits: this.#bytes, bitOffset: this.#bitCount },
      count,
    });
    this.#bitCount += count;
  }

  /** Valid until the next value is added. */
  finish(dictionaryCount: number): {
    readonly encoding: number;
    readonly bytes: Uint8Array<ArrayBuffer>;
  } {
    const made = this.#indexCount > 0
      ? { encoding: RLE_DICTIONARY, bytes: this.#packed(dictionaryCount) }
      : { encoding: PLAIN, bytes: this.#plain() };
    this.#size = 0;
    this.#indexCount = 0;
    this.#bitCount = 0;
    this.#view = undefined;
    return made;
  }

  #plain(): Uint8Array<ArrayBuffer> {
    if (this.#view !== undefined) return this.#view;
    if (this.#bitCount === 0) return this.#bytes.subarray(0, this.#size);
    const size = (this.#bitCount + 7) >> 3;
    const used = this.#bitCount & 7;
    // Bits behind the last value say nothing, and are the same each time.
    if (used > 0) {
      this.#bytes[size - 1] = (this.#bytes[size - 1] ?? 0) & ((1 << used) - 1);
    }
    return this.#bytes.subarray(0, size);
  }

  #packed(dictionaryCount: number): Uint8Array<ArrayBuffer> {
    const widthBits = 32 - Math.clz32(Math.max(dictionaryCount - 1, 0));
    const values = this.#indices.subarray(0, this.#indexCount);
    this.#grow(1 + hybridBoundBytes(this.#indexCount, widthBits));
    this.#bytes[0] = widthBits;
    const to = this.#bytes.subarray(1);
    const size = this.#core.encodeHybrid({ values, widthBits, to });
    return this.#bytes.subarray(0, 1 + size);
  }

  #reserve(size: number): Uint8Array<ArrayBuffer> {
    const view = this.#view;
    if (view !== undefined) {
      this.#view = undefined;
      this.#grow(view.length + size);
      this.#bytes.set(view);
      this.#size = view.length;
    }
    this.#grow(this.#size + size);
    return this.#bytes.subarray(this.#size, this.#size + size);
  }

  #grow(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const size = Math.max(needed, 2 * this.#bytes.length, FIRST_BYTES);
    const grown = new Uint8Array(size);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Whether a dictionary is worth a try: wide values hardly ever repeat. */
export function mayRepeat({ storage }: LeafColumn): boolean {
  const { logical, physical, widthBytes } = storage;
  if (physical === "boolean" || logical?.unknown !== undefined) return false;
  return widthBytes <= 32;
}
