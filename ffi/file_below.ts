/**
 * A file below a folder, read in one call off the main thread: opened without
 * following a link, read, closed. Goes in: where it is and memory to fill;
 * comes out: what is in it now, and how large the file is.
 */
import type { Library } from "./_library.ts";

/** Where the bytes are that one call reads. */
export interface FileBelow {
  /** A folder; a link to one is followed. */
  readonly root: string;
  /** From there, parts joined by slashes; no part is empty or dots. */
  readonly name: string;
  /** Past the page cache; any length and offset still works. */
  readonly direct: boolean;
  /** Of the first byte that is read. */
  readonly offset: number;
  /** Reads nothing unless all of the file from `offset` on has room. */
  readonly fitting?: boolean;
}

export interface BelowRead {
  /** Bytes that are there now; fewer than asked for where the file ends. */
  readonly count: number;
  /** Of the file when it was opened. */
  readonly sizeBytes: number;
}

const DIRECT = 2;
const FITTING = 4;

/** Fails with a `CoreError`; with ELOOP where a link lies below the root. */
export async function readBelow(
  library: Library,
  at: FileBelow,
  into: Uint8Array<ArrayBuffer>,
): Promise<BelowRead> {
  const [root, name] = [library.cString(at.root), library.cString(at.name)];
  const size = new BigUint64Array(1);
  const flags = (at.direct ? DIRECT : 0) | (at.fitting === true ? FITTING : 0);
  const length = BigInt(into.byteLength);
  const count = await library.blocking(
    library.symbols.sv_file_read_below(
      ...[root, name, flags, into] as const,
      ...[length, BigInt(at.offset), size] as const,
    ),
    ...[root, name, into, size],
  );
  return {
    count: library.must(count, {
      operation: "read file",
      subject: `${at.root}/${at.name}`,
    }),
    sizeBytes: Number(size[0]),
  };
}
