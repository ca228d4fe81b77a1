/**
 * Bitmaps of Arrow, and dense values put to where a bitmap says there are some.
 * A bitmap, a count or a place that is too large fails with BOUND.
 */
import { ownBytes } from "./_bytes.ts";
import type { Library } from "./_library.ts";

interface Bits {
  readonly bits: Uint8Array;
  readonly bitOffset: number;
}

interface Spread {
  readonly validity: Bits;
  readonly count: number;
}

export interface BitCalls {
  /** Bits that are 1. */
  countBits(bitmap: Bits, count: number): number;
  /** Keeps the bits of `to` before and behind. */
  copyBits(request: {
    readonly from: Bits;
    readonly to: Bits;
    readonly count: number;
  }): void;
  /** Densely from bit 0 of `to` on. */
  gatherBits(request: {
    readonly from: Bits;
    readonly selection: Int32Array;
    readonly to: Uint8Array;
  }): void;
  /** One bit for each byte, which is 0 or 1. */
  packBits(values: Uint8Array, to: Bits): void;
  /** In place; a null slot becomes zero. */
  spreadFixed(
    request: Spread & {
      readonly values: Uint8Array;
      readonly widthBytes: number;
    },
  ): void;
  /** In place, from bit 0 of `values` on. */
  spreadBits(request: Spread & { readonly values: Uint8Array }): void;
  /** In place; `count + 1` offsets. */
  spreadOffsets(request: Spread & { readonly offsets: Int32Array }): void;
}

/** The calls, bound to an open library. */
export function bitCalls(library: Library): BitCalls {
  const { symbols } = library;
  const must = (status: number | bigint, verb: string, count: number) =>
    library.must(status, { operation: `${verb} ${count} bits` });
  return {
    countBits: (bitmap, count) =>
      must(symbols.sv_bits_count(...raw(bitmap), count), "count", count),
    copyBits({ from, to, count }) {
      const status = symbols.sv_bits_copy(...raw(from), ...raw(to), count);
      must(status, "copy", count);
    },
    gatherBits({ from, selection, to }) {
      const status = symbols.sv_bits_gather(
        ...raw(from),
        ownBytes(selection),
        selection.length,
        ownBytes(to),
        BigInt(to.length),
      );
      must(status, "gather", selection.length);
    },
    packBits(values, to) {
      const status = symbols.sv_bits_pack(
        ownBytes(values),
        values.length,
        ...raw(to),
      );
      must(status, "pack", values.length);
    },
    spreadFixed({ values, widthBytes, validity, count }) {
      const status = symbols.sv_spread_fixed(
        ownBytes(values),
        BigInt(values.length),
        widthBytes,
        ...raw(validity),
        count,
      );
      must(status, "spread values by", count);
    },
    spreadBits({ values, validity, count }) {
      const status = symbols.sv_spread_bits(
        ownBytes(values),
        BigInt(values.length),
        ...raw(validity),
        count,
      );
      must(status, "spread", count);
    },
    spreadOffsets({ offsets, validity, count }) {
      const status = symbols.sv_spread_offsets(
        ownBytes(offsets),
        offsets.length,
        ...raw(validity),
        count,
      );
      must(status, "spread offsets by", count);
    },
  };
}

/** As the core takes a bitmap: bytes, their length, the first bit. */
function raw(
  { bits, bitOffset }: Bits,
): [ArrayBufferView<ArrayBuffer>, bigint, bigint] {
  return [ownBytes(bits), BigInt(bits.length), BigInt(bitOffset)];
}
