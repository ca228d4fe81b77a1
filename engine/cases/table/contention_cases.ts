/** Bodies of `table.high_concurrency.*`: up to 100 at one table. */
import { surveyFiles, type Table } from "../../workloads/table/mod.ts";
import { allEnded } from "../loader/all_ended.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { appendAtOnce, judgeAppends } from "./concurrent_appends.ts";
import { addFieldsAtOnce } from "./concurrent_cases.ts";
import {
  judgeKnownRows,
  onTables,
  scanned,
  type TableBench,
  valuesIn,
} from "./table_bench.ts";

/** All five at full scale; the small ones are enough to see a race. */
function crowds({ ports }: TableBench): readonly number[] {
  return ports.stressScale >= 1 ? [10, 25, 50, 75, 100] : [10, 25];
}

function largest(bench: TableBench): number {
  return crowds(bench).at(-1) ?? 10;
}

const MERGE = { resolver: "merge", retriesMax: 10_000, rowsEach: 4 } as const;

/** Up to 100 that append. */
export const writers = onTables(async (bench) => {
  for (const count of crowds(bench)) {
    await bench.clear();
    const ends = await appendAtOnce(bench, {
      ...MERGE,
      writers: count,
      rounds: 2,
    });
    await judgeAppends(bench, ends, MERGE.rowsEach);
  }
  return `${crowds(bench).join(", ")} writers at once: each append is there ` +
    "exactly once";
});

/** Up to 100 that read. */
export const readers = onTables(async (bench) => {
  const batches = Array.from(
    { length: 4 },
    (_, at) => bench.rows.batch(at * 100, 100),
  );
  await bench.append(await bench.open(), batches);
  for (const count of crowds(bench)) {
    await allEnded(Array.from({ length: count }, async () => {
      const table = await bench.open();
      judgeKnownRows(bench, await scanned(table), { start: 0, end: 400 });
    }));
  }
  return `${crowds(bench).join(", ")} readers at once: each had all rows`;
});

/** Breaks the case unless a reader's rows are those of a version, whole. */
async function judgeSnapshot(
  bench: TableBench,
  table: Table,
  rowsEach: number,
): Promise<void> {
  const batches = await scanned(table);
  const wrong = batches.map((batch) => bench.rows.check(batch))
    .find((one) => one !== null);
  const ids = valuesIn(batches, "id").map(Number);
  const appends = new Set(ids.map((id) => Math.floor(id / rowsEach)));
  const isWhole = ids.length === table.manifest.rowCount &&
    ids.length === appends.size * rowsEach && new Set(ids).size === ids.length;
  holds(
    isWhole && wrong === undefined,
    `Version ${table.version} gave ${ids.length} rows of ${appends.size} ` +
      `appends of ${rowsEach}, and its manifest says ` +
      `${table.manifest.rowCount}`,
  );
}

/** Half of them write and half read: each reads a whole version. */
export const mixedLoad = onTables(async (bench) => {
  const half = Math.floor(largest(bench) / 2);
  const { rowsEach } = MERGE;
  let isOver = false;
  let snapshots = 0;
  await bench.appendRows(await bench.open(), 0, rowsEach);
  const read = async () => {
    let last = 0;
    do {
      const table = await bench.open();
      if (table.version < last) {
        throw new CaseBroken(
          `Version ${table.version} was opened after version ${last}`,
        );
      }
      last = table.version;
      await judgeSnapshot(bench, table, rowsEach);
      snapshots += 1;
    } while (!isOver);
  };
  const write = async (writer: number) => {
    for (let round = 0; round < 2; round++) {
      const first = rowsEach * (1 + writer * 2 + round);
      await bench.mergeRows(await bench.open(), first, rowsEach);
    }
  };
  const written = allEnded(Array.from({ length: half }, (_, at) => write(at)))
    .finally(() => isOver = true);
  const reading = allEnded(Array.from({ length: half }, read));
  await Promise.all([written, reading]).finally(() => reading);
  const table = await bench.open();
  await judgeSnapshot(bench, table, rowsEach);
  holds(
    table.manifest.rowCount === rowsEach * (1 + 2 * half),
    `${table.manifest.rowCount} rows are there at the end`,
  );
  return `${half} writers and ${half} readers: ${snapshots} snapshots were ` +
    "whole, and none went back";
});

/** All at once, with and without merging. */
export const contention = onTables(async (bench) => {
  const count = largest(bench);
  const failing = await appendAtOnce(bench, {
    resolver: "fail",
    retriesMax: 0,
    rowsEach: 4,
    writers: count,
    rounds: 1,
  });
  await judgeAppends(bench, failing, 4);
  await bench.clear();
  const merging = await appendAtOnce(bench, {
    ...MERGE,
    writers: count,
    rounds: 1,
  });
  await judgeAppends(bench, merging, MERGE.rowsEach);
  holds(
    merging.acknowledged.size === count,
    `${merging.acknowledged.size} of ${count} that merge were acknowledged`,
  );
  return `Of ${count} at once that may fail ${failing.acknowledged.size} ` +
    `won; all ${count} that merge, after ${merging.conflicts} conflicts`;
});

/** Files are closed and none is left over. */
export const cleanup = onTables(async (bench) => {
  const before = bench.ports.openFiles();
  const ends = await appendAtOnce(bench, {
    ...MERGE,
    writers: largest(bench),
    rounds: 1,
  });
  const { missing, orphans } = await surveyFiles(ends.table.store);
  holds(
    missing.length === 0 && orphans.length === 0,
    `${missing.length} files are gone and ${orphans.length} left over`,
  );
  const after = bench.ports.openFiles();
  // A store keeps connections for the next one that comes.
  const kept = bench.env.scheme === "file" || bench.env.scheme === "direct"
    ? 2
    : largest(bench) + 8;
  holds(
    before === null || after === null || after <= before + kept,
    `${before} files were open before, and ${after} are after`,
  );
  return `${before ?? "unknown"} files were open before and ${
    after ?? "unknown"
  } after, and no staged file was left`;
});

/** As many columns as there are writers. */
export const schemaEvolution = onTables(async (bench) => {
  const count = largest(bench);
  const merged = await addFieldsAtOnce(bench, { count, resolver: "merge" });
  holds(
    merged.added.length === count,
    `${merged.added.length} of ${count} columns were added`,
  );
  await bench.clear();
  const failed = await addFieldsAtOnce(bench, { count, resolver: "fail" });
  holds(
    failed.added.length === 1,
    `${failed.added.length} columns were added where only one may be`,
  );
  return `${count} columns at once are all there; where one may win, one did`;
});
