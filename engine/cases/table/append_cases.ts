/** Bodies of `table.append.*`: rows behind those that are there. */
import type { Table } from "../../workloads/table/mod.ts";
import { listVersions } from "../../workloads/table/mod.ts";
import { holds } from "../case_broken.ts";
import {
  judgeKnownRows,
  onTables,
  scanned,
  type TableBench,
} from "./table_bench.ts";

/** Breaks the case unless the newest version has exactly these rows. */
export async function judgeTable(
  bench: TableBench,
  table: Table,
  rowCount: number,
): Promise<void> {
  const again = await table.refresh();
  holds(
    again.version === table.version,
    `Version ${table.version} was committed, and ${again.version} is there`,
  );
  const batches = await scanned(again);
  judgeKnownRows(bench, batches, { start: 0, end: rowCount });
}

/** Two appends, one behind the other. */
export const single = onTables(async (bench) => {
  const one = await bench.appendRows(await bench.open(), 0, 200);
  const two = await bench.appendRows(one, 200, 100);
  await judgeTable(bench, two, 300);
  return "Rows that were appended stand behind those that were there";
});

const APPENDS = 10;

/** Each append is one version, and each version stays readable. */
export const sequential = onTables(async (bench) => {
  let table = await bench.open();
  for (let at = 0; at < APPENDS; at++) {
    table = await bench.appendRows(table, at * 50, 50);
    holds(
      table.version === at + 1,
      `Append ${at + 1} is version ${table.version}`,
    );
  }
  const versions = await listVersions(table.store);
  holds(
    versions.join() === Array.from({ length: APPENDS }, (_, at) => at + 1)
      .join(),
    `Versions ${versions.join(", ")} are there, and should 1 to ${APPENDS}`,
  );
  await judgeTable(bench, table, APPENDS * 50);
  for (const version of versions) {
    const old = await bench.open("t", { version });
    const batches = await scanned(old);
    judgeKnownRows(bench, batches, { start: 0, end: version * 50 });
  }
  return `${APPENDS} appends are ${APPENDS} versions, and each is still read`;
});

const SIZES = [100, 1000, 10_000];

/** Small and large batches by turns. */
export const batchSizes = onTables(async (bench) => {
  let table = await bench.open();
  let next = 0;
  for (const size of SIZES) {
    table = await bench.appendRows(table, next, size);
    next += size;
  }
  await judgeTable(bench, table, next);
  return `Batches of ${SIZES.join(", ")} rows came as they were written`;
});

/** Files of old versions keep every byte. */
export const preservesData = onTables(async (bench) => {
  const one = await bench.appendRows(await bench.open(), 0, 500);
  const digests = async (table: Table) => {
    const files = table.manifest.groups.flatMap((group) => group.files);
    return await Promise.all(files.map(async ({ path }) => ({
      path,
      digest: bench.env.sha256(await table.store.get(path)),
    })));
  };
  const before = await digests(one);
  const two = await bench.appendRows(one, 500, 500);
  const after = await digests(two);
  for (const { digest, path } of before) {
    const now = after.find((file) => file.path === path)?.digest;
    holds(
      now === digest,
      `"${path}" had the SHA-256 ${digest}, and after an append has ${now}`,
    );
  }
  await judgeTable(bench, two, 1000);
  return `${before.length} files were not touched by an append`;
});

/** Appends that need several files each. */
export const withRolling = onTables(async (bench) => {
  let table = await bench.open();
  for (let at = 0; at < 2; at++) {
    const batches = Array.from(
      { length: 10 },
      (_, part) => bench.rows.batch(at * 2000 + part * 200, 200),
    );
    table = await bench.append(table, batches, {
      "writer.buffer_size": "8000",
      "writer.file_rolling.size": "16000",
    });
    const files = table.manifest.groups[0]?.files.length ?? 0;
    holds(
      files > 2 * (at + 1),
      `${at + 1} appends left ${files} files, and should leave more`,
    );
  }
  await judgeTable(bench, table, 4000);
  const files = table.manifest.groups[0]?.files.length;
  return `Two appends rolled into ${files} files, each row as it was written`;
});
