/**
 * Data files of tables on tmpfs, written and read beside pyarrow on one thread,
 * sums of pages checked by both, and beside hyparquet and its writer, which
 * know none. Rates are per second of CPU, each after a small file that is not
 * counted. Without a Python that has pyarrow hyparquet alone is beside us.
 */
import { runChild } from "../child.ts";
import { alternate } from "../pairs.ts";
import { type Bar, boundBar, ratioBar, type Row } from "../row.ts";
import {
  type FileSeconds,
  type FileWork,
  ourSeconds,
  rawSizeBytes,
} from "../table_work.ts";

const RECORDS = 1_000_000;
const WORKS: readonly FileWork[] = [
  { kind: "records", rows: RECORDS, codec: "uncompressed" },
  { kind: "records", rows: RECORDS, codec: "zstd" },
  { kind: "vectors", rows: 100_000, codec: "uncompressed" },
  { kind: "vectors", rows: 100_000, codec: "zstd" },
];
/** Of vectors hyparquet gets as few: each number takes an object of its own. */
const FEW_VECTORS = 2_000;
const SMALL_ROWS = 1_000;

/** What one round gave. */
interface Measured {
  readonly ours: FileSeconds;
  readonly hyparquet: FileSeconds;
  readonly pyarrow?: PyarrowSeconds;
}

interface PyarrowSeconds extends FileSeconds {
  /** Where Python has DuckDB; of records alone. */
  readonly duckdbReadS?: number;
}

/** The row of the table of bars. */
export const TABLE_FILES: Row = {
  id: "table-files",
  title: "Data files of tables, beside pyarrow on one thread and hyparquet",
  isSlow: true,
  async run({ rounds, say }) {
    const hasPyarrow = await canImport("pyarrow");
    if (!hasPyarrow) say(`${python()} has no pyarrow: hyparquet alone`);
    const folder = await Deno.makeTempDir({ dir: "/dev/shm" });
    try {
      const bars: Bar[] = [];
      for (const work of WORKS) {
        say(`${work.kind}, ${work.codec}`);
        const measured = await measure(work, { folder, hasPyarrow, rounds });
        bars.push(...barsOf(work, measured));
      }
      return bars;
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

/** The one that somebody named, or whichever there is. */
function python(): string {
  return Deno.env.get("STOR_VERIFY_PYTHON") ?? "python3";
}

async function canImport(name: string): Promise<boolean> {
  try {
    await runChild([python(), "-c", `import ${name}`]);
    return true;
  } catch {
    return false;
  }
}

async function measure(
  work: FileWork,
  { folder, hasPyarrow, rounds }: {
    readonly folder: string;
    readonly hasPyarrow: boolean;
    readonly rounds: number;
  },
): Promise<Measured[]> {
  const at = (name: string) => `${folder}/${name}.parquet`;
  const few = fewOf(work);
  await ourSeconds(few, at("few"));
  await ourSeconds({ ...work, rows: SMALL_ROWS }, at("small"));
  const rows = await alternate<PyarrowSeconds>(rounds, [
    () => ourSeconds(work, at("ours")),
    () => hyparquetSeconds(few, at("few"), at("small")),
    ...(hasPyarrow ? [() => pyarrowSeconds(work, at("theirs"))] : []),
  ]);
  return rows.map(([ours, hyparquet, pyarrow]) => {
    if (ours === undefined || hyparquet === undefined) {
      throw new Error("A round is not whole");
    }
    return { ours, hyparquet, ...(pyarrow === undefined ? {} : { pyarrow }) };
  });
}

/** The work whose file hyparquet reads. */
function fewOf(work: FileWork): FileWork {
  return work.kind === "vectors" ? { ...work, rows: FEW_VECTORS } : work;
}

/** MB of Arrow a second. */
function rate(work: FileWork, seconds = NaN): number {
  return rawSizeBytes(work) / 1e6 / seconds;
}

function barsOf(work: FileWork, measured: readonly Measured[]): Bar[] {
  const name = `${work.kind}, ${work.codec}`;
  const few = fewOf(work);
  const [first] = measured;
  const bars: Bar[] = [];
  const add = (
    title: string,
    key: keyof FileSeconds,
    { theirs, ...bar }: {
      readonly theirs: (round: Measured) => number;
      readonly atLeast?: number;
    },
  ) => {
    const rounds = measured.map((round) => ({
      ours: rate(work, round.ours[key]),
      theirs: theirs(round),
    }));
    bars.push(ratioBar({ title, unit: "MB/s", rounds, ...bar }));
  };
  if (first?.pyarrow !== undefined) {
    add(`write ${name}`, "writeS", {
      theirs: ({ pyarrow }) => rate(work, pyarrow?.writeS),
      atLeast: 1,
    });
    add(`read ${name}`, "readS", {
      theirs: ({ pyarrow }) => rate(work, pyarrow?.readS),
      atLeast: 0.8,
    });
  }
  if (first?.pyarrow?.duckdbReadS !== undefined) {
    add(`read ${name}, beside DuckDB`, "readS", {
      theirs: ({ pyarrow }) => rate(work, pyarrow?.duckdbReadS),
    });
  }
  add(`read ${name}, beside hyparquet`, "readS", {
    theirs: ({ hyparquet }) => rate(few, hyparquet.readS),
    atLeast: 3,
  });
  // Its writer has no zstd.
  if (work.codec !== "uncompressed") return bars;
  add(`write ${name}, beside hyparquet-writer`, "writeS", {
    theirs: ({ hyparquet }) => rate(few, hyparquet.writeS),
    atLeast: 5,
  });
  if (work.kind !== "vectors") return bars;
  const best = measured.map(({ ours }) => rate(work, ours.writeS));
  bars.push(boundBar({
    title: "write vectors, best round",
    ...{ unit: "MB/s", measured: Math.max(...best), atLeast: 570 },
  }));
  return bars;
}

async function pyarrowSeconds(
  { codec, kind, rows }: FileWork,
  path: string,
): Promise<PyarrowSeconds> {
  const script = new URL("../pyarrow_files.py", import.meta.url).pathname;
  const name = codec === "uncompressed" ? "none" : codec;
  const { stdout } = await runChild(
    [python(), script, kind, String(rows), name, path],
  );
  return JSON.parse(stdout);
}

/** In a process of its own: what it leaves to collect is not ours. */
async function hyparquetSeconds(
  { kind, rows }: FileWork,
  path: string,
  small: string,
): Promise<FileSeconds> {
  const script = new URL("../hyparquet_files.ts", import.meta.url).pathname;
  const { stdout } = await runChild(
    [Deno.execPath(), "run", "-A", script, kind, String(rows), path, small],
  );
  return JSON.parse(stdout);
}
