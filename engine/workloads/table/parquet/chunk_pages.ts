/**
 * Pages of one chunk: their headers read, their sums checked, their bodies
 * decompressed. In: the bytes of the chunk, which may say anything; out: one
 * page after the other, or a `FormatError` that names the page.
 */
import type { FileCodec } from "./codec_numbers.ts";
import { PAGE_HEADER, type PageHeader } from "./file_metadata.ts";
import { headerSumText } from "./file_sums.ts";
import type { ChunkOpener } from "./file_opener.ts";
import { FormatError, type FormatErrorKind } from "./format_error.ts";
import { moduleSizeBytes } from "./module_cipher.ts";
import type { PageCore, RoomCore } from "./page_core.ts";
import { DICTIONARY_PAGE } from "./page_output.ts";
import type { RoomLimit } from "./room_limit.ts";
import { readStruct } from "./thrift_struct.ts";

/** No page of a sane file is larger. */
const PAGE_BYTES_MAX = 1 << 30;
/** Bytes that one byte can become at most, with room for doubt. */
const RATIOS: Readonly<Record<FileCodec, number>> = {
  uncompressed: 1,
  snappy: 64,
  gzip: 1100,
  zstd: 50_000,
  lz4_raw: 256,
  lz4: 256,
  brotli: 1_000_000,
};

export interface ChunkBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly codec: FileCodec;
  /** `column "id" in row group 0`. */
  readonly part: string;
  /** Undefined for a chunk that is not encrypted. */
  readonly cipher: ChunkOpener | undefined;
  /** Of all page headers, if the writer left it. */
  readonly headersSum: string | undefined;
  /** Used again by whatever page comes next, of this chunk or another. */
  readonly scratch: PageScratch;
}

export interface Page {
  readonly header: PageHeader;
  /**
   * As a whole; of version 2 the levels in front are never compressed. Valid
   * until the next page is asked for.
   */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly part: string;
}

/** All of them, as they stand; what nobody needs is passed over. */
export function* pagesOf(
  core: PageCore,
  chunk: ChunkBytes,
): Generator<Page, void> {
  let at = 0;
  let sum = 0;
  let dataPage = 0;
  for (let number = 0; at < chunk.bytes.length; number++) {
    const part = `page ${number} of ${chunk.part}`;
    const rest = chunk.bytes.subarray(at);
    const place = { isFirst: number === 0, page: dataPage, part };
    const { endBytes, header } = headerOf(chunk, rest, place);
    sum = core.crc32(rest.subarray(0, endBytes), sum);
    const { compressedPageSize: size, crc } = header;
    if (size < 0 || size > rest.length - endBytes) {
      throw fault(part, "malformed", `it promises ${size} bytes it has not`);
    }
    const body = rest.subarray(endBytes, endBytes + size);
    if (crc !== undefined && core.crc32(body) !== crc >>> 0) {
      throw fault(part, "checksum", "its CRC-32 does not fit");
    }
    at += endBytes + size;
    // Before the last page is given out: its header may be the damaged one.
    const isLast = at === chunk.bytes.length;
    if (isLast) checkHeaders(chunk, sum);
    const plain = openBody(chunk, body, { ...place, header });
    if (header.type !== DICTIONARY_PAGE) dataPage++;
    const bytes = unpack(core, { chunk, header, body: plain, part });
    yield { header, bytes, part };
  }
}

interface PagePlace {
  readonly isFirst: boolean;
  /** Counts data pages alone. */
  readonly page: number;
  readonly part: string;
}

function headerOf(
  { cipher }: ChunkBytes,
  rest: Uint8Array,
  { isFirst, page, part }: PagePlace,
): { readonly header: PageHeader; readonly endBytes: number } {
  if (cipher === undefined) {
    const { endBytes, value } = readStruct(PAGE_HEADER, rest, part);
    return { endBytes, header: value };
  }
  const endBytes = moduleSizeBytes(rest) ?? Infinity;
  if (endBytes > rest.length) {
    throw fault(part, "malformed", "its encrypted header is cut");
  }
  const sealed = rest.subarray(0, endBytes);
  // Which of both the first page is, only its header tells.
  const plain = isFirst
    ? cipher.open("dictionaryPageHeader", page, sealed) ??
      cipher.open("dataPageHeader", page, sealed)
    : cipher.open("dataPageHeader", page, sealed);
  if (plain === undefined) {
    throw fault(part, "checksum", "the tag of its header does not fit");
  }
  return { endBytes, header: readStruct(PAGE_HEADER, plain, part).value };
}

function openBody(
  { cipher }: ChunkBytes,
  body: Uint8Array<ArrayBuffer>,
  { header, page, part }: PagePlace & { readonly header: PageHeader },
): Uint8Array<ArrayBuffer> {
  if (cipher === undefined) return body;
  const isDictionary = header.type === DICTIONARY_PAGE;
  const kind = isDictionary ? "dictionaryPage" : "dataPage";
  const plain = cipher.open(kind, page, body);
  if (plain !== undefined) return plain;
  throw fault(part, "checksum", "its tag does not fit");
}

function checkHeaders({ headersSum, part }: ChunkBytes, sum: number): void {
  if (headersSum === undefined || headersSum === headerSumText(sum)) return;
  throw fault(part, "checksum", "the CRC-32 of its page headers does not fit");
}

/** Room for one page after the other. */
export class PageScratch {
  readonly #core: RoomCore;
  readonly #limit: RoomLimit;
  #bytes = new Uint8Array(0);

  constructor(core: RoomCore, limit: RoomLimit) {
    this.#core = core;
    this.#limit = limit;
  }

  /** What stands in it is whatever stood there before. */
  of(sizeBytes: number, part: string): Uint8Array<ArrayBuffer> {
    if (sizeBytes > this.#bytes.length) {
      this.#limit.take(sizeBytes - this.#bytes.length, part);
      this.#bytes = this.#core.room(sizeBytes);
    }
    return this.#bytes.subarray(0, sizeBytes);
  }
}

function unpack(
  core: PageCore,
  { body, chunk, header, part }: {
    readonly chunk: ChunkBytes;
    readonly header: PageHeader;
    readonly body: Uint8Array<ArrayBuffer>;
    readonly part: string;
  },
): Uint8Array<ArrayBuffer> {
  const { dataPageHeaderV2: v2, uncompressedPageSize: size } = header;
  const levels = v2 === undefined
    ? 0
    : v2.definitionLevelsByteLength + v2.repetitionLevelsByteLength;
  if (levels < 0 || levels > body.length || levels > size) {
    throw fault(part, "malformed", `it has ${levels} bytes of levels`);
  }
  const isPlain = chunk.codec === "uncompressed" || v2?.isCompressed === false;
  if (isPlain) {
    if (body.length === size) return body;
    throw fault(part, "malformed", `it has ${body.length} bytes, not ${size}`);
  }
  const packed = body.subarray(levels);
  const limit = Math.min(
    PAGE_BYTES_MAX,
    levels + packed.length * RATIOS[chunk.codec] + 1024,
  );
  if (size > limit) {
    throw fault(part, "malformed", `${body.length} bytes cannot hold ${size}`);
  }
  const bytes = chunk.scratch.of(size, part);
  bytes.set(body.subarray(0, levels));
  const to = bytes.subarray(levels);
  if (to.length === 0 && packed.length === 0) return bytes;
  const isWhole = chunk.codec === "lz4"
    ? unframe(core, packed, to)
    : core.decompress({ codec: chunk.codec, from: packed, to });
  if (isWhole) return bytes;
  throw fault(part, "malformed", `its ${chunk.codec} bytes do not unpack`);
}

/** Frames of Hadoop: both sizes, big endian, then a block; or just a block. */
function unframe(core: PageCore, from: Uint8Array, to: Uint8Array): boolean {
  const view = new DataView(from.buffer, from.byteOffset, from.length);
  let [at, made] = [0, 0];
  while (at + 8 <= from.length) {
    const raw = view.getUint32(at);
    const packed = view.getUint32(at + 4);
    if (raw > to.length - made || packed > from.length - at - 8) break;
    const isWhole = core.decompress({
      codec: "lz4_raw",
      from: from.subarray(at + 8, at + 8 + packed),
      to: to.subarray(made, made + raw),
    });
    if (!isWhole) break;
    at += 8 + packed;
    made += raw;
  }
  if (at === from.length && made === to.length) return true;
  return core.decompress({ codec: "lz4_raw", from, to });
}

function fault(part: string, kind: FormatErrorKind, reason: string) {
  return new FormatError({ part, kind, reason });
}
