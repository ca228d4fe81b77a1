/** Bodies of `table.file_rolling.*`: when files of a table end. */
import type { RecordBatch } from "apache-arrow";
import {
  batchSizeBytes,
  KnownRows,
  surveyFiles,
  type Table,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import {
  judgeKnownRows,
  onTables,
  scanned,
  type TableBench,
  type Texts,
} from "./table_bench.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const VECTOR_BYTES = 1000;

interface Limits {
  readonly bufferBytes: number;
  readonly rollingBytes: number;
}

function textsOf({ bufferBytes, rollingBytes }: Limits, more: Texts = {}) {
  return {
    "writer.buffer_size": `${bufferBytes}`,
    "writer.file_rolling.size": `${rollingBytes}`,
    "writer.compression": "uncompressed",
    ...more,
  };
}

/**
 * Files of one group: a buffer that would be full is flushed before the next
 * batch, and a file ends at the flush at which it has as much as it may.
 */
export function predictFiles(
  sizesBytes: readonly number[],
  { bufferBytes, rollingBytes }: Limits,
): number {
  let [files, held, inFile] = [0, 0, 0];
  const flush = () => {
    inFile += held;
    held = 0;
    if (inFile < rollingBytes) return;
    files += 1;
    inFile = 0;
  };
  for (const size of sizesBytes) {
    if (held > 0 && held + size >= bufferBytes) flush();
    held += size;
  }
  flush();
  return inFile > 0 ? files + 1 : files;
}

/** Batches of 100 rows of about 1 KiB until there is as much as wanted. */
function vectors(bench: TableBench, sizeBytes: number): RecordBatch[] {
  const { arrow, env } = bench;
  const rows = new KnownRows({
    arrow,
    seed: env.seed,
    vectorSizeBytes: VECTOR_BYTES,
  });
  const count = Math.ceil(sizeBytes / rows.rowSizeBytes / 100);
  return Array.from({ length: count }, (_, at) => rows.batch(at * 100, 100));
}

/** Breaks the case unless so many files are there, and no others. */
async function judgeFiles(table: Table, expected: number): Promise<void> {
  const [group] = table.manifest.groups;
  const files = group?.files.length ?? 0;
  const { orphans, referenced } = await surveyFiles(table.store);
  holds(
    files === expected,
    `The rows lie in ${files} files, and should in ${expected}`,
  );
  holds(
    referenced.length === files && orphans.length === 0,
    `${referenced.length} files of ${files} are there, and ${orphans.length} ` +
      "that no version refers to",
  );
}

async function rolled(
  bench: TableBench,
  { limits, sizeBytes }: { limits: Limits; sizeBytes: number },
): Promise<number> {
  const batches = vectors(bench, sizeBytes);
  const empty = await bench.open(`${limits.rollingBytes}`);
  const table = await bench.append(empty, batches, textsOf(limits));
  const expected = predictFiles(batches.map(batchSizeBytes), limits);
  await judgeFiles(table, expected);
  judgeVectors(bench, await scanned(table), batches.length * 100);
  return expected;
}

function judgeVectors(
  { arrow, env }: TableBench,
  found: readonly RecordBatch[],
  count: number,
): void {
  const rows = new KnownRows({
    arrow,
    seed: env.seed,
    vectorSizeBytes: VECTOR_BYTES,
  });
  const wrong = found.map((batch) => rows.check(batch))
    .find((one) => one !== null);
  const came = found.reduce((sum, { numRows }) => sum + numRows, 0);
  holds(
    came === count && wrong === undefined,
    `${came} rows of ${count} came; wrong in "${wrong?.column ?? "none"}"`,
  );
}

/** 5 MiB in files of 1 MiB. */
export const bySize = onTables(async (bench) => {
  const limits = { bufferBytes: 256 * KIB, rollingBytes: MIB };
  const files = await rolled(bench, { limits, sizeBytes: 5 * MIB });
  holds(files > 1, `5 MiB are in ${files} file, and should be in several`);
  return `5 MiB with files of 1 MiB are in ${files} files, each row as it was`;
});

/** Many small files. */
export const smallThreshold = onTables(async (bench) => {
  const limits = { bufferBytes: 64 * KIB, rollingBytes: 100 * KIB };
  const files = await rolled(bench, { limits, sizeBytes: 2 * MIB });
  return `2 MiB with files of 100 KiB are in ${files} files`;
});

/** A limit that is never met. */
export const largeThreshold = onTables(async (bench) => {
  const limits = { bufferBytes: MIB, rollingBytes: 100 * MIB };
  const files = await rolled(bench, { limits, sizeBytes: 4 * MIB });
  holds(files === 1, `4 MiB are in ${files} files, and should be in one`);
  return "4 MiB with files of 100 MiB are in one file";
});

/** Rows of 8 bytes, so that bytes can be counted. */
function whole(bench: TableBench, first: number, count: number): RecordBatch {
  const { arrow } = bench;
  const ids = BigInt64Array.from(
    { length: count },
    (_, row) => BigInt(first + row),
  );
  return bench.batch({ id: arrow.makeVector(ids) });
}

/** One byte less, as many, and one more. */
export const exactBoundary = onTables(async (bench) => {
  const written = 8000;
  for (const [limit, expected] of [[7999, 2], [8000, 2], [8001, 1]] as const) {
    const empty = await bench.open(`${limit}`);
    const first = whole(bench, 0, 1000);
    const writer = await empty.writer(
      first.schema,
      textsOf({ bufferBytes: MIB, rollingBytes: limit }),
    );
    await writer.write(first);
    await writer.flush();
    await writer.write(whole(bench, 1000, 1000));
    const rows = await writer.close();
    const table = await bench.commit(empty, (to) => to.appendFiles(rows));
    await judgeFiles(table, expected);
  }
  return `After ${written} bytes a file of 7999 or 8000 ends, one of 8001 not`;
});

/** The limit is about bytes in memory, whatever the codec. */
export const withCompression = onTables(async (bench) => {
  const batches = Array.from(
    { length: 20 },
    (_, at) => whole(bench, at * 2000, 2000),
  );
  const sizes = new Map<string, number>();
  const counts = new Set<number>();
  for (const codec of ["uncompressed", "zstd"]) {
    const limits = { bufferBytes: 32 * KIB, rollingBytes: 64 * KIB };
    const table = await bench.append(
      await bench.open(codec),
      batches,
      textsOf(limits, {
        "writer.compression": codec,
        "writer.enable_dictionary": "false",
      }),
    );
    const files = table.manifest.groups[0]?.files ?? [];
    counts.add(files.length);
    for (const { path, sizeBytes } of files) {
      const there = await table.store.sizeOf(path);
      holds(
        there === sizeBytes,
        `"${path}" has ${there} bytes, and the manifest says ${sizeBytes}`,
      );
      sizes.set(codec, (sizes.get(codec) ?? 0) + (there ?? 0));
    }
  }
  const [plain, packed] = [sizes.get("uncompressed"), sizes.get("zstd")];
  holds(
    counts.size === 1 && (packed ?? 0) < (plain ?? 0),
    `${[...counts].join(" and ")} files, ${plain} bytes plain and ${packed} ` +
      "as zstd: files should end at the same rows, and zstd be smaller",
  );
  return `Files end by bytes in memory: ${[...counts][0]} files each, ` +
    `${plain} bytes plain and ${packed} as zstd`;
});

/** Each group has a limit of its own. */
export const multipleColumnGroups = onTables(async (bench) => {
  const batches = vectors(bench, 2 * MIB);
  const limits = { bufferBytes: 128 * KIB, rollingBytes: 256 * KIB };
  const table = await bench.append(
    await bench.open(),
    batches,
    textsOf(limits, {
      "writer.policy": "schema_based",
      "writer.split.schema_based.patterns": "vector",
    }),
  );
  const [wide, narrow] = ["vector", "id"].map((name) =>
    table.manifest.groups.find(({ columns }) => columns.includes(name))
  );
  const [many, few] = [wide?.files.length ?? 0, narrow?.files.length ?? 0];
  holds(
    many > few && few > 0,
    `The wide group has ${many} files and the narrow one ${few}: the wide one ` +
      "should have more",
  );
  judgeVectors(bench, await scanned(table), batches.length * 100);
  return `${many} files of vectors beside ${few} of ids, rows aligned`;
});

/** Rows across files, and where each file begins. */
export const preservesData = onTables(async (bench) => {
  const batches = Array.from(
    { length: 30 },
    (_, at) => bench.rows.batch(at * 500, 500),
  );
  const limits = { bufferBytes: 16 * KIB, rollingBytes: 40 * KIB };
  const table = await bench.append(
    await bench.open(),
    batches,
    textsOf(limits),
  );
  const files = table.manifest.groups[0]?.files ?? [];
  let next = 0;
  for (const { firstRow, path, rows } of files) {
    holds(
      firstRow === next,
      `"${path}" begins at row ${firstRow}, and should at ${next}`,
    );
    next += rows.end - rows.start;
  }
  judgeKnownRows(bench, await scanned(table), { start: 0, end: 15_000 });
  return `15000 rows in ${files.length} files came as they were written`;
});

/** A buffer that is much smaller than the rows. */
export const memoryPressure = onTables(async (bench) => {
  const bufferBytes = 128 * KIB;
  const table = await bench.open();
  const batches = vectors(bench, 2 * MIB);
  const [first] = batches;
  const writer = await table.writer(
    first?.schema ?? bench.rows.schema,
    textsOf({ bufferBytes, rollingBytes: 512 * KIB }),
  );
  const largest = Math.max(...batches.map(batchSizeBytes));
  let heldBytes = 0;
  for (const batch of batches) {
    await writer.write(batch);
    heldBytes = Math.max(heldBytes, writer.heldSizeBytes);
  }
  const rows = await writer.close();
  const after = await bench.commit(table, (to) => to.appendFiles(rows));
  holds(
    heldBytes <= Math.max(bufferBytes, largest),
    `The writer held ${heldBytes} bytes, and may hold ${bufferBytes}`,
  );
  judgeVectors(bench, await scanned(after), batches.length * 100);
  return `2 MiB went through a buffer of 128 KiB that never held more than ` +
    `${heldBytes} bytes`;
});

/** As many files as the limits say, and no other. */
export const countVerification = onTables(async (bench) => {
  const counts: number[] = [];
  for (const [buffer, rolling] of [[1, 1], [150, 400], [300, 301]] as const) {
    const limits = { bufferBytes: buffer * KIB, rollingBytes: rolling * KIB };
    counts.push(await rolled(bench, { limits, sizeBytes: MIB }));
  }
  return `1 MiB is in ${counts.join(", ")} files, as the limits have it, and ` +
    "no other file is there";
});
