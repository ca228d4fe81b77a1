/**
 * Tables in memory for tests: files of Parquet, or of Arrow's own format with a
 * sum behind it, ports that a test can break, and rows that are known
 * beforehand.
 */
import type { RecordBatch } from "apache-arrow";
import { MemBackend } from "../../../../backends/mem.ts";
import type { Backend, FaultGate } from "../../../../backends/mod.ts";
import {
  type DataFormat,
  loadArrow,
  openTable,
  type Table,
  type TablePorts,
  type TableStore,
  type WrittenRows,
} from "../../../../engine/workloads/table/mod.ts";
import { crc32c } from "./ipc_format.ts";
import { batchOf } from "../../../../engine/workloads/table/gather.ts";
import { parquetFormat } from "../../../../engine/workloads/table/parquet/parquet_format.ts";
import { TableStore as Store } from "../../../../engine/workloads/table/mod.ts";
import { CORE } from "./parquet/parquet_fixture.ts";

const FORMATS = new Map([["parquet", parquetFormat(CORE)]]);

/** Files of tables that are made from now on have this format. */
export function useFormat(other: DataFormat): void {
  FORMATS.set("parquet", other);
}

/** As manifests have it. */
export { crc32c };

/** A gate that opens at these points, each so many times. */
export function armed(counts: Record<string, number>): FaultGate {
  return {
    fires(point) {
      const left = counts[point] ?? 0;
      counts[point] = left - 1;
      return left > 0 ? 5 : null;
    },
  };
}

/** Ports whose ids repeat from test to test. */
export function tablePorts(options: Partial<TablePorts> = {}): TablePorts {
  let ids = 0;
  return {
    formats: FORMATS,
    faults: { fires: () => null },
    crc32c,
    uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
    random: (to) => void to.fill(7),
    ...options,
  };
}

export interface BenchOptions {
  readonly backend?: Backend;
  readonly ports?: Partial<TablePorts>;
}

/** An empty table at `t` of a memory. */
export async function newTable(options: BenchOptions = {}): Promise<Table> {
  return await openTable({
    backend: options.backend ?? new MemBackend({ url: "mem:" }),
    path: "t",
    ports: tablePorts(options.ports),
    mayBeNew: true,
  });
}

/** The storage alone. */
export function newStore(options: BenchOptions = {}): TableStore {
  return new Store({
    backend: options.backend ?? new MemBackend({ url: "mem:" }),
    path: "t",
    ports: tablePorts(options.ports),
  });
}

/** `id`, `name`, `value`: rows from `first` on. */
export async function rowsOf(first: number, count: number) {
  const arrow = await loadArrow();
  const ids = Array.from({ length: count }, (_, row) => first + row);
  return await batchOfColumns({
    id: arrow.vectorFromArray(ids.map(BigInt), new arrow.Int64()),
    name: arrow.vectorFromArray(
      ids.map((id) => `name_${id}`),
      new arrow.Utf8(),
    ),
    value: arrow.vectorFromArray(
      ids.map((id) => id * 0.1),
      new arrow.Float64(),
    ),
  });
}

/** One batch of vectors; every column may be null. */
export async function batchOfColumns(
  columns: Record<string, import("apache-arrow").Vector>,
): Promise<RecordBatch> {
  const arrow = await loadArrow();
  const schema = new arrow.Schema(
    Object.entries(columns).map(([name, { type }]) =>
      new arrow.Field(name, type, true)
    ),
  );
  const [first] = Object.values(columns);
  return batchOf(arrow, {
    schema,
    columns: Object.values(columns).flatMap(({ data }) => data.slice(0, 1)),
    rowCount: first?.length ?? 0,
  });
}

/** Writes batches to files, and commits nothing. */
export async function written(
  table: Table,
  batches: readonly RecordBatch[],
  properties: Record<string, string> = {},
): Promise<WrittenRows> {
  const [first] = batches;
  if (first === undefined) throw new TypeError("There is no batch");
  const writer = await table.writer(first.schema, properties);
  for (const batch of batches) await writer.write(batch);
  return await writer.close();
}

/** Appends rows `first` to `first + count`, and gives the table then. */
export async function appended(
  table: Table,
  first: number,
  count: number,
): Promise<Table> {
  const rows = await written(table, [await rowsOf(first, count)]);
  const { snapshot } = await table.begin().appendFiles(rows).commit();
  return table.at(snapshot);
}

/** All values of a column, in order. */
export async function valuesOf(
  batches: AsyncIterable<RecordBatch>,
  name: string,
): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const batch of batches) {
    values.push(...batch.getChild(name) ?? []);
  }
  return values;
}

/** Whole numbers from `start` to before `end` as they come from `id`. */
export function ids(start: number, end: number): bigint[] {
  return Array.from({ length: end - start }, (_, at) => BigInt(start + at));
}
