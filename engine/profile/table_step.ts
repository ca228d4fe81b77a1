/**
 * What the user asks for where tables are written: how much, by how many at
 * once, and who reads meanwhile. Units resolved, defaults filled in.
 */

/** Codecs of data files, as they are typed. */
export const TABLE_CODECS = [
  "uncompressed",
  "snappy",
  "gzip",
  "lz4",
  "zstd",
  "brotli",
] as const;

/** One of them. */
export type TableCodec = (typeof TABLE_CODECS)[number];

/** Rows are appended to one table of each target, merged and read. */
export interface TableStep {
  readonly kind: "table";
  readonly name: string;
  /** Commits, of all writers together. */
  readonly appends: number;
  /** Of each append. */
  readonly rows: number;
  /** Of a column of bytes beside the others; 0: there is none. */
  readonly vectorBytes: number;
  readonly codec: TableCodec;
  readonly writers: number;
  /** They read parts of whatever version is there, while writers write. */
  readonly readers: number;
  /** Whether each row is read again at the end and compared. */
  readonly verify: "always" | "never";
}
