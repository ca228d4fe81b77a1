/**
 * Data files of a table written and read by our own format, as it is, on files
 * of the host. In: kind and count of rows, a codec; out: seconds of CPU, which
 * a busy host does not change as it changes time.
 */
import process from "node:process";
import type { RecordBatch } from "apache-arrow";
import {
  type ArrowLibrary,
  loadArrow,
  parquetFormat,
} from "../../engine/workloads/table/mod.ts";
import { loadCore } from "../../ffi/mod.ts";

/** Of one file. */
export interface FileSeconds {
  readonly writeS: number;
  readonly readS: number;
}

export interface FileWork {
  readonly kind: "records" | "vectors";
  readonly rows: number;
  readonly codec: "uncompressed" | "zstd";
}

const WIDTH = 1536;
/** Of vectors in a row group, and of what goes to the writer at once. */
const VECTORS_A_GROUP = 10_000;

/** In memory, as Arrow has them: what rates are counted in. */
export function rawSizeBytes({ kind, rows }: FileWork): number {
  return rows * (kind === "vectors" ? WIDTH * 4 : 31);
}

/** The file stays, for others to read. */
export async function ourSeconds(
  work: FileWork,
  path: string,
): Promise<FileSeconds> {
  using core = loadCore();
  const arrow = await loadArrow();
  const format = parquetFormat(core.pages());
  const batches = work.kind === "vectors"
    ? vectors(arrow, work.rows)
    : [records(arrow, work.rows)];
  const [first] = batches;
  if (first === undefined) throw new RangeError("There are no rows");
  const start = cpuSeconds();
  const writer = await format.create({
    sink: fileSink(path),
    schema: first.schema,
    settings: { codec: { codec: work.codec } },
  });
  for (const batch of batches) {
    await writer.write(batch);
    await writer.flush();
  }
  await writer.close();
  const written = cpuSeconds();
  using source = fileSource(path);
  const reader = await format.open({ source });
  let rows = 0;
  for await (const batch of reader.read()) rows += batch.numRows;
  const readS = cpuSeconds() - written;
  if (rows === work.rows) return { writeS: written - start, readS };
  throw new Error(`The file has ${rows} rows, and ${work.rows} were written`);
}

function cpuSeconds(): number {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1e6;
}

function records(arrow: ArrowLibrary, rows: number): RecordBatch {
  const ids = new BigInt64Array(rows);
  const values = new Float64Array(rows);
  const offsets = new Int32Array(rows + 1);
  const names: string[] = [];
  for (let row = 0; row < rows; row++) {
    ids[row] = BigInt(row);
    values[row] = row * 0.1;
    const name = `name_${row}`;
    offsets[row + 1] = (offsets[row] ?? 0) + name.length;
    names.push(name);
  }
  const facts = { length: rows, nullCount: 0 };
  const data = new TextEncoder().encode(names.join(""));
  return batchOf(arrow, {
    id: arrow.makeData({ type: new arrow.Int64(), data: ids, ...facts }),
    v: arrow.makeData({ type: new arrow.Float64(), data: values, ...facts }),
    s: arrow.makeData({
      type: new arrow.Utf8(),
      ...facts,
      valueOffsets: offsets,
      data,
    }),
  });
}

/**
 * Numbers from -1 to 1, as embeddings have them: none repeats in a page. The
 * same vectors again and again, which no codec sees.
 */
function vectors(arrow: ArrowLibrary, rows: number): RecordBatch[] {
  const length = Math.min(rows, VECTORS_A_GROUP);
  const numbers = new Float32Array(length * WIDTH);
  let state = 6;
  for (let at = 0; at < numbers.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[at] = (state >>> 8) / 2 ** 23 - 1;
  }
  const item = new arrow.Field("element", new arrow.Float32(), true);
  const type = new arrow.FixedSizeList(WIDTH, item);
  const child = arrow.makeData({
    type: item.type,
    data: numbers,
    length: numbers.length,
    nullCount: 0,
  });
  const facts = { length, nullCount: 0, child };
  const batch = batchOf(arrow, { v: arrow.makeData({ type, ...facts }) });
  return Array.from({ length: rows / length }, () => batch);
}

function batchOf(
  arrow: ArrowLibrary,
  columns: Readonly<Record<string, import("apache-arrow").Data>>,
): RecordBatch {
  const fields = Object.entries(columns)
    .map(([name, { type }]) => new arrow.Field(name, type, true));
  const [length = 0] = Object.values(columns).map((column) => column.length);
  const children = Object.values(columns);
  const type = new arrow.Struct(fields);
  const data = arrow.makeData({ type, length, nullCount: 0, children });
  return new arrow.RecordBatch(new arrow.Schema(fields), data);
}

function fileSink(path: string) {
  const file = Deno.openSync(path, {
    write: true,
    create: true,
    truncate: true,
  });
  return {
    write(bytes: Uint8Array): Promise<void> {
      for (let at = 0; at < bytes.length;) {
        at += file.writeSync(bytes.subarray(at));
      }
      return Promise.resolve();
    },
    close: () => Promise.resolve(file.close()),
    abort: () => Promise.resolve(file.close()),
  };
}

/** As a folder gives it to the reader of a table. */
function fileSource(path: string) {
  const file = Deno.openSync(path);
  const fill = (offset: number, to: Uint8Array) => {
    file.seekSync(offset, Deno.SeekMode.Start);
    let at = 0;
    while (at < to.length) {
      const count = file.readSync(to.subarray(at));
      if (count === null) break;
      at += count;
    }
    return Promise.resolve(at);
  };
  return {
    sizeBytes: file.statSync().size,
    async read(offset: number, length: number) {
      const bytes = new Uint8Array(length);
      if (await fill(offset, bytes) === length) return bytes;
      throw new Error(`"${path}" ends too early`);
    },
    readInto: fill,
    [Symbol.dispose]: () => file.close(),
  };
}
