/**
 * Kills parts of a cluster under load, and judges what it holds after each:
 * `deno task soak:cluster [COUNT [SEED [PROGRAM]]]`, 200 kills of these sources
 * unless it is said, half of them over PostgreSQL where that is installed. Exit 1
 * when anything that was acknowledged is not there, anything is there that must
 * not be, or a chunk is left over; the seed and the number of a kill say which.
 */
import { seededNumbers } from "../backends/seeded.ts";
import {
  type ClusterProcess,
  judgeCluster,
  killPart,
  startCluster,
  type Victim,
} from "./backends/reference/cluster/_kill_cluster.ts";
import { KillLoad } from "./backends/reference/cluster/_kill_load.ts";
import {
  postgresPrograms,
  type TemporaryPostgres,
  withPostgres,
} from "./backends/reference/cluster/_postgres.ts";

const COUNT = 200;
/** Changes that are acknowledged before a kill, and a moment more. */
const CHANGES_MIN = 10;
const CHANGES_MAX = 60;
const KILL_MS = 200;
/** For the changes before a kill. */
const PATIENCE_MS = 120_000;
const CLIENTS = 16;
const KEYS_EACH = 3;
/** So long the load goes on without the part. */
const AFTER_MS = 300;

const VICTIMS: readonly (readonly Victim[])[] = [
  ["chunks"],
  ["gateway"],
  ["chunks", "gateway"],
  ["database"],
  ["database", "gateway"],
];

interface Soak {
  readonly cluster: ClusterProcess;
  readonly postgres: TemporaryPostgres | null;
  readonly count: number;
  readonly seed: number;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Fails where it takes longer. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error(`Nothing happens for ${ms / 1000} s`)),
    ms,
  );
  await Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How many kills were judged wrong. */
async function soak({ cluster, postgres, count, seed }: Soak): Promise<number> {
  const next = seededNumbers(seed);
  const victims = VICTIMS.filter((parts) =>
    postgres !== null || !parts.includes("database")
  );
  const wrongs: string[] = [];
  const load = new KillLoad({
    ...{ url: cluster.url, seed, clients: CLIENTS, keysEach: KEYS_EACH },
    onWrong: (text) => wrongs.push(text),
  });
  let wrong = 0;
  for (let number = 0; number < count; number++) {
    const parts = victims[number % victims.length] ?? [];
    const changes = CHANGES_MIN + next() % (CHANGES_MAX - CHANGES_MIN);
    const afterMs = next() % KILL_MS;
    const node = next() % 1000;
    // A commit that a database was killed in may have been made.
    load.start(!parts.includes("database"));
    await within(load.acknowledge(changes), PATIENCE_MS).catch((cause) =>
      wrongs.push(`${cause}`)
    );
    await pause(afterMs);
    for (const part of parts) {
      if (part === "database") postgres?.kill();
      else killPart(cluster, part, node);
    }
    await pause(AFTER_MS);
    if (parts.includes("database")) await postgres?.start();
    await load.stop();
    await judgeCluster(cluster, load).catch((cause) => wrongs.push(`${cause}`));
    const outcome = wrongs.length > 0 ? `WRONG: ${wrongs.join("; ")}` : "right";
    say(
      `${number}  ${parts.join(" and ")}  after ${changes} changes and ` +
        `${afterMs} ms  ${outcome}`,
    );
    wrong += wrongs.splice(0).length > 0 ? 1 : 0;
  }
  const { bytes, deletes, gets, lost, puts, refused } = load.counts;
  say(
    `acknowledged ${puts} puts of ${Math.round(bytes / 1e6)} MB and ` +
      `${deletes} deletes, compared ${gets} downloads, ${refused} refused, ` +
      `${lost} unanswered`,
  );
  return wrong;
}

async function main(args: readonly string[]): Promise<number> {
  const count = Number(args[0] ?? COUNT);
  const seed = Number(args[1] ?? Date.now() % 1e9);
  const program = args[2] ?? null;
  const isInstalled = postgresPrograms() !== "";
  const embedded = isInstalled ? Math.ceil(count / 2) : count;
  say(`seed ${seed}, ${count} kills`);
  if (!isInstalled) say("No kill of a database: PostgreSQL is not installed");
  let wrong = 0;
  {
    await using cluster = await startCluster({ program, database: null });
    say(`embedded database, ${embedded} kills`);
    wrong += await soak({ cluster, postgres: null, count: embedded, seed });
  }
  if (count > embedded) {
    await withPostgres(async (postgres) => {
      await using cluster = await startCluster({
        ...{ program, database: postgres.url },
      });
      say(`PostgreSQL, ${count - embedded} kills`);
      wrong += await soak({
        ...{ cluster, postgres, count: count - embedded, seed: seed + 1 },
      });
    });
  }
  say(`${count - wrong} of ${count} judged right, seed ${seed}`);
  return wrong > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
