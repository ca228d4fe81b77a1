/**
 * Rows that may fulfil a predicate, by the bounds that files keep of their row
 * groups. Rows that are left out surely do not; of the others each is looked at
 * later.
 */
import type { FileLists } from "./checkpoints.ts";
import type { FileReaders } from "./file_readers.ts";
import { type Manifest, type RowRange, rowsInTable } from "./manifest.ts";
import type { Predicate } from "./parquet/predicate.ts";
import { predicateColumns } from "./predicate_filter.ts";
import { commonRows, gapsIn, mergeRanges } from "./row_range.ts";

export interface PruneOptions {
  readonly manifest: Manifest;
  readonly lists: FileLists;
  readonly files: FileReaders;
  readonly condition: Predicate;
  readonly rows: RowRange;
}

/** Within `rows`, in order, without touching. */
export async function candidateRows(
  options: PruneOptions,
): Promise<RowRange[]> {
  let ranges: RowRange[] = [options.rows];
  for (const condition of conjuncts(options.condition)) {
    const kept = await keptBy(options, condition);
    ranges = mergeRanges(
      ranges.flatMap((range) => kept.map((one) => commonRows(range, one))),
    );
  }
  return ranges;
}

/** Each of them must be true. */
function conjuncts(condition: Predicate): readonly Predicate[] {
  return condition.is === "and"
    ? condition.all.flatMap(conjuncts)
    : [condition];
}

async function keptBy(
  { files, lists, manifest, rows }: PruneOptions,
  condition: Predicate,
): Promise<RowRange[]> {
  const columns = predicateColumns(condition);
  const group = manifest.groups.find((one) =>
    [...columns].every((name) => one.columns.includes(name))
  );
  // Bounds of two groups say nothing of rows that have both.
  if (group === undefined) return [rows];
  const excluded: RowRange[] = [];
  for (const file of await lists.filesOf(manifest, group.id, rows)) {
    const reader = await files.open(file, group);
    const kept = new Set(reader.prune(condition));
    for (const { firstRow, index, rowCount } of reader.rowGroups) {
      if (kept.has(index)) continue;
      const shift = file.firstRow - file.rows.start;
      const inTable = {
        start: firstRow + shift,
        end: firstRow + rowCount + shift,
      };
      excluded.push(commonRows(inTable, rowsInTable(file)));
    }
  }
  return gapsIn(mergeRanges(excluded), rows);
}
