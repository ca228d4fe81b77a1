/**
 * Data files of tables on tmpfs, written and read beside pyarrow on one thread,
 * sums of pages checked by both, and beside hyparquet where it reads. Rates are
 * per second of CPU. Without a Python that has pyarrow there is no such row.
 */
import process from "node:process";
import { parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { runChild } from "../child.ts";
import { alternate } from "../pairs.ts";
import { type Bar, boundBar, ratioBar, type Row } from "../row.ts";
import {
  type FileSeconds,
  type FileWork,
  ourSeconds,
  rawSizeBytes,
} from "../table_work.ts";

const PYTHON = "STOR_VERIFY_PYTHON";
const WORKS: readonly FileWork[] = [
  { kind: "records", rows: 1_000_000, codec: "uncompressed" },
  { kind: "records", rows: 1_000_000, codec: "zstd" },
  { kind: "vectors", rows: 100_000, codec: "uncompressed" },
  { kind: "vectors", rows: 100_000, codec: "zstd" },
];

/** The row of the table of bars. */
export const TABLE_FILES: Row = {
  id: "table-files",
  title: "Data files of tables, beside pyarrow on one thread",
  isSlow: true,
  async run({ rounds, say }) {
    const folder = await Deno.makeTempDir({ dir: "/dev/shm" });
    try {
      const bars: Bar[] = [];
      for (const work of WORKS) {
        say(`${work.kind}, ${work.codec}`);
        bars.push(...await barsOf(work, folder, rounds));
      }
      return bars;
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function barsOf(
  work: FileWork,
  folder: string,
  rounds: number,
): Promise<Bar[]> {
  const path = `${folder}/ours.parquet`;
  const measured = await alternate(rounds, [
    () => ourSeconds(work, path),
    () => pyarrowSeconds(work, `${folder}/theirs.parquet`),
  ]);
  const rate = (seconds = NaN) => rawSizeBytes(work) / 1e6 / seconds;
  const pairs = (secondsOf: (one: FileSeconds | undefined) => number) =>
    measured.map(([ours, theirs]) => ({
      ours: rate(secondsOf(ours)),
      theirs: rate(secondsOf(theirs)),
    }));
  const name = `${work.kind}, ${work.codec}`;
  const writes = pairs((one) => one?.writeS ?? NaN);
  const bars = [
    ratioBar({
      title: `write ${name}`,
      ...{ unit: "MB/s", rounds: writes, atLeast: 1 },
    }),
    ratioBar({
      title: `read ${name}`,
      ...{ unit: "MB/s", rounds: pairs((one) => one?.readS ?? NaN) },
      atLeast: 0.8,
    }),
  ];
  if (work.kind === "vectors") {
    if (work.codec !== "uncompressed") return bars;
    const measured = Math.max(...writes.map(({ ours }) => ours));
    const title = "write vectors, best round";
    return [...bars, boundBar({ title, unit: "MB/s", measured, atLeast: 570 })];
  }
  const theirs = rate(await hyparquetSeconds(path));
  const reads = pairs((one) => one?.readS ?? NaN)
    .map(({ ours }) => ({ ours, theirs }));
  const title = `read ${name}, beside hyparquet`;
  return [
    ...bars,
    ratioBar({ title, unit: "MB/s", rounds: reads, atLeast: 3 }),
  ];
}

async function pyarrowSeconds(
  { codec, kind, rows }: FileWork,
  path: string,
): Promise<FileSeconds> {
  const python = Deno.env.get(PYTHON) ?? "python3";
  const script = new URL("../pyarrow_files.py", import.meta.url).pathname;
  const name = codec === "uncompressed" ? "none" : codec;
  const { stdout } = await runChild(
    [python, script, kind, String(rows), name, path],
  );
  return JSON.parse(stdout);
}

/** Columns as its own arrays, which is the least that it can give. */
async function hyparquetSeconds(path: string): Promise<number> {
  const { buffer: file } = await Deno.readFile(path);
  const start = process.cpuUsage();
  await parquetRead({ file, compressors, onChunk: () => {} });
  const { system, user } = process.cpuUsage(start);
  return (system + user) / 1e6;
}
