/** Bodies of `table.chunk_reader.*`: one column group in pieces. */
import type { Table as ArrowTable } from "apache-arrow";
import {
  type ChunkReader,
  openChunkReader,
  type Table,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { onTables, refuses, type TableBench } from "./table_bench.ts";

const ROWS = 6000;

interface Chunked {
  readonly table: Table;
  readonly reader: ChunkReader;
}

/** Files of several chunks, and a reader of the only group. */
async function chunked(bench: TableBench): Promise<Chunked> {
  const batches = Array.from(
    { length: 12 },
    (_, at) => bench.rows.batch(at * 500, 500),
  );
  const table = await bench.append(await bench.open(), batches, {
    "writer.buffer_size": "40000",
    "writer.file_rolling.size": "80000",
    "writer.row_group.size": "16000",
  });
  const { lists, manifest, store } = table;
  const groupId = manifest.groups[0]?.id ?? 0;
  const reader = await openChunkReader({ store, lists, manifest, groupId });
  holds(
    reader.chunks.length > 4,
    `${ROWS} rows are ${reader.chunks.length} chunks, and should be more`,
  );
  return { table, reader };
}

/** Breaks the case unless a chunk holds exactly the rows that it tells. */
function judgeChunk(
  bench: TableBench,
  { reader }: Chunked,
  read: { readonly index: number; readonly chunk: ArrowTable },
): void {
  const { chunk, index } = read;
  const rows = reader.chunks[index]?.rows ?? { start: 0, end: 0 };
  const ids = [...chunk.getChild("id") ?? []];
  holds(
    ids.length === rows.end - rows.start &&
      ids.every((id, at) => id === BigInt(rows.start + at)),
    `Chunk ${index} begins with id ${ids[0]} and has ${ids.length} rows, and ` +
      `should have rows ${rows.start} to ${rows.end}`,
  );
  const wrong = chunk.batches.map((batch) => bench.rows.check(batch))
    .find((one) => one !== null);
  holds(
    wrong === undefined,
    `Chunk ${index} has ${wrong?.found} in column "${wrong?.column}" of id ` +
      `${wrong?.id}, and should have ${wrong?.expected}`,
  );
}

/** Chunks out of their order. */
export const randomAccess = onTables(async (bench) => {
  const all = await chunked(bench);
  const count = all.reader.chunks.length;
  // Each once, and never the next one after.
  const step = [7, 5, 3, 1].find((one) => count % one !== 0) ?? 1;
  for (let at = 0; at < count; at++) {
    const index = (at * step + 2) % count;
    judgeChunk(bench, all, { index, chunk: await all.reader.read(index) });
  }
  await refuses(
    () => all.reader.read(count),
    ["InvalidArgument"],
    `Chunk ${count} of ${count}`,
  );
  return `${count} chunks came out of order as they are in it`;
});

/** Bytes that a chunk is told to take. */
export const chunkSize = onTables(async (bench) => {
  const { reader } = await chunked(bench);
  for (const [index, { rows, sizeBytes }] of reader.chunks.entries()) {
    const perRow = sizeBytes / (rows.end - rows.start);
    holds(
      perRow > 16 && perRow < 16 * bench.rows.rowSizeBytes,
      `Chunk ${index} tells ${sizeBytes} bytes for ${rows.end - rows.start} ` +
        `rows of about ${bench.rows.rowSizeBytes}`,
    );
  }
  const total = reader.chunks.reduce((sum, one) => sum + one.sizeBytes, 0);
  return `${reader.chunks.length} chunks tell ${total} bytes together`;
});

/** Rows that a chunk is told to have. */
export const chunkRows = onTables(async (bench) => {
  const all = await chunked(bench);
  let next = 0;
  for (const [index, { rows }] of all.reader.chunks.entries()) {
    holds(
      rows.start === next,
      `Chunk ${index} begins at row ${rows.start}, and should at ${next}`,
    );
    next = rows.end;
    judgeChunk(bench, all, { index, chunk: await all.reader.read(index) });
  }
  holds(next === ROWS, `The chunks have ${next} rows, and should ${ROWS}`);
  return `${all.reader.chunks.length} chunks tell ${ROWS} rows, and have them`;
});

/** All chunks one behind the other. */
export const sequentialRead = onTables(async (bench) => {
  const all = await chunked(bench);
  let rowCount = 0;
  for (const index of all.reader.chunks.keys()) {
    const chunk = await all.reader.read(index);
    judgeChunk(bench, all, { index, chunk });
    rowCount += chunk.numRows;
  }
  holds(rowCount === ROWS, `${rowCount} rows came, and should ${ROWS}`);
  return `${ROWS} rows came chunk by chunk`;
});

/** Several at once, also one twice. */
export const parallelRead = onTables(async (bench) => {
  const all = await chunked(bench);
  const last = all.reader.chunks.length - 1;
  const indexes = [last, 0, 2, 0, 1, last];
  const tables = await all.reader.readMany(indexes, 3);
  holds(
    tables.length === indexes.length,
    `${tables.length} chunks came, and ${indexes.length} were asked for`,
  );
  for (const [at, chunk] of tables.entries()) {
    judgeChunk(bench, all, { index: indexes[at] ?? 0, chunk });
  }
  return `${indexes.length} chunks came three at once, in the order asked ` +
    "for, the same one twice";
});

/** Which chunk has a row. */
export const indicesMapping = onTables(async (bench) => {
  const { reader } = await chunked(bench);
  const starts = reader.chunks.map(({ rows }) => rows.start);
  const ends = reader.chunks.map(({ rows }) => rows.end - 1);
  const found = reader.chunksOf([...ends, ...starts]);
  holds(
    found.join() === [...starts.keys()].join(),
    `The ends of all chunks are in chunks ${found.join(", ")}`,
  );
  const again = reader.chunksOf([ROWS - 1, 0, ROWS - 2, 1]);
  const wanted = [reader.chunks.length - 1, 0];
  holds(
    again.join() === wanted.join(),
    `Rows at the end and at the start are in chunks ${again.join(", ")}, and ` +
      `should be in ${wanted.join(", ")}`,
  );
  for (const row of [-1, ROWS, 0.5]) {
    await refuses(
      () => Promise.resolve().then(() => reader.chunksOf([row])),
      ["InvalidArgument"],
      `Row ${row}`,
    );
  }
  return `Rows are found in their ${reader.chunks.length} chunks, each chunk ` +
    "once; rows that are not there are refused";
});
