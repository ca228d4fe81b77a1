/**
 * Pages on their way to the file: compressed, encrypted, summed, with their
 * headers in front, in the order of the file. A chunk whose dictionary may
 * still grow is held back, for the dictionary comes first.
 */
import type { PageHeader } from "./file_metadata.ts";
import { PAGE_HEADER } from "./file_metadata.ts";
import type { PageCodec, PageCore } from "./page_core.ts";
import { writeStruct } from "./thrift_struct.ts";

/** Encrypts modules of one chunk; without one they stay plain. */
export interface ChunkCipher {
  seal(
    kind:
      | "dataPage"
      | "dictionaryPage"
      | "dataPageHeader"
      | "dictionaryPageHeader",
    page: number,
    plain: Uint8Array,
  ): Uint8Array<ArrayBuffer>;
}

export interface PageOutputOptions {
  readonly core: PageCore;
  readonly codec: PageCodec;
  readonly level: number | undefined;
  readonly cipher: ChunkCipher | undefined;
  /** Awaited before it is called again; may keep nothing. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Header without sizes and sum, which are made here. */
export type PageKind = Pick<PageHeader, "type"> & Partial<PageHeader>;

interface ReadyPage {
  readonly header: Uint8Array<ArrayBuffer>;
  readonly body: readonly Uint8Array<ArrayBuffer>[];
}

/** Page types, as headers have them. */
export const DATA_PAGE = 0;
/** Before all data pages of its chunk. */
export const DICTIONARY_PAGE = 2;

/** Sizes and sums of what was written of one chunk. */
export class PageOutput {
  readonly #options: PageOutputOptions;
  #held: ReadyPage[] | undefined = [];
  #scratch = new Uint8Array(0);
  #dataPageCount = 0;
  sizeBytes = 0;
  rawSizeBytes = 0;
  /** Of all page headers as they are on disk, in their order. */
  headersCrc32 = 0;
  /** On disk, header and body. */
  dictionarySizeBytes = 0;

  constructor(options: PageOutputOptions) {
    this.#options = options;
  }

  /** Bytes that are held in memory until the dictionary is known. */
  get heldSizeBytes(): number {
    return (this.#held ?? []).reduce(
      (sum, { body }) => body.reduce((part, { length }) => part + length, sum),
      0,
    );
  }

  /** Parts follow each other in the page, and belong to the caller again. */
  async dataPage(
    kind: PageKind,
    parts: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<void> {
    const page = this.#make(kind, parts, this.#dataPageCount++);
    if (this.#held === undefined) return await this.#give(page);
    this.#held.push({ ...page, body: page.body.map((part) => part.slice()) });
  }

  /** The dictionary is known, or there is none: what was held is written. */
  async release(
    dictionary:
      | { readonly kind: PageKind; readonly plain: Uint8Array<ArrayBuffer> }
      | undefined,
  ): Promise<void> {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    if (dictionary !== undefined) {
      await this.#give(this.#make(dictionary.kind, [dictionary.plain], 0));
      this.dictionarySizeBytes = this.sizeBytes;
    }
    for (const page of held) await this.#give(page);
  }

  #make(
    kind: PageKind,
    parts: readonly Uint8Array<ArrayBuffer>[],
    page: number,
  ): ReadyPage {
    const { cipher, core } = this.#options;
    const rawSize = parts.reduce((sum, { length }) => sum + length, 0);
    let body = this.#compress(parts, rawSize);
    const isDictionary = kind.type === DICTIONARY_PAGE;
    if (cipher !== undefined) {
      const name = isDictionary ? "dictionaryPage" : "dataPage";
      body = [cipher.seal(name, page, joined(body))];
    }
    const size = body.reduce((sum, { length }) => sum + length, 0);
    const crc = body.reduce((sum, part) => core.crc32(part, sum), 0);
    const plain = writeStruct(PAGE_HEADER, {
      ...kind,
      uncompressedPageSize: rawSize,
      compressedPageSize: size,
      crc: crc | 0,
    });
    const name = isDictionary ? "dictionaryPageHeader" : "dataPageHeader";
    const header = cipher?.seal(name, page, plain) ?? plain;
    this.rawSizeBytes += plain.length + rawSize;
    return { header, body };
  }

  #compress(
    parts: readonly Uint8Array<ArrayBuffer>[],
    rawSize: number,
  ): readonly Uint8Array<ArrayBuffer>[] {
    const { codec, core, level } = this.#options;
    if (codec === "uncompressed") return parts;
    const bound = core.compressBoundBytes(codec, rawSize);
    if (this.#scratch.length < bound) this.#scratch = new Uint8Array(bound);
    const size = core.compress({
      codec,
      ...(level === undefined ? {} : { level }),
      from: joined(parts),
      to: this.#scratch,
    });
    return [this.#scratch.subarray(0, size)];
  }

  async #give({ header, body }: ReadyPage): Promise<void> {
    const { core, write } = this.#options;
    this.headersCrc32 = core.crc32(header, this.headersCrc32);
    for (const part of [header, ...body]) {
      if (part.length === 0) continue;
      await write(part);
      this.sizeBytes += part.length;
    }
  }
}

function joined(
  parts: readonly Uint8Array<ArrayBuffer>[],
): Uint8Array<ArrayBuffer> {
  const filled = parts.filter((part) => part.length > 0);
  const [only] = filled;
  if (filled.length === 1 && only !== undefined) return only;
  const size = filled.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of filled) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
