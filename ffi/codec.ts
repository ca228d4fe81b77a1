/**
 * Codecs of column pages, by their own libraries inside the core, and the sum
 * of such a page. Bytes go from one view to another; nothing is allocated.
 */
import { ownBytes } from "./_bytes.ts";
import type { Library } from "./_library.ts";
import { STATUSES } from "./status.ts";

/** Name, number in `enum sv_codec`, and the level when none is given. */
const CODECS = {
  uncompressed: [0, 0],
  snappy: [1, 0],
  // zlib's default.
  gzip: [2, 6],
  // Brotli's own, 11, is slower than disks by a hundred; 8 is Arrow's.
  brotli: [4, 8],
  // zstd's default.
  zstd: [6, 3],
  lz4_raw: [7, 0],
} as const satisfies Record<string, readonly [number, number]>;

/** Named as in Parquet. */
export type CodecName = keyof typeof CODECS;

export interface CompressRequest {
  readonly codec: CodecName;
  /** zstd -7 to 22, gzip 1 to 9, brotli 0 to 11; others have none. */
  readonly level?: number;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

export interface DecompressRequest {
  readonly codec: CodecName;
  readonly from: Uint8Array;
  /** Of exactly the size that must come out. */
  readonly to: Uint8Array;
}

export interface CodecCalls {
  /** Room that `compress` needs at most. Fails with BOUND from 2 GiB on. */
  compressBoundBytes(codec: CodecName, sizeBytes: number): number;
  /**
   * Returns bytes written. Fails with LAYOUT for a level that the codec does
   * not have, and with BOUND when `to` has no room.
   */
  compress(request: CompressRequest): number;
  /** False unless `from` is whole, ends there, and fills `to` exactly. */
  decompress(request: DecompressRequest): boolean;
  /** CRC-32 of gzip and Parquet; `before` is that of the bytes before. */
  crc32(bytes: Uint8Array, before?: number): number;
}

/** Each library with its version, in the order of the format's numbers. */
export function codecLibraries(library: Library): string[] {
  return Object.values(CODECS).flatMap(([number]) => {
    const text = library.text(library.symbols.sv_codec_library(number));
    return text === null || number === CODECS.uncompressed[0] ? [] : [text];
  });
}

/** The calls, bound to an open library. */
export function codecCalls(library: Library): CodecCalls {
  const { symbols } = library;
  return {
    compressBoundBytes: (codec, sizeBytes) =>
      library.must(
        symbols.sv_codec_bound(CODECS[codec][0], BigInt(sizeBytes)),
        {
          operation: `compress ${sizeBytes} bytes with`,
          subject: codec,
        },
      ),
    compress({ codec, level, from, to }) {
      const [number, usual] = CODECS[codec];
      const written = symbols.sv_codec_compress(
        number,
        level ?? usual,
        ownBytes(from),
        BigInt(from.length),
        ownBytes(to),
        BigInt(to.length),
      );
      const grade = level === undefined ? "" : ` at level ${level}`;
      return library.must(written, {
        operation: `compress ${from.length} bytes${grade} with`,
        subject: codec,
      });
    },
    decompress({ codec, from, to }) {
      const made = symbols.sv_codec_decompress(
        CODECS[codec][0],
        ownBytes(from),
        BigInt(from.length),
        ownBytes(to),
        BigInt(to.length),
      );
      if (Number(made) === STATUSES.DECODE[0]) return false;
      library.must(made, {
        operation: `decompress ${from.length} bytes with`,
        subject: codec,
      });
      return true;
    },
    crc32: (bytes, before = 0) =>
      symbols.sv_crc32(before, ownBytes(bytes), BigInt(bytes.length)),
  };
}
