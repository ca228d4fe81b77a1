/**
 * Reads a data file: the footer first, then only the chunks that are asked
 * for. In: a source of bytes that may say anything; out: a `DataFileReader`,
 * or a `FormatError` before any row of a damaged chunk is given out.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import { type ArrowLibrary, loadArrow } from "../arrow_library.ts";
import { batchOf, gatherRows } from "../gather.ts";
import { assemble } from "./assemble.ts";
import { PageScratch } from "./chunk_pages.ts";
import { ColumnDecoder } from "./column_decoder.ts";
import { readStatistics } from "./column_statistics.ts";
import { type ColumnTree, leavesOf } from "./column_tree.ts";
import type {
  DataFileReader,
  OpenOptions,
  ReadOptions,
  RowGroupFacts,
} from "./data_file.ts";
import type { FileMetadata, RowGroup } from "./file_metadata.ts";
import type { FileOpener } from "./file_opener.ts";
import { chunkPlace, ReadRoom, visitChunks } from "./chunk_source.ts";
import { HIDDEN_KEYS, readFooter, writtenSchema } from "./footer.ts";
import { mayMatch } from "./prune.ts";
import type { Predicate } from "./predicate.ts";
import { fieldOf, readColumns, schemaOf } from "./read_columns.ts";
import { codecName, codecOf } from "./codec_numbers.ts";
import { FormatError, quoted } from "./format_error.ts";
import { HEADERS_KEY } from "./file_sums.ts";
import { RoomLimit } from "./room_limit.ts";

const BATCH_BYTES = 32 * 1024 * 1024;

/** Reads the footer; fails with a `FormatError` for what is no such file. */
export async function openDataFile(
  options: OpenOptions,
): Promise<DataFileReader> {
  const arrow = await loadArrow();
  const { metadata: footer, opener } = await readFooter(options);
  const wanted = writtenSchema(arrow, footer);
  const trees = readColumns(arrow, footer.schema, wanted);
  return new ParquetReader(arrow, options, { footer, opener, trees });
}

class ParquetReader implements DataFileReader {
  readonly schema: Schema;
  readonly rowCount: number;
  readonly sizeBytes: number;
  readonly rowGroups: readonly RowGroupFacts[];
  readonly keyValues: ReadonlyMap<string, string>;
  readonly #arrow: ArrowLibrary;
  readonly #options: OpenOptions;
  readonly #footer: FileMetadata;
  readonly #opener: FileOpener | undefined;
  readonly #trees: readonly ColumnTree[];

  constructor(
    arrow: ArrowLibrary,
    options: OpenOptions,
    { footer, opener, trees }: {
      readonly footer: FileMetadata;
      readonly opener: FileOpener | undefined;
      readonly trees: readonly ColumnTree[];
    },
  ) {
    this.#arrow = arrow;
    this.#options = options;
    this.#footer = footer;
    this.#opener = opener;
    this.#trees = trees;
    this.schema = schemaOf(arrow, trees);
    this.rowCount = footer.numRows;
    this.sizeBytes = options.source.sizeBytes;
    this.keyValues = new Map(
      (footer.keyValueMetadata ?? [])
        .filter(({ key }) => !HIDDEN_KEYS.has(key))
        .map(({ key, value = "" }) => [key, value]),
    );
    this.rowGroups = factsOf(footer, trees);
  }

  prune(predicate: Predicate): number[] {
    return this.rowGroups.filter((rows) => mayMatch(predicate, rows))
      .map(({ index }) => index);
  }

  async *read(options: ReadOptions = {}): AsyncIterableIterator<RecordBatch> {
    const trees = this.#chosen(options.columns);
    const room = this.#room();
    const wanted = options.rowGroups ?? this.rowGroups.map((one) => one.index);
    const { start = 0, end = this.rowCount } = options.rows ?? {};
    for (const index of wanted) {
      const facts = this.rowGroups[index];
      if (facts === undefined) {
        throw new RangeError(`Cannot read row group ${index}: there is none`);
      }
      const from = Math.max(start - facts.firstRow, 0);
      const to = Math.min(end - facts.firstRow, facts.rowCount);
      if (from >= to) continue;
      const batch = await this.#batch([facts], trees, room);
      const rowBytes = Math.max(1, facts.rawSizeBytes / facts.rowCount);
      const sizeMax = options.batchSizeBytesMax ?? BATCH_BYTES;
      const rows = Math.max(
        1,
        Math.min(
          options.batchRowCountMax ?? Infinity,
          Math.floor(sizeMax / rowBytes),
        ),
      );
      for (let at = from; at < to; at += rows) {
        const last = Math.min(at + rows, to);
        const isWhole = at === 0 && last === batch.numRows;
        yield isWhole ? batch : batch.slice(at, last);
      }
    }
  }

  async take(
    rows: readonly number[],
    options: { readonly columns?: readonly string[] } = {},
  ): Promise<RecordBatch> {
    let before = -1;
    for (const row of rows) {
      if (!Number.isInteger(row) || row <= before || row >= this.rowCount) {
        throw new RangeError(
          `Cannot take row ${row}: rows must grow, from 0 to ` +
            `${this.rowCount - 1}`,
        );
      }
      before = row;
    }
    const trees = this.#chosen(options.columns);
    let next = 0;
    let kept = 0;
    const places: number[] = [];
    const groups: RowGroupFacts[] = [];
    for (const facts of this.rowGroups) {
      const end = facts.firstRow + facts.rowCount;
      const first = next;
      for (; next < rows.length && (rows[next] ?? end) < end; next++) {
        places.push(kept + (rows[next] ?? 0) - facts.firstRow);
      }
      if (next === first) continue;
      groups.push(facts);
      kept += facts.rowCount;
    }
    const batch = await this.#batch(groups, trees, this.#room());
    return gatherRows(this.#arrow, batch, places);
  }

  /** For one after the other: reads of one caller never overlap. */
  #room(): ReadRoom {
    const { core, source } = this.#options;
    return new ReadRoom(core, source);
  }

  #chosen(columns: readonly string[] | undefined): readonly ColumnTree[] {
    if (columns === undefined) return this.#trees;
    return columns.map((name, index) => {
      const tree = this.#trees.find((one) => one.name === name);
      if (tree !== undefined && columns.indexOf(name) === index) return tree;
      const reason = tree === undefined ? "there is none" : "it is asked twice";
      throw new RangeError(`Cannot read column "${name}": ${reason}`);
    });
  }

  /** All rows of these row groups as one batch. */
  async #batch(
    groups: readonly RowGroupFacts[],
    trees: readonly ColumnTree[],
    room: ReadRoom,
  ): Promise<RecordBatch> {
    const { core } = this.#options;
    const limit = new RoomLimit();
    const scratch = new PageScratch(core, limit);
    const leaves = trees.flatMap(leavesOf);
    const decoders = new Map(
      leaves.map((leaf) => [leaf.index, new ColumnDecoder(core, leaf, limit)]),
    );
    for (const { index } of groups) {
      const group = this.#footer.rowGroups[index];
      if (group === undefined) continue;
      await this.#addGroup(group, index, { decoders, limit, room, scratch });
    }
    const rowCount = groups.reduce((sum, one) => sum + one.rowCount, 0);
    const arrow = this.#arrow;
    const columns = trees.map((tree) =>
      assemble({ arrow, core, decoders, limit }, tree)
    );
    const short = columns.findIndex((column) => column.length !== rowCount);
    if (short >= 0) {
      throw new FormatError({
        part: `column ${quoted(trees[short]?.name ?? "")}`,
        kind: "malformed",
        reason: `it has ${columns[short]?.length} rows, not ${rowCount}`,
      });
    }
    const fields = trees.map((tree) => fieldOf(arrow, tree));
    const schema = new arrow.Schema(fields);
    return batchOf(arrow, { schema, columns, rowCount });
  }

  async #addGroup(
    group: RowGroup,
    index: number,
    { decoders, limit, room, scratch }: {
      readonly decoders: ReadonlyMap<number, ColumnDecoder>;
      readonly limit: RoomLimit;
      readonly room: ReadRoom;
      readonly scratch: PageScratch;
    },
  ): Promise<void> {
    const wanted = [...decoders.values()].map((decoder) => {
      const { leaf } = decoder;
      const name = quoted(leaf.path.join("."));
      const part = `column ${name} in row group ${index}`;
      const cipher = this.#opener?.chunk(index, leaf.index);
      const metadata = group.columns[leaf.index]?.metaData;
      const codec = codecOf(metadata?.codec ?? -1);
      if (metadata === undefined || codec === undefined) {
        const reason = metadata === undefined
          ? "it has no metadata"
          : `it has the codec ${codecName(metadata.codec)}, which is not read`;
        throw new FormatError({ part, kind: "unsupported", reason });
      }
      const place = chunkPlace(metadata, part, this.sizeBytes);
      return { cipher, decoder, metadata, codec, part, place };
    });
    const places = wanted.map(({ place }) => place);
    const size = places.reduce((sum, one) => sum + one.lengthBytes, 0);
    if (size > this.sizeBytes) {
      throw new FormatError({
        part: `row group ${index}`,
        kind: "malformed",
        reason: `its columns have ${size} bytes, and the file has ` +
          `${this.sizeBytes}`,
      });
    }
    limit.grant(size);
    await visitChunks(room, places, (number, bytes) => {
      const chosen = wanted[number];
      if (chosen === undefined) return;
      const { cipher, codec, decoder, metadata, part } = chosen;
      const headersSum = metadata.keyValueMetadata
        ?.find(({ key }) => key === HEADERS_KEY)?.value;
      const chunk = { bytes, cipher, codec, part, headersSum, scratch };
      decoder.add(chunk, {
        entryCount: metadata.numValues,
        rawSizeBytes: metadata.totalUncompressedSize,
      });
    });
  }
}

function factsOf(
  { rowGroups }: FileMetadata,
  trees: readonly ColumnTree[],
): RowGroupFacts[] {
  let firstRow = 0;
  return rowGroups.map((group, index) => {
    const statistics = new Map(
      trees.flatMap((tree) => {
        if (tree.kind !== "leaf") return [];
        const told = group.columns[tree.index]?.metaData?.statistics;
        return [[tree.name, readStatistics(tree.storage, told)] as const];
      }),
    );
    const sizes = group.columns.map(({ metaData }) => metaData);
    const facts = {
      index,
      firstRow,
      rowCount: group.numRows,
      sizeBytes: sizes.reduce(
        (sum, one) => sum + (one?.totalCompressedSize ?? 0),
        0,
      ),
      rawSizeBytes: sizes.reduce(
        (sum, one) => sum + (one?.totalUncompressedSize ?? 0),
        0,
      ),
      statistics,
    };
    firstRow += group.numRows;
    return facts;
  });
}
