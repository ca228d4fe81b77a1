/**
 * A format of files that is Arrow's own with a sum behind it, under the name of
 * Parquet: what holds of tables holds with any format.
 */
import type { RecordBatch, Schema } from "apache-arrow";
import {
  type DataFormat,
  loadArrow,
} from "../../../../engine/workloads/table/mod.ts";
import { crc32c as sumOf } from "../../../../engine/workloads/loader/mod.ts";
import {
  gatherRows,
  selectColumns,
} from "../../../../engine/workloads/table/gather.ts";
import { FormatError } from "../../../../engine/workloads/table/parquet/format_error.ts";
import type { Predicate } from "../../../../engine/workloads/table/parquet/predicate.ts";

/** By the whole bytes: what was before is kept for a sum in pieces. */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  // Of two sums the one of both is made bit by bit, as zlib does it.
  let register = ~seed >>> 0;
  if (seed === 0) return sumOf(bytes);
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      register = (register >>> 1) ^ ((register & 1) * 0x82f63b78);
    }
  }
  return ~register >>> 0;
}

/** Each batch is a row group. */
export const IPC_FORMAT: DataFormat = {
  name: "parquet",
  async create({ schema, sink }) {
    const arrow = await loadArrow();
    const batches: RecordBatch[] = [];
    let rowCount = 0;
    return {
      schema,
      get rowCount() {
        return rowCount;
      },
      bufferedSizeBytes: 0,
      sizeBytes: 0,
      write(batch) {
        batches.push(new arrow.RecordBatch(schema, batch.data));
        rowCount += batch.numRows;
        return Promise.resolve();
      },
      flush: () => Promise.resolve(),
      async close() {
        const body = arrow.tableToIPC(new arrow.Table(schema, batches), "file");
        const bytes = new Uint8Array(body.length + 4);
        bytes.set(body);
        new DataView(bytes.buffer)
          .setUint32(body.length, crc32c(body), true);
        await sink.write(bytes);
        await sink.close();
        return {
          rowCount,
          rowGroupCount: batches.length,
          sizeBytes: bytes.length,
          footerSizeBytes: 8,
          footerCrc32: 0,
          columns: [],
        };
      },
      abort: () => sink.abort(),
    };
  },
  async open({ source }) {
    const arrow = await loadArrow();
    const bytes = await source.read(0, source.sizeBytes);
    const body = bytes.slice(0, -4);
    const noted = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
      .getUint32(Math.max(0, bytes.length - 4), true);
    if (crc32c(body) !== noted) {
      throw new FormatError({
        part: "file",
        kind: "checksum",
        reason: "its sum does not fit",
      });
    }
    const table = arrow.tableFromIPC(body);
    let firstRow = 0;
    const rowGroups = table.batches.map((batch, index) => {
      const made = {
        index,
        firstRow,
        rowCount: batch.numRows,
        sizeBytes: 100,
        rawSizeBytes: 24 * batch.numRows,
        statistics: new Map(),
      };
      firstRow += batch.numRows;
      return made;
    });
    return {
      schema: table.schema as Schema,
      rowCount: table.numRows,
      sizeBytes: source.sizeBytes,
      rowGroups,
      keyValues: new Map(),
      prune: (predicate) =>
        rowGroups.filter(({ index }) => {
          const batch = table.batches[index];
          return batch === undefined || mayHold(batch, predicate);
        }).map(({ index }) => index),
      async *read({ batchRowCountMax = Infinity, columns, rows } = {}) {
        for (const [index, batch] of table.batches.entries()) {
          const group = rowGroups[index];
          if (group === undefined) continue;
          const from = Math.max(0, (rows?.start ?? 0) - group.firstRow);
          const end = Math.min(
            batch.numRows,
            (rows?.end ?? Infinity) - group.firstRow,
          );
          for (let at = from; at < end; at += batchRowCountMax) {
            const part = batch.slice(at, Math.min(end, at + batchRowCountMax));
            yield columns === undefined
              ? part
              : selectColumns(arrow, part, columns);
          }
        }
      },
      take(rows, { columns } = {}) {
        const [only] = new arrow.Table(table.schema, [
          whole(arrow, table.batches),
        ]).batches;
        if (only === undefined) throw new RangeError("The file has no rows");
        const part = columns === undefined
          ? only
          : selectColumns(arrow, only, columns);
        return Promise.resolve(gatherRows(arrow, part, rows));
      },
    };
  },
};

function whole(
  arrow: typeof import("apache-arrow"),
  batches: readonly RecordBatch[],
): RecordBatch {
  const [first] = batches;
  if (first === undefined) throw new RangeError("The file has no rows");
  const columns = Object.fromEntries(first.schema.fields.map((field, index) => {
    const values = batches.flatMap((batch) => [
      ...batch.getChildAt(index) ?? [],
    ]);
    return [field.name, arrow.vectorFromArray(values, field.type)];
  }));
  const [batch] = new arrow.Table(columns).batches;
  return new arrow.RecordBatch(first.schema, (batch ?? first).data);
}

/** Only what the tests ask: one comparison of a number. */
function mayHold(batch: RecordBatch, predicate: Predicate): boolean {
  if (!("value" in predicate)) return true;
  const values = [...batch.getChild(predicate.column) ?? []];
  const { is, value } = predicate;
  if (is === ">=") return values.some((one) => one >= value);
  if (is === "<") return values.some((one) => one < value);
  return is !== "=" || values.some((one) => one === value);
}
