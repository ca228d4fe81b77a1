/**
 * Tar archives of plain files, as shards of WebDataset are. Goes in: named
 * files; comes out: a ustar archive and where each file lies, and back. Reads
 * also the long names and sizes of pax, and the long names of GNU tar.
 */
import type { ByteRange } from "./byte_range.ts";
import { SampleFault, type SampleFaultKind } from "./sample_fault.ts";

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
/** Eleven octal digits. */
const FILE_BYTES_MAX = 8 ** 11 - 1;
const SUM_AT = 148;
const SUM_BYTES = 8;

export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TarArchive {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each file, with its header and what fills its last block. */
  readonly ranges: readonly ByteRange[];
}

export interface TarContent {
  readonly files: readonly TarFile[];
  /** Folders, links and the like: counted, not read. */
  readonly othersCount: number;
}

/** A `RangeError` for a name or a file that ustar cannot hold. */
export function writeTar(files: readonly TarFile[]): TarArchive {
  const ranges: ByteRange[] = [];
  let offset = 0;
  for (const { bytes } of files) {
    const sizeBytes = BLOCK_BYTES + padded(bytes.length);
    ranges.push({ offset, sizeBytes });
    offset += sizeBytes;
  }
  const archive = new Uint8Array(offset + 2 * BLOCK_BYTES);
  files.forEach((file, index) => {
    const start = ranges[index]?.offset ?? 0;
    archive.set(headerOf(file), start);
    archive.set(file.bytes, start + BLOCK_BYTES);
  });
  return { bytes: archive, ranges };
}

function headerOf({ name, bytes }: TarFile): Uint8Array {
  const { prefix, rest } = splitName(name);
  if (bytes.length > FILE_BYTES_MAX) {
    throw new RangeError(
      `Cannot write "${name}" of ${bytes.length} bytes into a shard: ` +
        `at most ${FILE_BYTES_MAX} fit`,
    );
  }
  const header = new Uint8Array(BLOCK_BYTES);
  const encoder = new TextEncoder();
  const put = (at: number, text: string) =>
    header.set(encoder.encode(text), at);
  const octal = (value: number) => value.toString(8).padStart(11, "0");
  put(0, rest);
  put(100, "0000644\0" + "0000000\0" + "0000000\0");
  put(124, `${octal(bytes.length)}\0${octal(0)}\0`);
  put(156, "0");
  put(257, "ustar\0" + "00");
  put(345, prefix);
  put(SUM_AT, `${sumOf(header).toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** ustar has room for 100 bytes, and 155 more before a slash. */
function splitName(name: string): { prefix: string; rest: string } {
  const size = (text: string) => new TextEncoder().encode(text).length;
  if (name !== "" && size(name) <= NAME_BYTES) {
    return { prefix: "", rest: name };
  }
  for (let at = name.indexOf("/"); at > 0; at = name.indexOf("/", at + 1)) {
    const prefix = name.slice(0, at);
    const rest = name.slice(at + 1);
    if (
      size(prefix) <= PREFIX_BYTES && size(rest) <= NAME_BYTES && rest !== ""
    ) {
      return { prefix, rest };
    }
  }
  throw new RangeError(
    `Cannot write "${name}" into a shard: its name needs 1 to ` +
      `${NAME_BYTES} bytes, and ${PREFIX_BYTES} more before a slash`,
  );
}

/**
 * Files are views of `bytes`. An archive must end in an empty block, and part
 * of one (`isPart`) with a whole file. Fails with a `SampleFault`.
 */
export function readTar(bytes: Uint8Array, isPart = false): TarContent {
  const files: TarFile[] = [];
  let othersCount = 0;
  let said: Overrides = {};
  for (let at = 0;;) {
    if (isPart && at === bytes.length) return { files, othersCount };
    if (at + BLOCK_BYTES > bytes.length) {
      throw fault("truncated", bytes.length, "it ends without an empty block");
    }
    const header = bytes.subarray(at, at + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return { files, othersCount };
    if (octalIn(header, SUM_AT, SUM_BYTES) !== sumOf(header)) {
      throw fault("checksum", at, "the sum of a header does not fit");
    }
    const sizeBytes = said.sizeBytes ?? octalIn(header, 124, 12);
    const start = at + BLOCK_BYTES;
    if (Number.isNaN(sizeBytes)) {
      throw fault("malformed", at + 124, "the size of a file is no number");
    }
    const name = said.name ?? nameIn(header);
    if (start + padded(sizeBytes) > bytes.length) {
      throw fault("truncated", bytes.length, `"${name}" ends too early`);
    }
    const body = bytes.subarray(start, start + sizeBytes);
    const type = String.fromCharCode(header[156] ?? 0);
    at = start + padded(sizeBytes);
    if (type === "x" || type === "L") {
      said = { ...said, ...(type === "x" ? paxOf(body) : gnuOf(body)) };
      continue;
    }
    if (type === "0" || type === "\0") files.push({ name, bytes: body });
    else if (type !== "g") othersCount++;
    said = {};
  }
}

/** What an entry before a file says of it. */
interface Overrides {
  readonly name?: string;
  readonly sizeBytes?: number;
}

/** Records of `LENGTH KEY=VALUE\n`; those of no use here are passed over. */
function paxOf(body: Uint8Array): Overrides {
  const text = new TextDecoder().decode(body);
  const name = /^\d+ path=(.*)$/m.exec(text)?.[1];
  const size = /^\d+ size=(\d+)$/m.exec(text)?.[1];
  return {
    ...(name === undefined ? {} : { name }),
    ...(size === undefined ? {} : { sizeBytes: Number(size) }),
  };
}

function gnuOf(body: Uint8Array): Overrides {
  return { name: textOf(body) };
}

function nameIn(header: Uint8Array): string {
  const rest = textOf(header.subarray(0, NAME_BYTES));
  const prefix = textOf(header.subarray(345, 345 + PREFIX_BYTES));
  return prefix === "" ? rest : `${prefix}/${rest}`;
}

function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

function octalIn(header: Uint8Array, at: number, length: number): number {
  const text = textOf(header.subarray(at, at + length)).trim();
  return /^[0-7]+$/.test(text) ? parseInt(text, 8) : NaN;
}

/** With the field of the sum itself taken as spaces. */
function sumOf(header: Uint8Array): number {
  return header.reduce(
    (sum, byte, at) =>
      sum + (at >= SUM_AT && at < SUM_AT + SUM_BYTES ? 0x20 : byte),
    0,
  );
}

function padded(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
}

function fault(kind: SampleFaultKind, atByte: number, reason: string) {
  return new SampleFault({ format: "tar", kind, atByte, reason });
}
