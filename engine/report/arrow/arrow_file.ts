/**
 * Columns of plain values as the bytes of an Arrow IPC file. The library is
 * loaded by the first call: it costs a tenth of a second.
 */
import type {
  DataType,
  RecordBatchFileWriter,
  Table,
  Vector,
} from "apache-arrow";

type ArrowLibrary = typeof import("apache-arrow");

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
  );

/** `facts` stand in the metadata of the schema, in their order. */
export async function arrowFile(
  columns: readonly ArrowColumn[],
  facts: readonly (readonly [string, string])[],
): Promise<Uint8Array> {
  const arrow = await import("apache-arrow");
  return arrow.tableToIPC(tableOf(arrow, columns, facts), "file");
}

/** A file that is written while its rows still come; `close()` it. */
export class ArrowWriter {
  readonly #arrow: ArrowLibrary;
  readonly #facts: readonly (readonly [string, string])[];
  readonly #writer: RecordBatchFileWriter;
  readonly #writing: Promise<void>;

  private constructor(
    arrow: ArrowLibrary,
    facts: readonly (readonly [string, string])[],
    put: (bytes: Uint8Array) => Promise<void>,
  ) {
    this.#arrow = arrow;
    this.#facts = facts;
    this.#writer = new arrow.RecordBatchFileWriter({ autoDestroy: false });
    this.#writing = this.#write(put);
    // Told by `close()`.
    this.#writing.catch(() => {});
  }

  /** `put` is called with one piece after another, in their order. */
  static async open(
    facts: readonly (readonly [string, string])[],
    put: (bytes: Uint8Array) => Promise<void>,
  ): Promise<ArrowWriter> {
    return new ArrowWriter(await import("apache-arrow"), facts, put);
  }

  /** The same columns each time, none of kind `name`. */
  add(columns: readonly ArrowColumn[]): void {
    const { batches } = tableOf(this.#arrow, columns, this.#facts);
    for (const batch of batches) this.#writer.write(batch);
  }

  /** Ends the file; fails with what `put` failed with. */
  async close(): Promise<void> {
    this.#writer.close();
    await this.#writing;
  }

  async #write(put: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    for await (const piece of this.#writer) await put(piece);
  }
}

function tableOf(
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
