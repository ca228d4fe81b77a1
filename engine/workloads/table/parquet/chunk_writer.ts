/**
 * One leaf column of one row group, page after page. In: shredded rows with
 * their values; out: pages, and what the footer says of them. Pages end where
 * a row ends.
 */
import { codecNumber } from "./codec_numbers.ts";
import { type LeafColumn, PHYSICAL_TYPES } from "./column_tree.ts";
import { StatisticsBuilder } from "./column_statistics.ts";
import { encodeLevels, type LevelPart } from "./encoded_levels.ts";
import type { ColumnMetadata, PageStatistics } from "./file_metadata.ts";
import { HEADERS_KEY, headerSumText } from "./file_sums.ts";
import type { ColumnValues, DictionaryCore } from "./page_core.ts";
import {
  DATA_PAGE,
  DICTIONARY_PAGE,
  PageOutput,
  type PageOutputOptions,
} from "./page_output.ts";
import { mayRepeat, PageValues } from "./page_values.ts";
import type { PhysicalValues } from "./physical_values.ts";
import type { Shredded } from "./shred.ts";

/** More entries would make a page that a reader must hold whole too large. */
const PAGE_ENTRIES_MAX = 1 << 18;
const PLAIN = 0;
const RLE = 3;
const RLE_DICTIONARY = 8;

export interface ChunkOptions extends PageOutputOptions {
  readonly leaf: LeafColumn;
  readonly pageSizeBytes: number;
  readonly dictionaryLimitBytes: number;
  /** Bounds are not kept of vectors, nor of what nobody may know. */
  readonly hasBounds: boolean;
  /** Where in the file the chunk starts. */
  readonly offsetBytes: number;
}

/** Call `add` for all rows, then `finish`; `close` in any case. */
export class ChunkWriter implements Disposable {
  readonly #options: ChunkOptions;
  readonly #output: PageOutput;
  readonly #values: PageValues;
  readonly #statistics: StatisticsBuilder;
  #dictionary: DictionaryCore | undefined;
  #dictionaryCount = 0;
  #definitions: LevelPart[] = [];
  #repetitions: LevelPart[] = [];
  #pageEntries = 0;
  #entryCount = 0;
  #valueCount = 0;
  #hasPlain = false;

  constructor(options: ChunkOptions) {
    const { core, dictionaryLimitBytes, hasBounds, leaf } = options;
    this.#options = options;
    this.#output = new PageOutput(options);
    this.#values = new PageValues(core);
    this.#statistics = new StatisticsBuilder(core, leaf, hasBounds);
    if (dictionaryLimitBytes > 0 && mayRepeat(leaf)) {
      const limitBytes = dictionaryLimitBytes;
      this.#dictionary = core.openDictionary({ limitBytes });
    }
  }

  /** Bytes that still fit in the page; 0 when none is begun. */
  get roomBytes(): number {
    return Math.max(
      0,
      this.#options.pageSizeBytes - this.#values.sizeBytes,
    );
  }

  /** Entries that still fit in the page. */
  get roomEntries(): number {
    return PAGE_ENTRIES_MAX - this.#pageEntries;
  }

  get valueCount(): number {
    return this.#valueCount;
  }

  async add(part: Shredded, values: PhysicalValues): Promise<void> {
    const { definition, entryCount, repetition, valueCount } = part;
    if (valueCount > 0) await this.#addValues(part, values);
    this.#definitions.push({ levels: definition, entryCount });
    this.#repetitions.push({ levels: repetition, entryCount });
    this.#pageEntries += entryCount;
    this.#entryCount += entryCount;
    this.#valueCount += valueCount;
    this.#statistics.addNulls(entryCount - valueCount);
    const isFull = this.roomBytes === 0 || this.roomEntries <= 0;
    if (isFull) await this.#seal();
  }

  /** What the footer says of the chunk. */
  async finish(): Promise<
    { readonly metadata: ColumnMetadata; readonly rawSizeBytes: number }
  > {
    await this.#seal();
    await this.#releaseDictionary();
    const { leaf, offsetBytes } = this.#options;
    const output = this.#output;
    const statistics: PageStatistics = this.#statistics.finish();
    const dictionaryPage = output.dictionarySizeBytes === 0
      ? {}
      : { dictionaryPageOffset: offsetBytes };
    const metadata = {
      type: PHYSICAL_TYPES.indexOf(leaf.storage.physical),
      encodings: [
        RLE,
        ...(this.#hasPlain || output.dictionarySizeBytes > 0 ? [PLAIN] : []),
        ...(output.dictionarySizeBytes > 0 ? [RLE_DICTIONARY] : []),
      ],
      pathInSchema: leaf.path,
      codec: codecNumber(this.#options.codec),
      numValues: this.#entryCount,
      totalUncompressedSize: output.rawSizeBytes,
      totalCompressedSize: output.sizeBytes,
      keyValueMetadata: [
        { key: HEADERS_KEY, value: headerSumText(output.headersCrc32) },
      ],
      dataPageOffset: offsetBytes + output.dictionarySizeBytes,
      ...dictionaryPage,
      statistics,
    };
    return { metadata, rawSizeBytes: output.rawSizeBytes };
  }

  close(): void {
    this.#dictionary?.[Symbol.dispose]();
    this.#dictionary = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #addValues(part: Shredded, values: PhysicalValues): Promise<void> {
    if (values.kind === "bits") return this.#addBits(part, values);
    const { selection, start, valueCount } = part;
    const range = { start, count: valueCount };
    const chosen: ColumnValues = selection === undefined
      ? { ...values, ...range }
      : { ...values, ...range, selection };
    this.#statistics.add(chosen);
    if (this.#dictionary !== undefined) {
      if (this.#values.addIndices(this.#dictionary, chosen)) return;
      await this.#seal();
      await this.#releaseDictionary();
    }
    this.#values.addPlain(chosen);
  }

  #addBits(
    { selection, start, valueCount }: Shredded,
    from: PhysicalValues & { readonly kind: "bits" },
  ): void {
    const { core } = this.#options;
    const bits = new Uint8Array((valueCount + 7) >> 3);
    const to = { bits, bitOffset: 0 };
    if (selection === undefined) {
      const { bitOffset } = from;
      core.copyBits({
        from: { bits: from.bits, bitOffset: bitOffset + start },
        to,
        count: valueCount,
      });
    } else core.gatherBits({ from, selection, to: bits });
    const trueCount = core.countBits(to, valueCount);
    this.#statistics.addBits({ count: valueCount, trueCount });
    this.#values.addBits(bits, valueCount);
  }

  async #seal(): Promise<void> {
    if (this.#pageEntries === 0) return;
    const { core, leaf } = this.#options;
    const { present, repetition } = leaf;
    const count = this.#dictionary?.count ?? this.#dictionaryCount;
    const { bytes, encoding } = this.#values.finish(count);
    if (encoding === PLAIN) this.#hasPlain = true;
    await this.#output.dataPage({
      type: DATA_PAGE,
      dataPageHeader: {
        numValues: this.#pageEntries,
        encoding,
        definitionLevelEncoding: RLE,
        repetitionLevelEncoding: RLE,
      },
    }, [
      encodeLevels(core, this.#repetitions, repetition),
      encodeLevels(core, this.#definitions, present),
      bytes,
    ]);
    this.#definitions = [];
    this.#repetitions = [];
    this.#pageEntries = 0;
  }

  async #releaseDictionary(): Promise<void> {
    const dictionary = this.#dictionary;
    this.#dictionaryCount = dictionary?.count ?? 0;
    if (dictionary === undefined || dictionary.count === 0) {
      await this.#output.release(undefined);
    } else {
      const plain = new Uint8Array(dictionary.sizeBytes);
      dictionary.encode(plain);
      await this.#output.release({
        kind: {
          type: DICTIONARY_PAGE,
          dictionaryPageHeader: {
            numValues: dictionary.count,
            encoding: PLAIN,
          },
        },
        plain,
      });
    }
    this.close();
  }
}
