/**
 * Many that append to one table at once, and whether each acknowledged append
 * is there exactly once, and nothing else.
 */
import {
  listVersions,
  type ResolverName,
  type Table,
  TableError,
} from "../../workloads/table/mod.ts";
import { allEnded } from "../loader/all_ended.ts";
import { holds } from "../case_broken.ts";
import { scanned, type TableBench, valuesIn } from "./table_bench.ts";

export interface ConcurrentAppends {
  readonly writers: number;
  readonly rounds: number;
  readonly rowsEach: number;
  readonly resolver: ResolverName;
  readonly retriesMax: number;
}

/** What became of each append, by the first id of its rows. */
export interface AppendEnds {
  readonly table: Table;
  /** Version by first id. */
  readonly acknowledged: ReadonlyMap<number, number>;
  readonly refused: readonly number[];
  readonly conflicts: number;
}

/** Appends to one table; each writer begins from what is there then. */
export async function appendAtOnce(
  bench: TableBench,
  options: ConcurrentAppends,
): Promise<AppendEnds> {
  const { resolver, retriesMax, rounds, rowsEach, writers } = options;
  const acknowledged = new Map<number, number>();
  const refused: number[] = [];
  let conflicts = 0;
  await bench.appendRows(await bench.open(), 0, rowsEach);
  const write = async (writer: number) => {
    for (let round = 0; round < rounds; round++) {
      const first = rowsEach * (1 + writer * rounds + round);
      const table = await bench.open();
      const rows = await bench.write(table, [
        bench.rows.batch(first, rowsEach),
      ]);
      try {
        const end = await bench.begin(table, { resolver, retriesMax })
          .appendFiles(rows).commit();
        conflicts += end.conflicts;
        acknowledged.set(first, end.version);
      } catch (error) {
        const isLost = error instanceof TableError &&
          ["Conflict", "RetriesExhausted"].includes(error.kind);
        if (!isLost) throw error;
        refused.push(first);
      }
    }
  };
  await allEnded(Array.from({ length: writers }, (_, at) => write(at)));
  const table = await bench.open();
  return { table, acknowledged, refused, conflicts };
}

/** Breaks the case for a change that is lost, doubled, or not acknowledged. */
export async function judgeAppends(
  bench: TableBench,
  { acknowledged, table }: Pick<AppendEnds, "acknowledged" | "table">,
  rowsEach: number,
): Promise<void> {
  const versions = [...acknowledged.values()].sort((a, b) => a - b);
  const twice = versions.find((one, at) => versions[at + 1] === one);
  holds(
    twice === undefined,
    `Version ${twice} was acknowledged to two that committed at once`,
  );
  const there = await listVersions(table.store);
  holds(
    there.length === acknowledged.size + 1 && there.at(-1) === there.length,
    `${acknowledged.size + 1} commits were acknowledged, and versions ` +
      `${there.at(0)} to ${there.at(-1)} are there, ${there.length} of them`,
  );
  const batches = await scanned(table);
  for (const batch of batches) {
    const wrong = bench.rows.check(batch);
    holds(
      wrong === null,
      `Id ${wrong?.id} has ${wrong?.found} in column "${wrong?.column}", and ` +
        `should have ${wrong?.expected}`,
    );
  }
  const counts = new Map<number, number>();
  for (const id of valuesIn(batches, "id")) {
    counts.set(Number(id), (counts.get(Number(id)) ?? 0) + 1);
  }
  for (const [first, version] of [[0, 1], ...acknowledged]) {
    for (let id = first ?? 0; id < (first ?? 0) + rowsEach; id++) {
      const times = counts.get(id) ?? 0;
      holds(
        times === 1,
        `Id ${id} was acknowledged in version ${version}, and is in the ` +
          `table ${times} times`,
      );
      counts.delete(id);
    }
  }
  const [extra] = counts.keys();
  holds(
    extra === undefined,
    `Id ${extra} is in the table, and nobody was told that it is`,
  );
}
