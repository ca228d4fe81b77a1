/**
 * What the hot loops of column pages do, as an interface: codecs, sums,
 * ciphers, levels and values of whole pages. The core does it in C and is
 * handed in; tests have one in plain TypeScript that says the same.
 *
 * Nothing here allocates for a caller: `to` is given, and never written beyond
 * its end. Bytes that come from a file may say anything: a decoder returns a
 * negative number (or `false`) for what is malformed, and never throws for it.
 */

/** Named as in the format; `lz4` with its Hadoop frames is read by us alone. */
export type PageCodec =
  | "uncompressed"
  | "snappy"
  | "gzip"
  | "zstd"
  | "lz4_raw"
  | "brotli";

export interface CodecCore {
  /** Room that `compress` needs at most for so many bytes. */
  compressBoundBytes(codec: PageCodec, sizeBytes: number): number;
  /** Returns bytes written; the codec's own default without a level. */
  compress(
    options: {
      readonly codec: PageCodec;
      readonly level?: number;
      readonly from: Uint8Array;
      readonly to: Uint8Array;
    },
  ): number;
  /** False unless `from` gives exactly `to.length` bytes and ends there. */
  decompress(
    options: {
      readonly codec: PageCodec;
      readonly from: Uint8Array;
      readonly to: Uint8Array;
    },
  ): boolean;
  /** CRC-32 of gzip, unsigned; `before` is the sum of what came before. */
  crc32(bytes: Uint8Array, before?: number): number;
}

/** Keys of 16, 24 or 32 bytes; other lengths are refused before. */
export interface CipherCore {
  /** Writes ciphertext, then the tag of 16 bytes. The nonce has 12. */
  gcmSeal(
    options: {
      readonly key: Uint8Array;
      readonly nonce: Uint8Array;
      readonly aad: Uint8Array;
      readonly from: Uint8Array;
      readonly to: Uint8Array;
    },
  ): void;
  /** `from` ends in the tag. False when it does not fit: `to` is then void. */
  gcmOpen(
    options: {
      readonly key: Uint8Array;
      readonly nonce: Uint8Array;
      readonly aad: Uint8Array;
      readonly from: Uint8Array;
      readonly to: Uint8Array;
    },
  ): boolean;
  /** Both ways; `counter` is the first block of 16 bytes, big endian. */
  ctr(
    options: {
      readonly key: Uint8Array;
      readonly counter: Uint8Array;
      readonly from: Uint8Array;
      readonly to: Uint8Array;
    },
  ): void;
}

/**
 * Values of one Arrow array, of which `start` and `count` take a part. With
 * `selection` only the values at those places (from the start of the array)
 * are meant, `count` of them, and `start` is a place in `selection`.
 */
export type ColumnValues = FixedValues | BytesValues;

export interface FixedValues {
  readonly kind: "fixed";
  readonly bytes: Uint8Array;
  readonly widthBytes: number;
  readonly start: number;
  readonly count: number;
  readonly selection?: Int32Array;
}

export interface BytesValues {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
  /** As in Arrow: value i lies from `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Int32Array;
  readonly start: number;
  readonly count: number;
  readonly selection?: Int32Array;
}

/** How the least and the greatest value are found. NaN is left out. */
export type ValueOrder =
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "float16"
  | "float32"
  | "float64"
  /** Bytes compared without sign; a shorter prefix comes first. */
  | "bytes"
  /** Fixed bytes as a big-endian number with a sign. */
  | "decimal";

export interface ValueCore {
  /** Gathers selected values densely; returns bytes written. */
  encodeFixed(values: FixedValues, to: Uint8Array): number;
  /** PLAIN: length of four bytes, then the bytes. Returns bytes written. */
  encodeBytes(values: BytesValues, to: Uint8Array): number;
  /** Bytes that `encodeBytes` would write. */
  plainSizeBytes(values: BytesValues): number;
  /** Places [of the least, of the greatest], as in `start`; -1 for none. */
  extremes(values: ColumnValues, order: ValueOrder): readonly [number, number];
  /** At most `limitBytes` of PLAIN values. */
  openDictionary(
    options: { readonly limitBytes: number },
  ): DictionaryCore;
}

/** Numbers equal values, in the order in which they first came. */
export interface DictionaryCore extends Disposable {
  readonly count: number;
  /** Of `encode`. */
  readonly sizeBytes: number;
  /**
   * Writes a number for each value to `indices`. False when the limit would
   * be passed: the dictionary is then as it was before the call.
   */
  add(values: ColumnValues, indices: Uint32Array): boolean;
  /** All values, PLAIN. Returns bytes written. */
  encode(to: Uint8Array): number;
}

/** Encodings of whole pages; values come dense, nulls are put between later. */
export interface DecodeCore {
  /**
   * RLE and bit-packed runs of `widthBits` (0 to 32); returns bytes read, or a
   * negative number for fewer than `to.length` values or one over `valueMax`.
   */
  decodeHybrid(
    options: {
      readonly from: Uint8Array;
      readonly widthBits: number;
      readonly valueMax: number;
      readonly to: Uint8Array | Uint32Array;
    },
  ): number;
  /**
   * Room for `ceil(count / 8) * (widthBits + 1) + 16` bytes; returns bytes
   * written.
   */
  encodeHybrid(
    options: {
      readonly values: Uint8Array | Uint32Array;
      readonly widthBits: number;
      readonly to: Uint8Array;
    },
  ): number;
  /** DELTA_BINARY_PACKED into integers of 4 or 8 bytes; returns bytes read. */
  decodeDelta(
    options: {
      readonly from: Uint8Array;
      readonly widthBytes: 4 | 8;
      readonly count: number;
      readonly to: Uint8Array;
    },
  ): number;
  /** BYTE_STREAM_SPLIT; `from` has exactly count times width bytes. */
  decodeSplit(
    options: {
      readonly from: Uint8Array;
      readonly widthBytes: number;
      readonly count: number;
      readonly to: Uint8Array;
    },
  ): number;
  /** Bytes of all values together; negative for a page that is malformed. */
  decodedSizeBytes(
    options: {
      readonly encoding: BytesEncoding;
      readonly from: Uint8Array;
      readonly count: number;
    },
  ): number;
  /**
   * Values to `to` from `offsets[0]`, which is given, and where each ends to
   * the `count` offsets behind it; returns bytes read.
   */
  decodeBytes(
    options: {
      readonly encoding: BytesEncoding;
      readonly from: Uint8Array;
      readonly count: number;
      readonly offsets: Int32Array;
      readonly to: Uint8Array;
    },
  ): number;
  /** False for a number that the dictionary of `count` values does not have. */
  gatherFixed(
    options: {
      readonly dictionary: Uint8Array;
      readonly count: number;
      readonly widthBytes: number;
      readonly indices: Uint32Array;
      readonly to: Uint8Array;
    },
  ): boolean;
  /** Bytes that `gatherBytes` would write; negative as it would be false. */
  gatheredSizeBytes(dictionary: Int32Array, indices: Uint32Array): number;
  /** As `decodeBytes`, of values of a dictionary. */
  gatherBytes(
    options: {
      readonly dictionary: Uint8Array;
      readonly dictionaryOffsets: Int32Array;
      readonly indices: Uint32Array;
      readonly offsets: Int32Array;
      readonly to: Uint8Array;
    },
  ): boolean;
}

/** PLAIN byte arrays, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY. */
export type BytesEncoding = "plain" | "deltaLength" | "delta";

/** Of memory that is not touched yet. */
export interface RoomCore {
  /**
   * Zeros for whole columns. The system hands out memory page by page as it is
   * touched, which costs more than decoding does: it is asked for large ones.
   */
  room(sizeBytes: number): Uint8Array<ArrayBuffer>;
}

export type { LevelCore } from "./level_core.ts";
import type { LevelCore } from "./level_core.ts";

/** All of it: what a reader or a writer of data files is handed. */
export interface PageCore
  extends CodecCore, CipherCore, ValueCore, DecodeCore, LevelCore, RoomCore {}
