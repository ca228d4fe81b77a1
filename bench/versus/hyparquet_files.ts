/**
 * Writes rows with hyparquet-writer and reads a file of ours with hyparquet,
 * each after a small one that nobody counts; prints seconds of CPU as JSON.
 * Sums of pages are neither written nor checked: it knows none.
 *
 *     deno run -A hyparquet_files.ts records|vectors ROWS FILE SMALL_FILE
 */
import process from "node:process";
import { parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";

const WIDTH = 1536;
const WARM_ROWS = 1000;

/** As plain values, which is what it takes. */
function columnsOf(kind: string, rows: number): ColumnSource[] {
  const every = <T>(make: (row: number) => T) =>
    Array.from({ length: rows }, (_, row) => make(row));
  if (kind === "vectors") {
    const data = every((row) =>
      Float32Array.from({ length: WIDTH }, (_, at) => (row * 31 + at) & 0xffff)
    );
    return [{ name: "v", data: data.map((one) => [...one]) }];
  }
  return [
    { name: "id", data: BigInt64Array.from(every(BigInt)) },
    { name: "v", data: Float64Array.from(every((row) => row * 0.1)) },
    { name: "s", data: every((row) => `name_${row}`) },
  ];
}

/** A list of floats must be said; other types it finds. */
const VECTOR_SCHEMA = [
  { name: "root", num_children: 1 },
  {
    name: "v",
    repetition_type: "REQUIRED",
    num_children: 1,
    converted_type: "LIST",
  },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", repetition_type: "REQUIRED", type: "FLOAT" },
] as const;

function write(kind: string, rows: number): number {
  const columnData = columnsOf(kind, rows);
  const start = cpuSeconds();
  const file = parquetWriteBuffer({
    columnData,
    codec: "UNCOMPRESSED",
    rowGroupSize: kind === "vectors" ? 10_000 : rows,
    ...(kind === "vectors" ? { schema: [...VECTOR_SCHEMA] } : {}),
  });
  const seconds = cpuSeconds() - start;
  if (file.byteLength > 0) return seconds;
  throw new Error("Nothing was written");
}

/** Columns as its own arrays, which is the least that it can give. */
async function read(path: string): Promise<number> {
  const { buffer: file } = await Deno.readFile(path);
  const start = cpuSeconds();
  await parquetRead({ file, compressors, onChunk: () => {} });
  return cpuSeconds() - start;
}

function cpuSeconds(): number {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1e6;
}

if (import.meta.main) {
  const [kind = "", rows = "", path = "", small = ""] = Deno.args;
  write(kind, WARM_ROWS);
  const writeS = write(kind, Number(rows));
  await read(small);
  const readS = await read(path);
  const text = JSON.stringify({ writeS, readS });
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}
