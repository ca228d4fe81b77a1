/** What a load of training data is handed: a place, a core, a clock. */
import type { LaneCounters, UnitFinding } from "../../../backends/mod.ts";
import type { PageCore } from "../table/mod.ts";
import type { Crc32 } from "./reflected_crc.ts";
import type { SampleCodec } from "./sample_codec.ts";

/** Half-open, in bytes. */
export interface SiteRange {
  readonly start: number;
  readonly end: number;
}

/** A target as a place of files. Fails with a `StorageError`. */
export interface LoaderSite {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Visible only once it is complete. */
  putPieces(key: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  getRange(key: string, range: SiteRange): Promise<Uint8Array>;
  /**
   * Fills `into` from `start`; resolves to the number of bytes, fewer only
   * where the file ends. Absent where bytes come in memory of their own.
   */
  readInto?(
    key: string,
    start: number,
    into: Uint8Array<ArrayBuffer>,
  ): Promise<number>;
  getPieces(key: string): Promise<AsyncIterable<Uint8Array>>;
}

/** Where what was acknowledged is kept, line by line. */
export interface LoaderJournal {
  /** All that is there; "" at first. */
  text(): string;
  /** With a line break. Fails where the line cannot be kept. */
  append(line: string): void;
  close(): void;
}

/** Whose stamped bytes, and where they start. */
export interface StampedBytes {
  /** 16 hex digits; contents follow from it. */
  readonly runKey: string;
  readonly runId: string;
  /** Number of the sample or the shard. */
  readonly tag: number;
  /** Units of 4096 bytes. */
  readonly unit: number;
}

/** What loads of training data ask of the core. */
export interface LoaderCore {
  /** CRC-64/NVME in hexadecimal. */
  digest(bytes: Uint8Array): string;
  /** CRC32C, as TFRecord has it. */
  readonly crc32c: Crc32;
  /** Pages of Parquet; absent where no data set is in it. */
  readonly pages?: () => PageCore;
  /** Stamped bytes from `unit` on; the last unit may be cut. */
  stamp(of: StampedBytes, sizeBytes: number): Uint8Array<ArrayBuffer>;
  /** Units that are wrong among whole ones; offsets count from the first. */
  judge(of: StampedBytes, bytes: Uint8Array): readonly UnitFinding[];
  /** Throws a `RangeError` for a codec that this program lacks. */
  codec(name: "zstd", level: number): SampleCodec;
  /** All 0. */
  counters(): LaneCounters;
}

/** Everything that loads of one run are handed. */
export interface LoaderPorts {
  readonly core: LoaderCore;
  site(target: string): LoaderSite;
  /** Opens it; fails with an error of the world. */
  journal(target: string): LoaderJournal;
  /** Memory of this process that is resident now. */
  residentBytes(): number;
}
