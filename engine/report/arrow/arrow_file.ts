/**
 * Columns of plain values as the bytes of an Arrow IPC file. The library is
 * loaded by the first call: it costs a tenth of a second.
 */
import type { DataType, Table, Vector } from "apache-arrow";
import { type PackedColumn, packedVector } from "./packed_column.ts";

/** The library, loaded. */
export type ArrowLibrary = typeof import("apache-arrow");

/** A column by what its values are; `null` where there is none. */
export type ArrowColumn =
  & { readonly name: string }
  & (
    /** Few different texts, kept once each; texts that all differ. */
    | {
      readonly kind: "name" | "text";
      readonly values: readonly (string | null)[];
    }
    /** 64 bits with a sign; a double; UTC in microseconds since 1970. */
    | {
      readonly kind: "whole" | "real" | "moment";
      readonly values: readonly (number | null)[];
    }
    | { readonly kind: "claim"; readonly values: readonly (boolean | null)[] }
    | PackedColumn
  );

/** `facts` stand in the metadata of the schema, in their order. */
export async function arrowFile(
  columns: readonly ArrowColumn[],
  facts: readonly (readonly [string, string])[],
): Promise<Uint8Array> {
  const arrow = await import("apache-arrow");
  return arrow.tableToIPC(tableOf(arrow, columns, facts), "file");
}

/** One batch; columns of kind `code` share their words with other batches. */
export function tableOf(
  arrow: ArrowLibrary,
  columns: readonly ArrowColumn[],
  facts: readonly (readonly [string, string])[],
): Table {
  const table = new arrow.Table(
    Object.fromEntries(
      columns.map((column, at) => [column.name, vectorOf(arrow, column, at)]),
    ),
  );
  const schema = new arrow.Schema(
    // Whether a batch lacks a value must not change the type of its column.
    table.schema.fields.map(({ name, type }) =>
      new arrow.Field(name, type, true)
    ),
    new Map(facts),
  );
  const batches = table.batches
    .map(({ data }) => new arrow.RecordBatch(schema, data));
  return new arrow.Table(schema, batches);
}

/** `at` names the dictionary; the library's own numbers differ each time. */
function vectorOf(
  arrow: ArrowLibrary,
  column: ArrowColumn,
  at: number,
): Vector {
  switch (column.kind) {
    case "name":
      return arrow.vectorFromArray(
        column.values,
        new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), at),
      );
    case "text":
      return arrow.vectorFromArray(column.values, new arrow.Utf8());
    case "real":
      return arrow.vectorFromArray(column.values, new arrow.Float64());
    case "claim":
      return arrow.vectorFromArray(column.values, new arrow.Bool());
    case "whole":
      return wide(arrow, column.values, new arrow.Int64());
    case "numbers":
    case "code":
    case "claims":
    case "nothing":
      return packedVector(arrow, column, at);
    case "moment":
      return wide(
        arrow,
        column.values,
        new arrow.TimestampMicrosecond("UTC"),
      );
  }
}

/** Written word by word: builders of times would count in milliseconds. */
function wide(
  arrow: ArrowLibrary,
  values: readonly (number | null)[],
  type: DataType,
): Vector {
  const words = BigInt64Array.from(
    values,
    (value) => BigInt(Math.round(value ?? 0)),
  );
  const nullCount = values.filter((value) => value === null).length;
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (const [index, value] of values.entries()) {
    if (value !== null) {
      bits[index >> 3] = (bits[index >> 3] ?? 0) | 1 << (index & 7);
    }
  }
  const length = values.length;
  return arrow.makeVector(arrow.makeData({
    ...{ type, length, nullCount, data: words },
    ...(nullCount > 0 && { nullBitmap: bits }),
  }));
}
