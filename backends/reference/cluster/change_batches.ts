/**
 * Changes of one statement each over PostgreSQL: those that wait go together, in
 * one round trip and one flush. Goes in: statements; comes out: the rows of each,
 * once they are durable.
 *
 * Design: changes of one row share a lane, and a lane has one batch under way: two
 * batches never wait for rows of each other. A batch that the server refuses was
 * undone, and its changes are made again one by one, so that only the bad one
 * fails.
 */
import type { PoolCount, SqlRow, SqlValue } from "./database.ts";
import {
  type Connection,
  isRefusal,
  type Statement,
} from "./postgres_connections.ts";

/** Batches at a time, each over a connection of its own. */
const LANES = 4;
/** As of SQLite: more only lengthen the wait. */
const BATCH_MAX = 64;
/** Half of what a socket takes before it asks to wait. */
const BATCH_BYTES_MAX = 8192;
/** Around the values of a statement that is prepared. */
const FRAME_BYTES = 64;

/** One statement, and what row it is about. */
export interface Change extends Statement {
  readonly about: string;
}

interface Waiting extends Change {
  readonly resolve: (rows: readonly SqlRow[]) => void;
  readonly reject: (cause: unknown) => void;
}

interface Lane {
  readonly waiting: Waiting[];
  isRunning: boolean;
}

export interface ChangeBatchesOptions {
  /** A connection for as long as `act` takes. */
  readonly hold: <T>(act: (one: Connection) => Promise<T>) => Promise<T>;
  readonly count: PoolCount;
}

/** Runs by itself while changes wait. */
export class ChangeBatches {
  readonly #options: ChangeBatchesOptions;
  readonly #lanes: readonly Lane[] = Array.from(
    { length: LANES },
    () => ({ waiting: [], isRunning: false }),
  );

  constructor(options: ChangeBatchesOptions) {
    this.#options = options;
  }

  /** Fails as the server refuses it, or as the way to it fails. */
  add(change: Change): Promise<readonly SqlRow[]> {
    return new Promise((resolve, reject) => {
      const lane = this.#lanes[laneOf(change.about)];
      this.#options.count.waiting += 1;
      lane?.waiting.push({ ...change, resolve, reject });
      if (lane !== undefined && !lane.isRunning) this.#run(lane);
    });
  }

  /** Never fails: each change is told how it ended. */
  async #run(lane: Lane): Promise<void> {
    lane.isRunning = true;
    // The first goes at once; what comes meanwhile goes together.
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0, countOf(lane.waiting));
      this.#options.count.waiting -= batch.length;
      await this.#make(batch);
    }
    lane.isRunning = false;
  }

  async #make(batch: readonly Waiting[]): Promise<void> {
    const { count, hold } = this.#options;
    try {
      const rows = await hold((connection) => connection.together(batch));
      count.commits += 1;
      count.transactions += batch.length;
      batch.forEach(({ resolve }, at) => resolve(rows[at] ?? []));
    } catch (cause) {
      if (batch.length > 1 && isRefusal(cause)) {
        for (const one of batch) await this.#make([one]);
      } else {
        for (const { reject } of batch) reject(cause);
      }
    }
  }
}

/** So many of the first go together; at least one. */
function countOf(waiting: readonly Statement[]): number {
  let [count, bytes] = [0, 0];
  for (const { values } of waiting) {
    bytes += values.reduce<number>((sum, value) => sum + sizeOf(value), 0) +
      FRAME_BYTES;
    if (count === BATCH_MAX || (count > 0 && bytes > BATCH_BYTES_MAX)) break;
    count += 1;
  }
  return count;
}

/** At most, as the client sends it. */
function sizeOf(value: SqlValue): number {
  if (typeof value === "string") return 3 * value.length;
  return value instanceof Uint8Array ? 2 * value.length + 2 : 20;
}

function laneOf(about: string): number {
  let hash = 0;
  for (let at = 0; at < about.length; at++) {
    hash = (Math.imul(hash, 31) + about.charCodeAt(at)) >>> 0;
  }
  return hash % LANES;
}
