/**
 * One leaf column, chunk after chunk: levels and dense values of all its rows.
 * In: bytes of chunks; out: what `assemble` makes an array of.
 */
import { type ChunkBytes, type Page, pagesOf } from "./chunk_pages.ts";
import type { LeafColumn } from "./column_tree.ts";
import { DenseValues } from "./dense_values.ts";
import { levelBits } from "./encoded_levels.ts";
import { FormatError } from "./format_error.ts";
import type { PageCore } from "./page_core.ts";
import { decodePage } from "./page_decoder.ts";
import { DATA_PAGE, DICTIONARY_PAGE } from "./page_output.ts";

const DATA_PAGE_V2 = 3;
const RLE = 3;
/** Nulls take no bytes, so that a header may promise any number of them. */
const PAGE_ENTRIES_MAX = 1 << 26;

interface DataPart {
  readonly entryCount: number;
  readonly encoding: number;
  readonly repetition: Uint8Array<ArrayBuffer> | undefined;
  readonly definition: Uint8Array<ArrayBuffer> | undefined;
  readonly values: Uint8Array<ArrayBuffer>;
}

/** Add chunks, then read its fields. */
export class ColumnDecoder {
  readonly leaf: LeafColumn;
  readonly values: DenseValues;
  readonly #core: PageCore;
  #definition = new Uint8Array(0);
  #repetition = new Uint8Array(0);
  entryCount = 0;

  constructor(core: PageCore, leaf: LeafColumn) {
    this.#core = core;
    this.leaf = leaf;
    this.values = new DenseValues(leaf.storage);
  }

  /** One for each entry; of a column without nulls and lists none. */
  get definition(): Uint8Array {
    return this.#definition.subarray(0, this.entryCount);
  }

  get repetition(): Uint8Array {
    return this.#repetition.subarray(0, this.entryCount);
  }

  /** Fails with a `FormatError` unless the chunk has just so many entries. */
  add(chunk: ChunkBytes, entryCount: number): void {
    const start = this.entryCount;
    let dictionary: DenseValues | undefined;
    for (const page of pagesOf(this.#core, chunk)) {
      if (page.header.type === DICTIONARY_PAGE) {
        dictionary = this.#dictionary(page);
      } else if (
        page.header.type === DATA_PAGE || page.header.type === DATA_PAGE_V2
      ) {
        this.#addPage(page, dictionary);
        if (this.entryCount - start > entryCount) break;
      }
    }
    const found = this.entryCount - start;
    if (found === entryCount) return;
    throw new FormatError({
      part: chunk.part,
      kind: "malformed",
      reason: `it has ${found} entries, and the footer says ${entryCount}`,
    });
  }

  #dictionary({ bytes, header, part }: Page): DenseValues {
    const told = header.dictionaryPageHeader;
    const count = told?.numValues ?? -1;
    const values = new DenseValues(this.leaf.storage);
    if (told === undefined || count < 0 || count > 8 * bytes.length) {
      throw malformed(part, `it has ${count} values`);
    }
    const page = { from: bytes, count, encoding: 0, part };
    decodePage(this.#core, { page, dictionary: undefined, to: values });
    return values;
  }

  #addPage(page: Page, dictionary: DenseValues | undefined): void {
    const told = page.header.dataPageHeader ?? page.header.dataPageHeaderV2;
    const count = told?.numValues ?? -1;
    if (count < 0 || count > PAGE_ENTRIES_MAX) {
      throw malformed(page.part, `it has ${count} entries`);
    }
    const part = page.header.dataPageHeaderV2 === undefined
      ? this.#firstVersion(page)
      : this.#secondVersion(page);
    const { part: name } = page;
    const valueCount = this.#addLevels(part, name);
    decodePage(this.#core, {
      page: {
        from: part.values,
        count: valueCount,
        encoding: part.encoding,
        part: name,
      },
      dictionary,
      to: this.values,
    });
    this.entryCount += part.entryCount;
  }

  #firstVersion({ bytes, header, part }: Page): DataPart {
    const told = header.dataPageHeader;
    if (told === undefined) throw malformed(part, "it has no header of data");
    let rest = bytes;
    const take = (max: number, encoding: number) => {
      if (max === 0) return undefined;
      if (encoding !== RLE || rest.length < 4) {
        throw malformed(part, `its levels have the encoding ${encoding}`);
      }
      const view = new DataView(rest.buffer, rest.byteOffset, rest.length);
      const size = view.getUint32(0, true);
      if (size > rest.length - 4) {
        throw malformed(part, `its levels promise ${size} bytes`);
      }
      const levels = rest.subarray(4, 4 + size);
      rest = rest.subarray(4 + size);
      return levels;
    };
    const repetition = take(
      this.leaf.repetition,
      told.repetitionLevelEncoding,
    );
    const definition = take(this.leaf.present, told.definitionLevelEncoding);
    const { encoding, numValues: entryCount } = told;
    return { entryCount, encoding, repetition, definition, values: rest };
  }

  #secondVersion({ bytes, header, part }: Page): DataPart {
    const told = header.dataPageHeaderV2;
    if (told === undefined) throw malformed(part, "it has no header of data");
    const repeated = told.repetitionLevelsByteLength;
    const levels = repeated + told.definitionLevelsByteLength;
    if (repeated < 0 || levels < repeated || levels > bytes.length) {
      throw malformed(part, `it has ${levels} bytes of levels`);
    }
    const { present, repetition } = this.leaf;
    return {
      entryCount: told.numValues,
      encoding: told.encoding,
      repetition: repetition === 0 ? undefined : bytes.subarray(0, repeated),
      definition: present === 0 ? undefined : bytes.subarray(repeated, levels),
      values: bytes.subarray(levels),
    };
  }

  /** Returns how many values the page must hold. */
  #addLevels(part: DataPart, name: string): number {
    const { entryCount } = part;
    const { present, repetition } = this.leaf;
    const end = this.entryCount + entryCount;
    if (repetition > 0) this.#repetition = grown(this.#repetition, end);
    if (present > 0) this.#definition = grown(this.#definition, end);
    const decode = (
      from: Uint8Array | undefined,
      all: Uint8Array,
      max: number,
    ) => {
      if (from === undefined) return;
      const to = all.subarray(this.entryCount, end);
      const widthBits = levelBits(max);
      const read = this.#core.decodeHybrid({
        from,
        widthBits,
        valueMax: max,
        to,
      });
      if (read < 0) throw malformed(name, "its levels make no sense");
    };
    decode(part.repetition, this.#repetition, repetition);
    decode(part.definition, this.#definition, present);
    if (present === 0) return entryCount;
    let count = 0;
    for (let at = this.entryCount; at < end; at++) {
      if (this.#definition[at] === present) count++;
    }
    return count;
  }
}

function grown(
  bytes: Uint8Array<ArrayBuffer>,
  needed: number,
): Uint8Array<ArrayBuffer> {
  if (needed <= bytes.length) return bytes;
  const isFirst = bytes.length === 0;
  const to = new Uint8Array(
    isFirst ? needed : Math.max(needed, 2 * bytes.length),
  );
  to.set(bytes);
  return to;
}

function malformed(part: string, reason: string): FormatError {
  return new FormatError({ part, kind: "malformed", reason });
}
