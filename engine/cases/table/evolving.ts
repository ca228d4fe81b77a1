/** A table that grows in rows and in columns, and what it must hold then. */
import type { DataType, RecordBatch, Vector } from "apache-arrow";
import {
  fieldOfArrow,
  type Table,
  type TableField,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { shown } from "./same_rows.ts";
import { scanned, type TableBench, valuesIn } from "./table_bench.ts";

/** Of an append, when nobody says. */
export const ROWS = 100;

/** A column that a case adds: its type, and what row `at` has in it. */
interface NewColumn {
  readonly name: string;
  readonly type: DataType;
  value(at: number): unknown;
}

/** One of each type. */
export function newColumns({ arrow }: TableBench): readonly NewColumn[] {
  const list = new arrow.List(new arrow.Field("item", new arrow.Int32(), true));
  const struct = new arrow.Struct([
    new arrow.Field("x", new arrow.Int32(), true),
    new arrow.Field("y", new arrow.Utf8(), true),
  ]);
  return [
    { name: "f_int32", type: new arrow.Int32(), value: (at) => at - 50 },
    { name: "f_int64", type: new arrow.Int64(), value: (at) => BigInt(at) },
    { name: "f_float32", type: new arrow.Float32(), value: (at) => at / 4 },
    { name: "f_float64", type: new arrow.Float64(), value: (at) => at / 3 },
    { name: "f_string", type: new arrow.Utf8(), value: (at) => `text ${at}` },
    { name: "f_bool", type: new arrow.Bool(), value: (at) => at % 3 === 0 },
    {
      name: "f_binary",
      type: new arrow.Binary(),
      value: (at) => Uint8Array.of(at, 0, 255 - at),
    },
    { name: "f_list", type: list, value: (at) => [at, null, at + 1] },
    {
      name: "f_struct",
      type: struct,
      value: (at) => ({ x: at, y: `y ${at}` }),
    },
  ];
}

/** So many are simple. */
export const SIMPLE_COUNT = 7;

/** What a table must hold: ids in order, and values by column. */
class Expected {
  readonly ids: number[] = [];
  readonly columns = new Map<string, (number | null)[]>();

  /** A column that the rows before have no value of. */
  add(name: string): void {
    this.columns.set(name, this.ids.map(() => null));
  }

  /** Rows with a value in these columns, and null in the others. */
  append(count: number, names: readonly string[]): void {
    const first = this.ids.length;
    for (let row = 0; row < count; row++) this.ids.push(first + row);
    for (const [name, values] of this.columns) {
      for (let row = 0; row < count; row++) {
        values.push(names.includes(name) ? first + row : null);
      }
    }
  }
}

/** Judges itself by what a fresh reader gives. */
export class Evolving {
  readonly bench: TableBench;
  readonly expected = new Expected();
  readonly #columns: readonly NewColumn[];
  table: Table;

  constructor(bench: TableBench, table: Table) {
    this.bench = bench;
    this.table = table;
    this.#columns = newColumns(bench);
  }

  /** Columns by their names; `id` is always there. */
  batch(count: number, names: readonly string[]): RecordBatch {
    const { arrow } = this.bench;
    const first = this.expected.ids.length;
    const places = Array.from({ length: count }, (_, row) => first + row);
    const columns: Record<string, Vector> = {
      id: arrow.makeVector(BigInt64Array.from(places, BigInt)),
    };
    for (const { name, type, value } of this.columnsOf(names)) {
      const values = places.map((at) => value(at % 200));
      columns[name] = arrow.vectorFromArray(values, type);
    }
    return this.bench.batch(columns);
  }

  columnsOf(names: readonly string[]): readonly NewColumn[] {
    return names.flatMap((name) =>
      this.#columns.filter((one) => one.name === name)
    );
  }

  fieldsOf(names: readonly string[]): TableField[] {
    const { arrow } = this.bench;
    return this.columnsOf(names).map(({ name, type }) =>
      fieldOfArrow(new arrow.Field(name, type, true))
    );
  }

  async append(names: readonly string[], count = ROWS): Promise<void> {
    this.table = await this.bench.append(this.table, [
      this.batch(count, names),
    ]);
    this.expected.append(count, names);
  }

  async addFields(names: readonly string[]): Promise<void> {
    this.table = await this.bench.commit(this.table, (to) => {
      for (const field of this.fieldsOf(names)) to.addField(field);
    });
    for (const name of names) this.expected.add(name);
  }

  /** Breaks the case unless a fresh reader gives exactly what was written. */
  async judge(): Promise<void> {
    const again = await this.table.refresh();
    const batches = await scanned(again);
    const ids = valuesIn(batches, "id");
    const { columns, ids: wanted } = this.expected;
    holds(
      ids.length === wanted.length &&
        ids.every((id, at) => id === BigInt(wanted[at] ?? -1)),
      `${ids.length} rows came, and ${wanted.length} were written in order`,
    );
    for (const { name, value } of this.columnsOf([...columns.keys()])) {
      const found = valuesIn(batches, name);
      for (const [row, at] of (columns.get(name) ?? []).entries()) {
        const must = at === null ? "null" : shown(value(at % 200));
        const is = shown(found[row]);
        // Lists and structs show as what the library has for them.
        holds(
          must === is || isSameShape(must, is),
          `Row ${row} has ${is} in "${name}", and should have ${must}`,
        );
      }
    }
  }
}

/** A struct of plain values is shown as JSON of it. */
function isSameShape(must: string, is: string): boolean {
  const bare = (text: string) => text.replace(/[{}"\s]/g, "");
  return must.startsWith("{") && bare(must) === bare(is);
}

/** An empty one. */
export async function evolving(bench: TableBench): Promise<Evolving> {
  return new Evolving(bench, await bench.open());
}

/** The first names of `newColumns`. */
export function namesOf(bench: TableBench, count: number): string[] {
  return newColumns(bench).slice(0, count).map(({ name }) => name);
}
