/**
 * Bodies of `table.concurrent_mix_workflow.*`: many that change one table at
 * once. What is held: each version has one winner, each acknowledged change is
 * there exactly once, and each refused one is not.
 */
import {
  CREATE_ONLY,
  fieldsOf,
  type ResolverName,
  TableError,
} from "../../workloads/table/mod.ts";
import { allEnded } from "../loader/all_ended.ts";
import { holds } from "../case_broken.ts";
import { appendAtOnce, judgeAppends } from "./concurrent_appends.ts";
import { onTables, scanned, type TableBench, valuesIn } from "./table_bench.ts";

/** Many that append, and merge. */
export const append = onTables(async (bench) => {
  const options = { writers: 8, rounds: 3, rowsEach: 5 };
  const merged = await appendAtOnce(bench, {
    ...options,
    resolver: "merge",
    retriesMax: 500,
  });
  await judgeAppends(bench, merged, options.rowsEach);
  holds(
    merged.refused.length === 0,
    `${merged.refused.length} appends that merge were refused`,
  );
  return `${merged.acknowledged.size} appends by 8 writers are there exactly ` +
    `once, after ${merged.conflicts} conflicts`;
});

/** `count` that add a column each to the same version, and what became of it. */
export async function addFieldsAtOnce(
  bench: TableBench,
  { count, resolver }: {
    readonly count: number;
    readonly resolver: ResolverName;
  },
): Promise<{ readonly added: readonly string[]; readonly refused: number }> {
  const table = await bench.appendRows(await bench.open(), 0, 10);
  const added: string[] = [];
  let refused = 0;
  await allEnded(
    Array.from({ length: count }, async (_, at) => {
      const name = `field_${at}`;
      const field = { name, type: { name: "int32" }, nullable: true };
      try {
        await bench.begin(table, { resolver, retriesMax: 500 })
          .addField(field).commit();
        added.push(name);
      } catch (error) {
        const isLost = error instanceof TableError && error.kind === "Conflict";
        if (!isLost) throw error;
        refused += 1;
      }
    }),
  );
  const found = fieldsOf((await bench.open()).manifest)
    .map(({ name }) => name).filter((name) => name.startsWith("field_"));
  const lost = added.find((name) => !found.includes(name));
  holds(
    lost === undefined && found.length === added.length,
    `Column "${lost}" was acknowledged and is lost: ${found.length} are ` +
      `there, and ${added.length} were added`,
  );
  return { added, refused };
}

/** Many that add a column each. */
export const addField = onTables(async (bench) => {
  const { added } = await addFieldsAtOnce(bench, {
    count: 8,
    resolver: "merge",
  });
  holds(added.length === 8, `${added.length} of 8 columns were added`);
  return "8 columns that were added at once are all there";
});

/** Rows and columns at once. */
export const mixedOperations = onTables(async (bench) => {
  let acknowledged = new Map<number, number>();
  const table = await bench.appendRows(await bench.open(), 0, 5);
  const names: string[] = [];
  await allEnded(Array.from({ length: 10 }, async (_, at) => {
    if (at % 3 === 0) {
      const name = `field_${at}`;
      const field = { name, type: { name: "utf8" }, nullable: true };
      await bench.begin(table, { resolver: "merge", retriesMax: 500 })
        .addField(field).commit();
      names.push(name);
    } else {
      const first = 5 * (at + 1);
      const end = await bench.mergeRows(table, first, 5);
      acknowledged = acknowledged.set(first, end.version);
    }
  }));
  const newest = await bench.open();
  const fields = fieldsOf(newest.manifest).map(({ name }) => name);
  const lost = names.find((name) => !fields.includes(name));
  holds(lost === undefined, `Column "${lost}" was acknowledged and is lost`);
  const versions = [...acknowledged.values()];
  holds(
    new Set(versions).size === versions.length,
    `Two appends were acknowledged as one version: ${versions.join(", ")}`,
  );
  const ids = valuesIn(await scanned(newest), "id").map(Number);
  holds(
    ids.length === 5 * (acknowledged.size + 1) &&
      new Set(ids).size === ids.length,
    `${ids.length} rows are there, and ${5 * (acknowledged.size + 1)} were ` +
      "acknowledged",
  );
  return `${acknowledged.size} appends and ${names.length} columns at once are ` +
    "all there, rows aligned";
});

/** What can be merged, and what cannot. */
export const resolveByMerge = onTables(async (bench) => {
  const base = await bench.appendRows(await bench.open(), 0, 10);
  await bench.appendRows(base, 10, 10);
  const { version } = await bench.mergeRows(base, 20, 10);
  holds(version === 3, `The merge is version ${version}, and should be 3`);
  const ids = valuesIn(await scanned(await bench.open()), "id").map(Number);
  holds(
    ids.length === 30 && ids.every((id, at) => id === at),
    `Ids ${ids.slice(0, 5).join(", ")}... came, and should 0 to 29 in order`,
  );
  // Two that add one column cannot both be right.
  const field = (type: string) => ({
    name: "same",
    type: { name: type },
    nullable: true,
  });
  const newest = await bench.open();
  await bench.commit(newest, (to) => to.addField(field("int32")));
  const second = bench.begin(newest, { resolver: "merge", retriesMax: 9 })
    .addField(field("utf8"));
  await expectConflict(() => second.commit(), "A second column of one name");
  return "Appends merge in the order of commits; one column added twice does " +
    "not";
});

async function expectConflict(
  call: () => Promise<unknown>,
  what: string,
): Promise<void> {
  let kind = "taken";
  try {
    await call();
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    kind = error.kind;
  }
  holds(kind === "Conflict", `${what} was ${kind}, and should be a conflict`);
}

/** One wins, the others are told. */
export const resolveByFail = onTables(async (bench) => {
  const rounds = await appendAtOnce(bench, {
    writers: 6,
    rounds: 1,
    rowsEach: 5,
    resolver: "fail",
    retriesMax: 0,
  });
  await judgeAppends(bench, rounds, 5);
  const base = await bench.open();
  await bench.appendRows(base, 1000, 5);
  const late = await bench.write(base, [bench.rows.batch(2000, 5)]);
  await expectConflict(
    () => bench.begin(base).appendFiles(late).commit(),
    "A commit on a version that is not the newest",
  );
  return `Of 6 at once ${rounds.acknowledged.size} were acknowledged and ` +
    `${rounds.refused.length} refused, whose rows are not there`;
});

/** Retries come to an end, and the rows come once. */
export const retryOnConflict = onTables(async (bench) => {
  const base = await bench.appendRows(await bench.open(), 0, 5);
  const rows = await bench.write(base, [bench.rows.batch(5, 5)]);
  // Before each try somebody is faster.
  let others = 0;
  const racing = bench.begin(base, {
    resolver: "merge",
    retriesMax: 2,
    protocol: {
      name: "late",
      async publish(store, version, bytes) {
        await bench.appendRows(await bench.open(), 10 + 5 * others++, 5);
        return await CREATE_ONLY.publish(store, version, bytes);
      },
    },
  }).appendFiles(rows);
  let kind = "acknowledged";
  try {
    await racing.commit();
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    kind = error.kind;
  }
  holds(
    kind === "RetriesExhausted" && others === 3,
    `A commit that never wins was ${kind} after ${others} tries, and should ` +
      "give up after 3",
  );
  const end = await bench.begin(base, { resolver: "merge", retriesMax: 5 })
    .appendFiles(rows).commit();
  const ids = valuesIn(await scanned(await bench.open()), "id").map(Number);
  const expected = Array.from({ length: 25 }, (_, id) => id).join();
  holds(
    ids.sort((a, b) => a - b).join() === expected,
    `Ids ${ids.join(", ")} are there, and should 0 to 24, each once`,
  );
  return `Retries end after as many as are allowed (${kind}), and version ` +
    `${end.version} has the rows exactly once`;
});
