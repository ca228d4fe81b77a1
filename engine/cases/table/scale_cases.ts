/**
 * Bodies of `table.large_scale_write.*`: much of everything, by the share that
 * the run asks for. Rows are made, written, read and compared in pieces.
 */
import type { RecordBatch } from "apache-arrow";
import { KnownRows, type Table } from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { seededBytes } from "../seeded_bytes.ts";
import { judgeSameRows } from "./same_rows.ts";
import { onTables, scanned, type TableBench } from "./table_bench.ts";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** As much as the run asks for, and never less than shows anything. */
export function scaled(bench: TableBench, full: number, least: number): number {
  return Math.max(least, Math.round(full * bench.ports.stressScale));
}

interface Amount {
  readonly name: string;
  readonly rowCount: number;
  readonly vectorSizeBytes: number;
  /** In one batch. */
  readonly batchRows: number;
  /** Called after each batch. */
  readonly onBatch?: () => Promise<void>;
}

/** Writes rows as one version, reads it again, and compares each value. */
async function writtenAndRead(
  bench: TableBench,
  amount: Amount,
): Promise<{ readonly table: Table; readonly writeNs: number }> {
  const { batchRows, name, rowCount, vectorSizeBytes } = amount;
  const { arrow, env, ports } = bench;
  const rows = new KnownRows({ arrow, seed: env.seed, vectorSizeBytes });
  const startNs = ports.nowNs();
  const empty = await bench.open(name);
  const writer = await empty.writer(rows.schema, {
    "writer.compression": "uncompressed",
    "writer.enable_dictionary": "false",
  });
  for (let first = 0; first < rowCount; first += batchRows) {
    const count = Math.min(batchRows, rowCount - first);
    await writer.write(rows.batch(first, count));
    await amount.onBatch?.();
  }
  const written = await writer.close();
  const table = await bench.commit(empty, (to) => to.appendFiles(written));
  const writeNs = ports.nowNs() - startNs;
  let next = 0;
  const reader = await table.reader();
  for await (const batch of reader.scan()) {
    const wrong = rows.check(batch);
    const firstId = batch.getChild("id")?.get(0);
    holds(
      wrong === null && firstId === BigInt(next),
      `Row ${next + (wrong?.row ?? 0)} begins a batch with id ${firstId}` +
        (wrong === null ? "" : `, and has ${wrong.found} in ${wrong.column}`),
    );
    next += batch.numRows;
    await amount.onBatch?.();
  }
  holds(next === rowCount, `${next} rows came, and ${rowCount} were written`);
  return { table, writeNs };
}

/** A million, ten, and a hundred, by the scale. */
export const rowCounts = onTables(async (bench) => {
  const counts: number[] = [];
  for (const full of [1_000_000, 10_000_000, 100_000_000]) {
    const rowCount = scaled(bench, full, 1000);
    await writtenAndRead(bench, {
      name: `${full}`,
      rowCount,
      vectorSizeBytes: 0,
      batchRows: 8192,
    });
    counts.push(rowCount);
  }
  return `${counts.join(", ")} rows came as they were written`;
});

/** Up to 500 columns. */
export const wideTable = onTables(async (bench) => {
  const { arrow } = bench;
  const widths = [10, 50, 100, 500];
  for (const width of widths) {
    const columns = Array.from({ length: width }, (_, at) =>
      [
        `c${at}`,
        arrow.makeVector(
          Float64Array.from({ length: 20 }, (_, row) => row * width + at),
        ),
      ] as const);
    const batch = bench.batch(Object.fromEntries(columns));
    const table = await bench.append(await bench.open(`${width}`), [batch]);
    judgeSameRows([batch], await scanned(table), `The table of ${width}`);
  }
  return `Tables of ${widths.join(", ")} columns came as they were written`;
});

/** Texts of up to 1 MiB. */
export const largeStrings = onTables(async (bench) => {
  const { arrow, env } = bench;
  const sizes = [1024, 4096, 65_536, MIB];
  const texts = sizes.map((sizeBytes, salt) => {
    const bytes = seededBytes({ sizeBytes, seed: env.seed, salt });
    return new TextDecoder().decode(bytes.map((byte) => 32 + byte % 90));
  });
  const batch = bench.batch({
    text: arrow.vectorFromArray(texts, new arrow.Utf8()),
  });
  const table = await bench.append(await bench.open(), [batch]);
  judgeSameRows([batch], await scanned(await table.refresh()));
  return `Texts of ${sizes.join(", ")} bytes came as they were written`;
});

/** 1536 numbers of 4 bytes. */
const VECTOR_BYTES = 6144;

/** Vectors of 1536 numbers. */
export const largeBinary = onTables(async (bench) => {
  const rowCount = scaled(bench, 1_700_000, 500);
  await writtenAndRead(bench, {
    name: "t",
    rowCount,
    vectorSizeBytes: VECTOR_BYTES,
    batchRows: 256,
  });
  return `${rowCount} vectors of 1536 numbers came as they were written`;
});

const rowsOfBytes = (sizeBytes: number) => Math.ceil(sizeBytes / VECTOR_BYTES);

/** 10 GiB, by the scale. */
export const continuousWrite = onTables(async (bench) => {
  const sizeBytes = scaled(bench, 10 * GIB, 4 * MIB);
  const { table } = await writtenAndRead(bench, {
    name: "t",
    rowCount: rowsOfBytes(sizeBytes),
    vectorSizeBytes: VECTOR_BYTES,
    batchRows: 512,
  });
  const files = table.manifest.groups[0]?.files.length;
  return `${sizeBytes} bytes in ${files} files came as they were written`;
});

/** Of the issue; what the runtime itself takes is in it. */
const HELD_BYTES_MAX = 400 * MIB;

/** What is held meanwhile. */
export const memoryStability = onTables(async (bench) => {
  const sizeBytes = scaled(bench, 10 * GIB, 4 * MIB);
  const batchRows = 512;
  const batches = Math.ceil(rowsOfBytes(sizeBytes) / batchRows);
  const every = Math.max(1, Math.floor(batches / 8));
  let calls = 0;
  let heldBytes = 0;
  await writtenAndRead(bench, {
    name: "t",
    rowCount: rowsOfBytes(sizeBytes),
    vectorSizeBytes: VECTOR_BYTES,
    batchRows,
    async onBatch() {
      if (calls++ % every > 0) return;
      heldBytes = Math.max(heldBytes, await bench.ports.heldBytes());
    },
  });
  holds(
    heldBytes <= HELD_BYTES_MAX,
    `${heldBytes} bytes were held while ${sizeBytes} were written and read, ` +
      `and ${HELD_BYTES_MAX} should be enough`,
  );
  return `${heldBytes} bytes were held at most, for ${sizeBytes} written`;
});

/** How fast, with each row compared. */
export const throughput = onTables(async (bench) => {
  const rowCount = scaled(bench, 10_000_000, 20_000);
  const { writeNs } = await writtenAndRead(bench, {
    name: "t",
    rowCount,
    vectorSizeBytes: 0,
    batchRows: 8192,
  });
  const seconds = Math.max(writeNs, 1) / 1e9;
  const megabytes = rowCount * bench.rows.rowSizeBytes / 1e6;
  return `${(megabytes / seconds).toFixed(0)} MB/s and ${
    (rowCount / seconds).toFixed(0)
  } rows/s were written, each compared`;
});

/** Rows that came, whatever they hold. */
export function rowsIn(batches: readonly RecordBatch[]): number {
  return batches.reduce((sum, { numRows }) => sum + numRows, 0);
}
