/**
 * Encodings of whole pages of column files; fits `DecodeCore` of the reader and
 * writer of such files. What is malformed is a negative number or `false`, and
 * only a mistake of the caller is a `CoreError`.
 */
import { ownBytes } from "./_bytes.ts";
import type { Library } from "./_library.ts";
import { STATUSES } from "./status.ts";

/** In the order of `enum sv_bytes_encoding`. */
const BYTES_ENCODINGS = ["plain", "deltaLength", "delta"] as const;
export type PageBytesEncoding = typeof BYTES_ENCODINGS[number];

/** Bytes of a page, from where the values start. */
interface From {
  readonly from: Uint8Array;
}

interface FixedRequest extends From {
  readonly widthBytes: number;
  readonly count: number;
  readonly to: Uint8Array;
}

interface BytesRequest extends From {
  readonly encoding: PageBytesEncoding;
  readonly count: number;
}

interface PlacedBytes {
  /** `offsets[0]` is given; `count` more are written. */
  readonly offsets: Int32Array;
  readonly to: Uint8Array;
}

export interface DecodeCalls {
  /** Returns bytes read; negative: too few values, or one over `valueMax`. */
  decodeHybrid(
    request: From & {
      readonly widthBits: number;
      readonly valueMax: number;
      readonly to: Uint8Array | Uint32Array;
    },
  ): number;
  /** Returns bytes written; fails with BOUND for a value over its width. */
  encodeHybrid(request: {
    readonly values: Uint8Array | Uint32Array;
    readonly widthBits: number;
    readonly to: Uint8Array;
  }): number;
  /** Returns bytes read; negative: malformed. */
  decodeDelta(request: FixedRequest & { readonly widthBytes: 4 | 8 }): number;
  /** Returns bytes read; negative: another length. */
  decodeSplit(request: FixedRequest): number;
  /** Bytes of all values; negative: malformed, or 2 GiB and more. */
  decodedSizeBytes(request: BytesRequest): number;
  /** Returns bytes read; negative: malformed. */
  decodeBytes(request: BytesRequest & PlacedBytes): number;
  /** False: an index that the dictionary does not have. */
  gatherFixed(request: {
    readonly dictionary: Uint8Array;
    readonly count: number;
    readonly widthBytes: number;
    readonly indices: Uint32Array;
    readonly to: Uint8Array;
  }): boolean;
  /** Negative as `gatherBytes` would be false. */
  gatheredSizeBytes(dictionary: Int32Array, indices: Uint32Array): number;
  /** False as `gatherFixed`. */
  gatherBytes(
    request: PlacedBytes & {
      readonly dictionary: Uint8Array;
      readonly dictionaryOffsets: Int32Array;
      readonly indices: Uint32Array;
    },
  ): boolean;
}

/** The calls, bound to an open library. */
export function decodeCalls(library: Library): DecodeCalls {
  const { symbols } = library;
  return {
    ...hybridCalls(library),
    ...gatherCalls(library),
    decodeDelta({ from, widthBytes, count, to }) {
      room(library, to.length, count * widthBytes);
      return judged(
        library,
        symbols.sv_page_delta_decode(
          ownBytes(from),
          BigInt(from.length),
          widthBytes,
          count,
          ownBytes(to),
        ),
      );
    },
    decodeSplit({ from, widthBytes, count, to }) {
      room(library, to.length, count * widthBytes);
      const status = judged(
        library,
        symbols.sv_page_split_decode(
          ownBytes(from),
          BigInt(from.length),
          widthBytes,
          count,
          ownBytes(to),
        ),
      );
      return status < 0 ? status : from.length;
    },
    decodedSizeBytes: ({ encoding, from, count }) =>
      judged(
        library,
        symbols.sv_page_bytes_decoded_size(
          BYTES_ENCODINGS.indexOf(encoding),
          ownBytes(from),
          BigInt(from.length),
          count,
        ),
      ),
    decodeBytes({ encoding, from, count, offsets, to }) {
      room(library, offsets.length, count + 1);
      return judged(
        library,
        symbols.sv_page_bytes_decode(
          BYTES_ENCODINGS.indexOf(encoding),
          ownBytes(from),
          BigInt(from.length),
          count,
          ownBytes(offsets),
          ownBytes(to),
          BigInt(to.length),
        ),
      );
    },
  };
}

type HybridCalls = Pick<DecodeCalls, "decodeHybrid" | "encodeHybrid">;

function hybridCalls(library: Library): HybridCalls {
  const { symbols } = library;
  return {
    decodeHybrid: ({ from, widthBits, valueMax, to }) =>
      judged(
        library,
        symbols.sv_page_hybrid_decode(
          ownBytes(from),
          BigInt(from.length),
          widthBits,
          valueMax,
          ownBytes(to),
          to.BYTES_PER_ELEMENT,
          to.length,
        ),
      ),
    encodeHybrid: ({ values, widthBits, to }) =>
      library.must(
        symbols.sv_page_hybrid_encode(
          ownBytes(values),
          values.BYTES_PER_ELEMENT,
          values.length,
          widthBits,
          ownBytes(to),
          BigInt(to.length),
        ),
        { operation: `pack ${values.length} values of ${widthBits} bits` },
      ),
  };
}

type GatherCalls = Pick<
  DecodeCalls,
  "gatherFixed" | "gatheredSizeBytes" | "gatherBytes"
>;

function gatherCalls(library: Library): GatherCalls {
  const { symbols } = library;
  const isBound = (status: number | bigint) =>
    Number(status) === STATUSES.BOUND[0];
  return {
    gatherFixed({ dictionary, count, widthBytes, indices, to }) {
      room(library, to.length, indices.length * widthBytes);
      room(library, dictionary.length, count * widthBytes);
      const status = symbols.sv_page_gather_fixed(
        ownBytes(dictionary),
        BigInt(count * widthBytes),
        widthBytes,
        ownBytes(indices),
        indices.length,
        ownBytes(to),
        BigInt(to.length),
      );
      if (isBound(status)) return false;
      library.must(status, { operation: `take values of ${widthBytes} bytes` });
      return true;
    },
    gatheredSizeBytes: (dictionary, indices) =>
      Number(symbols.sv_page_bytes_size(
        ownBytes(dictionary),
        dictionary.length,
        ownBytes(indices),
        indices.length,
      )),
    gatherBytes(request) {
      const { dictionary, dictionaryOffsets, indices, offsets, to } = request;
      room(library, offsets.length, indices.length + 1);
      const status = symbols.sv_page_gather_bytes(
        ownBytes(dictionary),
        BigInt(dictionary.length),
        ownBytes(dictionaryOffsets),
        dictionaryOffsets.length,
        ownBytes(indices),
        indices.length,
        ownBytes(offsets),
        ownBytes(to),
        BigInt(to.length),
      );
      if (isBound(status)) return false;
      library.must(status, { operation: "take byte arrays" });
      return true;
    },
  };
}

/** A count, or the status of a malformed page; throws what is a mistake. */
function judged(library: Library, status: number | bigint): number {
  const number = Number(status);
  if (number === STATUSES.DECODE[0]) return number;
  return library.must(number, { operation: "decode page" });
}

/** The core is told no length of an array that the count has to fit. */
function room(library: Library, available: number, needed: number): void {
  if (needed <= available) return;
  throw library.failure(STATUSES.BOUND[0], {
    operation: `decode ${needed} into room for ${available}`,
  });
}
