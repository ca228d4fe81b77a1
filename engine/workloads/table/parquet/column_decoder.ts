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
import type { RoomLimit } from "./room_limit.ts";

const DATA_PAGE_V2 = 3;
const RLE = 3;
/** Room that costs nothing worth a thought. */
const EXPECTED_BYTES_MIN = 1 << 20;
const OFFSET_BYTES = 4;
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
  readonly #limit: RoomLimit;
  #definition = new Uint8Array(0);
  #repetition = new Uint8Array(0);
  #isWhole = true;
  entryCount = 0;

  constructor(core: PageCore, leaf: LeafColumn, limit: RoomLimit) {
    this.#core = core;
    this.#limit = limit;
    this.leaf = leaf;
    this.values = new DenseValues(core, leaf.storage);
  }

  /** Every entry is there: no null and no empty list was met. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** One for each entry, also where all are alike. */
  get definition(): Uint8Array {
    if (this.#isWhole) this.#spellOut(this.entryCount);
    return this.#definition.subarray(0, this.entryCount);
  }

  get repetition(): Uint8Array {
    return this.#repetition.subarray(0, this.entryCount);
  }

  /** Fails with a `FormatError` unless the chunk has just so many entries. */
  add(
    chunk: ChunkBytes,
    { entryCount, rawSizeBytes }: {
      readonly entryCount: number;
      readonly rawSizeBytes: number;
    },
  ): void {
    const start = this.entryCount;
    // What a header promises is only believed as far as its bytes go.
    const limitBytes = EXPECTED_BYTES_MIN + 32 * chunk.bytes.length;
    this.values.expect({ count: entryCount, limitBytes, rawSizeBytes });
    if (this.leaf.repetition > 0) {
      const levels = Math.min(start + entryCount, start + limitBytes);
      this.#repetition = grown(this.#repetition, levels);
    }
    let dictionary: DenseValues | undefined;
    for (const page of pagesOf(this.#core, chunk)) {
      if (page.header.type === DICTIONARY_PAGE) {
        dictionary = this.#dictionary(page);
      } else if (
        page.header.type === DATA_PAGE || page.header.type === DATA_PAGE_V2
      ) {
        const left = start + entryCount - this.entryCount;
        this.#addPage(page, dictionary, left);
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

  /** Of a slot, its levels, and its place in a dictionary. */
  get #entryBytes(): number {
    const { storage } = this.leaf;
    const isBytes = storage.physical === "bytes";
    return 2 + OFFSET_BYTES + (isBytes ? OFFSET_BYTES : this.values.widthBytes);
  }

  #dictionary({ bytes, header, part }: Page): DenseValues {
    const told = header.dictionaryPageHeader;
    const count = told?.numValues ?? -1;
    const values = new DenseValues(this.#core, this.leaf.storage);
    if (told === undefined || count < 0 || count > 8 * bytes.length) {
      throw malformed(part, `it has ${count} values`);
    }
    const limit = this.#limit;
    const page = { from: bytes, count, encoding: 0, part, limit };
    decodePage(this.#core, { page, dictionary: undefined, to: values });
    return values;
  }

  /** `left`: entries that the chunk may still have. */
  #addPage(
    page: Page,
    dictionary: DenseValues | undefined,
    left: number,
  ): void {
    const told = page.header.dataPageHeader ?? page.header.dataPageHeaderV2;
    const count = told?.numValues ?? -1;
    if (count < 0 || count > Math.min(left, PAGE_ENTRIES_MAX)) {
      throw malformed(
        page.part,
        `it has ${count} entries, and the footer leaves it ${left}`,
      );
    }
    this.#limit.take(count * this.#entryBytes, page.part);
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
        limit: this.#limit,
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
    const isWhole = present === 0 ||
      isRunOf(part.definition, present, entryCount);
    if (!isWhole && this.#isWhole) this.#spellOut(this.entryCount);
    this.#isWhole &&= isWhole;
    if (repetition > 0) this.#repetition = grown(this.#repetition, end);
    if (!this.#isWhole) this.#definition = grown(this.#definition, end);
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
    if (this.#isWhole) return entryCount;
    decode(part.definition, this.#definition, present);
    const [slots, nulls] = this.#core.readValidity({
      definition: this.#definition.subarray(this.entryCount, end),
      node: { repetition: 0, slot: 0, present },
      to: { bits: new Uint8Array((entryCount + 7) >> 3), bitOffset: 0 },
    });
    return slots - nulls;
  }

  /** Levels of entries that are all there, so that others may follow. */
  #spellOut(count: number): void {
    this.#definition = grown(this.#definition, count);
    this.#definition.fill(this.leaf.present, 0, count);
  }
}

/** Whether one run of `level` is all that a page has for its entries. */
function isRunOf(
  from: Uint8Array | undefined,
  level: number,
  entryCount: number,
): boolean {
  if (from === undefined) return false;
  let header = 0;
  let at = 0;
  for (let scale = 1; at < 5; scale *= 128) {
    const byte = from[at++] ?? 0;
    header += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  const isRepeated = header % 2 === 0;
  return isRepeated && header / 2 >= entryCount && from[at] === level;
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
