/**
 * An object as its row has it. Goes in: a row of whichever database; comes out:
 * what it says.
 */
import type { SqlRow } from "./database.ts";

/** An object as it is visible. */
export interface ObjectRow {
  readonly key: string;
  /** 32 hexadecimal digits; the ETag without its quotes. */
  readonly version: string;
  readonly sizeBytes: number;
  readonly crc32c: number;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly modifiedMs: number;
}

/** Keys are compared as bytes, which no collation touches. */
export function keyColumn(key: string): Uint8Array {
  return new TextEncoder().encode(key);
}

/** Fails with a `TypeError` for a row of another table. */
export function objectIn(row: SqlRow): ObjectRow {
  const key = row["key"];
  if (!(key instanceof Uint8Array)) throw new TypeError("A key is no bytes");
  const metadata: unknown = JSON.parse(String(row["metadata"]));
  return {
    key: new TextDecoder("utf-8", { ignoreBOM: true }).decode(key),
    version: String(row["version"]),
    sizeBytes: Number(row["size_bytes"]),
    crc32c: Number(row["crc32c"]),
    contentType: String(row["content_type"]),
    // Written by `commit` and `describe`, and by nobody else.
    metadata: metadata as ObjectRow["metadata"],
    modifiedMs: Number(row["modified_ms"]),
  };
}
