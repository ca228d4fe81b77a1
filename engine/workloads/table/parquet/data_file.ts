/**
 * A data file of columns, as the table sees it: record batches of Arrow go in
 * and come out, its bytes go through a sink and a source that are handed in.
 * Whoever calls opens with `createDataFile` and `openDataFile`; what is wrong
 * with a file is a `FormatError`, and what is wrong with a call a `RangeError`.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import type { PageCodec, PageCore } from "./page_core.ts";
import type { Predicate } from "./predicate.ts";

/** Bytes of one file that does not change. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Exactly so many bytes, or it fails; never asked for bytes beyond the end. */
  read(
    offsetBytes: number,
    lengthBytes: number,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The same bytes into memory that is used again, where a source can; resolves
   * to their number, which is less only where the file ends before it should.
   */
  readInto?(offsetBytes: number, to: Uint8Array<ArrayBuffer>): Promise<number>;
}

/** Bytes of one file in the making. Every call is awaited before the next. */
export interface ByteSink {
  /** `bytes` belong to the caller again as soon as it resolves. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole and stays. */
  close(): Promise<void>;
  /** The file shall not stay. */
  abort(): Promise<void>;
}

/** Value of a statistic, a predicate or a default, in the column's own kind. */
export type ColumnValue = number | bigint | string | boolean | Uint8Array;

/** Of one column in one row group or in a whole file. */
export interface ColumnStatistics {
  readonly nullCount?: number;
  /** A lower bound: of long strings only a prefix is kept. */
  readonly min?: ColumnValue;
  /** An upper bound, as `min`. */
  readonly max?: ColumnValue;
}

/** Of one leaf column of a file that was closed. */
export interface ColumnFacts extends ColumnStatistics {
  /** Names from the root: `["tags", "list", "element"]`. */
  readonly path: readonly string[];
  /** Without nulls and with every item of a list. */
  readonly valueCount: number;
  /** On disk, with page headers. */
  readonly sizeBytes: number;
  /** The same before it was compressed and encrypted. */
  readonly rawSizeBytes: number;
}

export interface DataFileFacts {
  readonly rowCount: number;
  readonly rowGroupCount: number;
  readonly sizeBytes: number;
  /** Footer with its length and the magic, to be read in one piece. */
  readonly footerSizeBytes: number;
  /** CRC-32 of those bytes, for whoever keeps it beside the file. */
  readonly footerCrc32: number;
  readonly columns: readonly ColumnFacts[];
}

export interface DataFileWriter {
  readonly schema: Schema;
  /** Rows written so far, also those that are not on disk. */
  readonly rowCount: number;
  /** Held in memory until a row group is full. */
  readonly bufferedSizeBytes: number;
  /** Given to the sink so far. */
  readonly sizeBytes: number;
  /**
   * Keeps a reference to the batch until its row group is written. Fails with
   * a `RangeError` for another schema, or a null where none may be.
   */
  write(batch: RecordBatch): Promise<void>;
  /** Ends the row group: everything so far is given to the sink. */
  flush(): Promise<void>;
  /** A file of no rows is a file. Nothing may be called after it. */
  close(): Promise<DataFileFacts>;
  /** May be called at any time, also after a failure. */
  abort(): Promise<void>;
}

export interface RowGroupFacts {
  readonly index: number;
  /** In the file, from 0. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** On disk, all columns. */
  readonly sizeBytes: number;
  /** Before compression: about what its batches take in memory. */
  readonly rawSizeBytes: number;
  /** By top-level name, only of columns that are not nested. */
  readonly statistics: ReadonlyMap<string, ColumnStatistics>;
}

export interface ReadOptions {
  /** Top-level names, in the order wanted; all without it. */
  readonly columns?: readonly string[];
  /** In the order wanted, each at most once; all without it. */
  readonly rowGroups?: readonly number[];
  /** Rows of the file, `end` exclusive; cuts the row groups. */
  readonly rows?: { readonly start: number; readonly end: number };
  /** A batch never spans two row groups. */
  readonly batchRowCountMax?: number;
  /** About; a single row may have more. */
  readonly batchSizeBytesMax?: number;
}

export interface DataFileReader {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly sizeBytes: number;
  readonly rowGroups: readonly RowGroupFacts[];
  /** Of the footer, without those that describe the format itself. */
  readonly keyValues: ReadonlyMap<string, string>;
  /** Row groups that may hold a row for which it is true. */
  prune(predicate: Predicate): number[];
  read(options?: ReadOptions): AsyncIterableIterator<RecordBatch>;
  /** Rows at sorted, unique places of the file, in one batch. */
  take(
    rows: readonly number[],
    options?: { readonly columns?: readonly string[] },
  ): Promise<RecordBatch>;
}

export interface ColumnCodec {
  readonly codec: PageCodec;
  /** Refused with a `RangeError` where the codec has none, or not that one. */
  readonly level?: number;
}

/** A key and what a reader is told of it, to find it again. */
export interface NamedKey {
  /** 16, 24 or 32 bytes. */
  readonly key: Uint8Array;
  /** Stands in the file for everybody to read. */
  readonly keyMetadata: string;
}

export interface WriteEncryption {
  readonly algorithm: "AES_GCM_V1" | "AES_GCM_CTR_V1";
  readonly footer: NamedKey;
  /** The footer stays readable and is signed. */
  readonly isFooterPlain?: boolean;
  /**
   * By top-level name. Columns without one are encrypted with the footer key,
   * or left plain as `others` says.
   */
  readonly columns?: ReadonlyMap<string, NamedKey>;
  readonly others?: "footer key" | "plain";
  readonly aadPrefix?: {
    readonly text: string;
    /** Or a reader must be told. */
    readonly isStored: boolean;
  };
  /** Fills with bytes that nobody can foresee: nonces of GCM and CTR. */
  random(to: Uint8Array<ArrayBuffer>): void;
}

export interface CreateOptions {
  readonly core: PageCore;
  readonly sink: ByteSink;
  readonly schema: Schema;
  /** Of every column without its own; zstd, level 3, when nothing is said. */
  readonly codec?: ColumnCodec;
  /** By top-level name. */
  readonly codecs?: ReadonlyMap<string, ColumnCodec>;
  /** 0 for no dictionaries; 64 KiB when nothing is said. */
  readonly dictionaryLimitBytes?: number;
  /** About so many bytes of Arrow make a row group; 64 MiB. */
  readonly rowGroupSizeBytes?: number;
  readonly rowGroupRowCountMax?: number;
  /** About; of one page before it is compressed; 1 MiB. */
  readonly pageSizeBytes?: number;
  readonly keyValues?: ReadonlyMap<string, string>;
  readonly encryption?: WriteEncryption;
}

export interface OpenOptions {
  readonly core: PageCore;
  readonly source: ByteSource;
  /** Bytes at the end to read first, if somebody knows the footer's size. */
  readonly footerSizeBytes?: number;
  /** The key for the metadata that stands in the file, or none. */
  readonly retrieveKey?: (
    keyMetadata: string,
  ) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Of a file that does not store its own. */
  readonly aadPrefix?: string;
}
