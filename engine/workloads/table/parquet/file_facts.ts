/** What a file and its batches are like, beside their rows. */
import type { RecordBatch, Schema } from "apache-arrow";
import type { ArrowLibrary } from "../arrow_library.ts";
import type { ColumnFacts } from "./data_file.ts";

/** Beside the file's own schema: what only Arrow tells apart. */
export function schemaText(
  arrow: ArrowLibrary,
  schema: Schema,
): string {
  const stream = arrow.tableToIPC(new arrow.Table(schema), "stream");
  // The first message is the schema; the end of the stream is cut off.
  let binary = "";
  for (const byte of stream) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** About; of one row in memory. */
export function rowSizeBytes(batch: RecordBatch): number {
  const size = batch.data.children.reduce(
    (sum, child) => sum + child.byteLength,
    0,
  );
  return size / Math.max(1, batch.numRows);
}

/** Over all row groups; bounds are left to each. */
export function joinFacts(
  groups: readonly (readonly ColumnFacts[])[],
): ColumnFacts[] {
  const [first = []] = groups;
  return first.map((_, index) => {
    const all = groups.flatMap((group) => group[index] ?? []);
    const sum = (size: (facts: ColumnFacts) => number) =>
      all.reduce((total, facts) => total + size(facts), 0);
    return {
      path: all[0]?.path ?? [],
      valueCount: sum((facts) => facts.valueCount),
      sizeBytes: sum((facts) => facts.sizeBytes),
      rawSizeBytes: sum((facts) => facts.rawSizeBytes),
      nullCount: sum((facts) => facts.nullCount ?? 0),
    };
  });
}
