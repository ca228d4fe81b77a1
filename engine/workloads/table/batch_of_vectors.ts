/** One batch of columns that were made one by one. */
import type { RecordBatch, Vector } from "apache-arrow";
import type { ArrowLibrary } from "./arrow_library.ts";
import { batchOf } from "./gather.ts";

/** Vectors of one piece each and as many rows; every column may hold nulls. */
export function batchOfVectors(
  arrow: ArrowLibrary,
  columns: Readonly<Record<string, Vector>>,
): RecordBatch {
  const entries = Object.entries(columns);
  const schema = new arrow.Schema(
    entries.map(([name, { type }]) => new arrow.Field(name, type, true)),
  );
  return batchOf(arrow, {
    schema,
    columns: entries.flatMap(([, { data }]) => data.slice(0, 1)),
    rowCount: entries[0]?.[1].length ?? 0,
  });
}
