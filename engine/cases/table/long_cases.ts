/** Bodies of `table.long_running.*`: the same again and again, and no drift. */
import {
  fieldsOf,
  manifestPath,
  type Table,
} from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import { rowsIn, scaled } from "./scale_cases.ts";
import { judgeKnownRows, onTables, scanned } from "./table_bench.ts";

const HOUR_NS = 3600e9;
const KIB = 1024;
const MIB = KIB * KIB;

/** Rounds of writing and reading, for an hour at full scale. */
export const oneHour = onTables(async (bench) => {
  const endNs = bench.ports.nowNs() + HOUR_NS * bench.ports.stressScale;
  const before = bench.ports.openFiles();
  let rounds = 0;
  do {
    await bench.clear();
    const one = await bench.appendRows(await bench.open(), 0, 500);
    const two = await bench.appendRows(one, 500, 500);
    judgeKnownRows(bench, await scanned(await two.refresh()), {
      start: 0,
      end: 1000,
    });
    rounds += 1;
  } while (bench.ports.nowNs() < endNs);
  const after = bench.ports.openFiles();
  holds(
    before === null || after === null || after <= before + 8,
    `${before} files were open before ${rounds} rounds, and ${after} are after`,
  );
  return `${rounds} rounds of writing and reading, each row compared`;
});

/** What a version may take, however many came before it. */
const MANIFEST_BYTES_MAX = 64 * KIB;

/** 10,000 appends at full scale, and what a version takes then. */
export const manifestGrowth = onTables(async (bench) => {
  const appends = scaled(bench, 10_000, 150);
  const times: number[] = [];
  let table = await bench.open();
  let largestBytes = 0;
  for (let at = 0; at < appends; at++) {
    const rows = await bench.write(table, [bench.rows.batch(at, 1)]);
    const startNs = bench.ports.nowNs();
    table = await bench.commit(table, (to) => to.appendFiles(rows));
    times.push(bench.ports.nowNs() - startNs);
    if (at % 16 > 0 && at + 1 < appends) continue;
    const sizeBytes = await table.store.sizeOf(manifestPath(table.version));
    largestBytes = Math.max(largestBytes, sizeBytes ?? 0);
  }
  holds(
    largestBytes <= MANIFEST_BYTES_MAX,
    `After ${appends} appends a manifest has ${largestBytes} bytes, and ` +
      `${MANIFEST_BYTES_MAX} should be enough`,
  );
  judgeKnownRows(bench, await scanned(await table.refresh()), {
    start: 0,
    end: appends,
  });
  const part = Math.ceil(appends / 10);
  const [first, last] = [times.slice(0, part), times.slice(-part)].map(median);
  return `${appends} appends: manifests of at most ${largestBytes} bytes, ` +
    `${us(first)} a commit at the start and ${us(last)} at the end`;
});

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

const us = (ns: number | undefined) => `${Math.round((ns ?? 0) / 1000)} µs`;

/** Writers and readers that are left in the middle. */
export const fileHandles = onTables(async (bench) => {
  const cycles = scaled(bench, 10_000, 40);
  let table: Table = await bench.appendRows(await bench.open(), 0, 50);
  const before = bench.ports.openFiles();
  for (let cycle = 0; cycle < cycles; cycle++) {
    const writer = await table.writer(bench.rows.schema, {
      "writer.buffer_size": "1",
    });
    await writer.write(bench.rows.batch(0, 20));
    await writer.flush();
    await writer.abort();
    table = await table.refresh();
    const reader = await table.reader();
    // A reader that is left in the middle must let go too.
    for await (const batch of reader.scan()) {
      if (batch.numRows > 0) break;
    }
  }
  const after = bench.ports.openFiles();
  holds(
    before === null || after === null || after <= before + 8,
    `${before} files were open before ${cycles} cycles, and ${after} are after`,
  );
  return `${
    before ?? "unknown"
  } files were open before ${cycles} writers and ` +
    `readers that were left, ${after ?? "unknown"} after`;
});

/** A column now and then, among appends. */
export const gradualEvolution = onTables(async (bench) => {
  const every = scaled(bench, 100, 2);
  const fields = scaled(bench, 100, 8);
  let table = await bench.appendRows(await bench.open(), 0, 5);
  let next = 5;
  for (let at = 0; at < fields; at++) {
    const field = { name: `f${at}`, type: { name: "int32" }, nullable: true };
    table = await bench.commit(table, (to) => to.addField(field));
    for (let append = 0; append < every; append++) {
      table = await bench.appendRows(table, next, 5);
      next += 5;
    }
  }
  const names = fieldsOf((await table.refresh()).manifest);
  holds(
    names.length === 3 + fields,
    `${names.length} columns are there, and should be ${3 + fields}`,
  );
  const batches = await scanned(table, { columns: ["id", "name", "value"] });
  judgeKnownRows(bench, batches, { start: 0, end: next });
  const all = await scanned(table);
  holds(rowsIn(all) === next, `${rowsIn(all)} rows came with all columns`);
  return `${fields} columns came one by one, ${every} appends between them: ` +
    `${next} rows, the later columns null`;
});

const GROWTH_BYTES_MAX = 64 * MIB;

/** Readers that come and go, and what stays of them. */
export const gcPressure = onTables(async (bench) => {
  const rounds = scaled(bench, 10_000, 30);
  const table = await bench.appendRows(await bench.open(), 0, 2000);
  const round = async () => {
    const readers = await Promise.all(
      Array.from({ length: 4 }, () => table.reader()),
    );
    for (const reader of readers) {
      const batches = await Array.fromAsync(reader.scan());
      judgeKnownRows(bench, batches, { start: 0, end: 2000 });
    }
  };
  await round();
  const before = await bench.ports.heldBytes();
  for (let at = 0; at < rounds; at++) await round();
  const grown = await bench.ports.heldBytes() - before;
  holds(
    grown <= GROWTH_BYTES_MAX,
    `${grown} bytes more are held after ${rounds} rounds of 4 readers`,
  );
  return `${
    4 * rounds
  } readers came and went, and ${grown} bytes more are held`;
});
