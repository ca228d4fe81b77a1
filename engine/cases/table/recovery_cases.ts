/**
 * Bodies of `table.crash_recovery.*`: what a reader finds after a writer that
 * ended in the middle, and after damage.
 */
import {
  isStorageFailure,
  listVersions,
  manifestPath,
  removeOrphans,
  surveyFiles,
  type Table,
  TableError,
} from "../../workloads/table/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { failingTarget } from "./failing_target.ts";
import {
  judgeKnownRows,
  onTables,
  refuses,
  scanned,
  type TableBench,
} from "./table_bench.ts";

const ROWS = 100;

/** Two versions with a file each. */
export async function twoVersions(bench: TableBench): Promise<Table> {
  const one = await bench.appendRows(await bench.open(), 0, ROWS);
  return await bench.appendRows(one, ROWS, ROWS);
}

const WRITES = ["put", "putIfAbsent", "putStream"] as const;
const STEPS_MAX = 12;

/** Breaks the case unless the table is one of the two that it may be. */
async function judgeAfterCrash(
  bench: TableBench,
  what: string,
): Promise<number> {
  const table = await bench.open();
  holds(
    table.version === 2 || table.version === 3,
    `${what}: version ${table.version} is there, and should be 2 or 3`,
  );
  const batches = await scanned(table);
  judgeKnownRows(bench, batches, { start: 0, end: table.version * ROWS });
  return table.version;
}

/** A writer that is gone at each of its writes, before and after it. */
export const writerCrash = onTables(async (bench) => {
  let tried = 0;
  const ends = new Set<number>();
  for (const isDone of [false, true]) {
    for (let step = 0; step < STEPS_MAX; step++) {
      await bench.clear();
      await twoVersions(bench);
      // From that write on the writer is gone, with its work done or not.
      const backend = failingTarget(bench.env.backend, {
        calls: [...WRITES, "get", "head"],
        kind: "Unavailable",
        after: step + 4,
        isDone,
      });
      const isOver = await crashed(bench, backend);
      tried += 1;
      ends.add(await judgeAfterCrash(bench, `A crash at write ${step}`));
      const again = await bench.open();
      const after = await bench.appendRows(again, again.version * ROWS, ROWS);
      const batches = await scanned(await after.refresh());
      judgeKnownRows(bench, batches, { start: 0, end: after.version * ROWS });
      if (isOver) break;
    }
  }
  return `After ${tried} crashes the rows of version ${
    [...ends].sort().join(" or ")
  } were there, and the table went on`;
});

/** Whether it got through without a failure. */
async function crashed(
  bench: TableBench,
  backend: TableBench["env"]["backend"],
): Promise<boolean> {
  try {
    const table = await bench.open("t", { backend });
    await bench.appendRows(table, 2 * ROWS, ROWS);
    return true;
  } catch (error) {
    const isCrash = isStorageFailure(error) ||
      error instanceof TableError && error.kind === "OutcomeUnknown";
    if (!isCrash) throw error;
    return false;
  }
}

/** The newest file of the table, as it was written. */
export async function newestFile(table: Table) {
  const path = table.manifest.groups[0]?.files.at(-1)?.path ?? "";
  return { path, bytes: await table.store.get(path) };
}

/** Files that end early, or in zeros. */
export const partialWrite = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const { bytes, path } = await newestFile(table);
  const cuts = [0, 1, 4, 100, bytes.length >> 1, bytes.length - 1];
  for (const cut of cuts) {
    await table.store.put(path, bytes.subarray(0, cut));
    await refuses(
      () => scanned(table),
      ["CorruptFile", "FileMissing"],
      `A file of ${bytes.length} bytes that ends after ${cut}`,
    );
  }
  const zeroed = bytes.slice();
  zeroed.fill(0, bytes.length >> 1);
  await table.store.put(path, zeroed);
  await refuses(
    () => scanned(table),
    ["CorruptFile"],
    "A file whose second half is zeros",
  );
  await table.store.put(path, bytes);
  judgeKnownRows(bench, await scanned(table), { start: 0, end: 2 * ROWS });
  return `${cuts.length} lengths of a torn file and a tail of zeros were told`;
});

/** Ends the read, or is left out and told. */
export const corruptedFile = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const { bytes, path } = await newestFile(table);
  const flipped = bytes.slice();
  flipped[20] = (flipped[20] ?? 0) ^ 4;
  await table.store.put(path, flipped);
  await refuses(
    () => scanned(table),
    ["CorruptFile"],
    "A file with a bit turned",
  );
  const reader = await table.reader({ onDamage: "skip" });
  const batches = await Array.fromAsync(reader.scan());
  judgeKnownRows(bench, batches, { start: 0, end: ROWS });
  const [damage] = reader.damages;
  holds(
    reader.damages.length === 1 && damage?.path === path &&
      damage.rows.end - damage.rows.start === ROWS,
    `${reader.damages.length} damages are told, of "${damage?.path}"`,
  );
  return "A damaged file ends the read, or is left out and told with its rows";
});

/** Back to the last whole version. */
export const manifestRecovery = onTables(async (bench) => {
  const whole = await twoVersions(bench);
  const path = manifestPath(2);
  const bytes = await whole.store.get(path);
  const damages = [
    ["empty", bytes.subarray(0, 0)],
    ["torn", bytes.subarray(0, bytes.length >> 1)],
    ["flipped", bytes.map((byte, at) => at === 40 ? byte ^ 1 : byte)],
    ["of zeros", new Uint8Array(bytes.length)],
  ] as const;
  for (const [what, damage] of damages) {
    await whole.store.put(path, damage);
    const table = await bench.open();
    holds(
      table.version === 1 && table.snapshot.broken[0]?.version === 2,
      `With a manifest that is ${what} version ${table.version} was opened, ` +
        "and 1 should be, with 2 told as broken",
    );
    judgeKnownRows(bench, await scanned(table), { start: 0, end: ROWS });
  }
  // The name of a broken version is never used again.
  const table = await bench.open();
  const next = await bench.appendRows(table, ROWS, ROWS);
  holds(next.version === 3, `The next version is ${next.version}, not 3`);
  const there = await whole.store.get(path);
  holds(
    there.every((byte) => byte === 0),
    "The broken manifest was written over, and its evidence is lost",
  );
  return `${damages.length} damages of the newest manifest lead back to the ` +
    "version before, told, and the table goes on behind";
});

/** Nothing visible, and what is left over. */
export const rollback = onTables(async (bench) => {
  const table = await twoVersions(bench);
  const versions = await listVersions(table.store);
  const rows = await bench.write(table, [bench.rows.batch(2 * ROWS, ROWS)]);
  const given = bench.begin(table).appendFiles(rows);
  given.abort();
  await refuses(() => given.commit(), ["Closed"], "A commit after an abort");
  const failing = failingTarget(bench.env.backend, {
    calls: ["putIfAbsent"],
    kind: "PermissionDenied",
  });
  const other = await bench.open("t", { backend: failing });
  const kind = await bench.begin(other).appendFiles(rows).commit()
    .then(() => "taken", (error) => {
      if (!isStorageFailure(error, "PermissionDenied")) throw error;
      return "refused";
    });
  if (kind === "taken") throw new CaseBroken("A forbidden commit was taken");
  const after = await listVersions(table.store);
  holds(
    after.join() === versions.join(),
    `Versions ${after.join(", ")} are there, and should ${versions.join(", ")}`,
  );
  const { orphans } = await surveyFiles(table.store);
  const paths = orphans.map(({ path }) => path);
  holds(
    paths.length === 1,
    `${paths.length} files are told that no version refers to, and should 1`,
  );
  const removed = await removeOrphans(table.store, paths);
  const left = (await surveyFiles(table.store)).orphans.length;
  holds(left === 0, `${removed} orphans were removed, and ${left} are there`);
  judgeKnownRows(bench, await scanned(await bench.open()), {
    start: 0,
    end: 2 * ROWS,
  });
  return "An abort and a refused commit leave the version and one file, which " +
    "is told, and goes on request";
});
