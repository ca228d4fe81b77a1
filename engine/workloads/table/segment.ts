/**
 * Pieces of a table in which each column lies in one file or in none: ranges of
 * rows in, pieces out, and their rows as batches.
 */
import type { Data, DataType, RecordBatch } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_library.ts";
import type { FileLists } from "./checkpoints.ts";
import { constantColumn } from "./constant_column.ts";
import { arrowField, arrowSchema } from "./field_type.ts";
import type { FileReaders } from "./file_readers.ts";
import { batchOf } from "./gather.ts";
import {
  type ColumnGroup,
  type DataFile,
  type Manifest,
  type RowRange,
  rowsInTable,
  type TableField,
} from "./manifest.ts";
import { commonRows } from "./row_range.ts";
import { TableError } from "./table_error.ts";

export interface SegmentFile {
  readonly group: ColumnGroup;
  readonly file: DataFile;
}

/** Groups that have no file here have no rows here. */
export interface Segment {
  /** Of the table. */
  readonly rows: RowRange;
  readonly files: readonly SegmentFile[];
}

export interface SegmentPlace {
  readonly manifest: Manifest;
  readonly lists: FileLists;
  readonly files: FileReaders;
  /** Groups without one of them are not looked at. */
  readonly read: readonly TableField[];
}

/**
 * In order of rows. With `isFine` they end where row groups end as well, so
 * that several can be read at once.
 */
export async function segmentsOf(
  place: SegmentPlace,
  ranges: readonly RowRange[],
  isFine = false,
): Promise<Segment[]> {
  const { files: readers, lists, manifest, read } = place;
  const groups = manifest.groups.filter(({ columns }) =>
    read.some(({ name }) => columns.includes(name))
  );
  const first = ranges[0];
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return [];
  const rows = { start: first.start, end: last.end };
  const files: SegmentFile[] = [];
  const cuts = new Set<number>();
  for (const [index, group] of groups.entries()) {
    for (const file of await lists.filesOf(manifest, group.id, rows)) {
      files.push({ group, file });
      const { end, start } = rowsInTable(file);
      cuts.add(start).add(end);
      if (!isFine || index > 0) continue;
      const { rowGroups } = await readers.open(file, group);
      for (const { firstRow } of rowGroups) {
        if (firstRow <= file.rows.start || firstRow >= file.rows.end) continue;
        cuts.add(file.firstRow + firstRow - file.rows.start);
      }
    }
  }
  return cutSegments(ranges, [...cuts].sort((a, b) => a - b), files);
}

function cutSegments(
  ranges: readonly RowRange[],
  cuts: readonly number[],
  files: readonly SegmentFile[],
): Segment[] {
  const sorted = files.toSorted((a, b) => a.file.firstRow - b.file.firstRow);
  const segments: Segment[] = [];
  let open: SegmentFile[] = [];
  let next = 0;
  let cut = 0;
  for (const range of ranges) {
    let start = range.start;
    while (start < range.end) {
      while ((cuts[cut] ?? Infinity) <= start) cut += 1;
      const end = Math.min(cuts[cut] ?? Infinity, range.end);
      for (;; next++) {
        const file = sorted[next];
        if (file === undefined || file.file.firstRow > start) break;
        open.push(file);
      }
      open = open.filter(({ file }) => rowsInTable(file).end > start);
      segments.push({ rows: { start, end }, files: [...open] });
      start = end;
    }
  }
  return segments;
}

export interface ReadSegmentOptions {
  readonly fields: readonly TableField[];
  /** Of one batch. */
  readonly rowsMax: number;
  readonly sizeBytesMax: number;
}

interface Source {
  readonly names: readonly string[];
  readonly batches: AsyncIterator<RecordBatch>;
  readonly path: string;
  batch: RecordBatch | null;
  used: number;
}

/** All rows of a segment. Throws `CorruptFile` for a file that ends early. */
export async function* readSegment(
  { arrow, files }: {
    readonly arrow: ArrowLibrary;
    readonly files: FileReaders;
  },
  { files: parts, rows }: Segment,
  options: ReadSegmentOptions,
): AsyncGenerator<RecordBatch> {
  const schema = arrowSchema(arrow, options.fields);
  const sources = parts.map((part): Source => {
    const own = options.fields
      .filter(({ name }) => part.group.columns.includes(name));
    const { file } = part;
    const wanted = commonRows(rows, rowsInTable(file));
    const shift = file.rows.start - file.firstRow;
    const batches = files.read(part, {
      ...options,
      fields: own,
      rows: { start: wanted.start + shift, end: wanted.end + shift },
    });
    const names = own.map(({ name }) => name);
    return { names, batches, path: file.path, batch: null, used: 0 };
  });
  try {
    for (let at = rows.start; at < rows.end;) {
      for (const source of sources) await advance(source, at);
      const rowCount = Math.min(
        rows.end - at,
        options.rowsMax,
        ...sources.map(({ batch, used }) => (batch?.numRows ?? 0) - used),
      );
      const columns = options.fields.map((field): Data<DataType> => {
        const own = sources.find(({ names }) => names.includes(field.name));
        const column = own?.batch?.data.children[
          own.names.indexOf(field.name)
        ];
        if (own !== undefined && column !== undefined) {
          return own.used === 0 && column.length === rowCount
            ? column
            : column.slice(own.used, rowCount);
        }
        const { type } = arrowField(arrow, field);
        return constantColumn(arrow, { field, type }, rowCount);
      });
      for (const source of sources) source.used += rowCount;
      at += rowCount;
      yield batchOf(arrow, { schema, columns, rowCount });
    }
  } finally {
    for (const { batches } of sources) await batches.return?.();
  }
}

async function advance(source: Source, row: number): Promise<void> {
  while (source.batch === null || source.used >= source.batch.numRows) {
    const next = await source.batches.next();
    if (next.done === true) {
      throw new TableError(
        "CorruptFile",
        `Cannot read "${source.path}": its rows end before row ${row} of the ` +
          "table, and its manifest says that they go on",
      );
    }
    source.batch = next.value;
    source.used = 0;
  }
}
