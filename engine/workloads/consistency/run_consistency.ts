/**
 * Lets clients fight over a few keys of a store and says which consistency it
 * kept. Goes in: endpoints of one store, a clock, a seed and limits; comes out:
 * a report, and every attempt as it ended.
 */
import type { Backend } from "../../../backends/mod.ts";
import type { ConsistencyOp } from "../../profile/mod.ts";
import type { AttemptRecord } from "./attempt_record.ts";
import { Client, type EndedAttempt, STAMPS_MIN, type Way } from "./client.ts";
import type { ConsistencyReport } from "./consistency_report.ts";
import { Contests } from "./contests.ts";
import { HistoryBook } from "./history_book.ts";
import { judgeBook } from "./judge_book.ts";
import { KeySpace } from "./key_space.ts";
import { mixFor, type OperationMix } from "./operation_mix.ts";
import { SeededChoice } from "./seeded_choice.ts";
import { STAMP_BYTES } from "./value_body.ts";

/** What S3 takes at least for all parts but the last. */
export const PART_SIZE_BYTES = 5 * 1024 ** 2;
const VALUE_MAX_BYTES = 752;

/** One way into the store. */
export interface ConsistencyEndpoint {
  /** Tells it from the others in a report; holds no secret. */
  readonly name: string;
  /** Says what the store claims; used by clients that have none of their own. */
  readonly backend: Backend;
  /** A backend for one client alone, which is closed in the end. */
  connect?(): Promise<Backend>;
}

export interface ConsistencyOptions {
  /** Ways into one store, each to the same place; at least one. */
  readonly endpoints: readonly ConsistencyEndpoint[];
  /** Below the place; ends with a slash, and nobody else writes there. */
  readonly prefix: string;
  /** Repeats every choice of every client, but not how they interleave. */
  readonly seed: number;
  /** Monotonic, and one for all clients. */
  nowNs(): number;
  readonly clients: number;
  /** Keys that are fought over at a time, of each group. */
  readonly keys: number;
  /** Attempts of all clients together; no limit when absent. */
  readonly operations?: number;
  readonly durationNs?: number;
  /** Weights of operations; those of `mixFor` when absent. */
  readonly op?: Readonly<Partial<Record<ConsistencyOp, number>>>;
  readonly valueMinBytes?: number;
  readonly valueMaxBytes?: number;
  /** Bytes of the first part of uploads; `PART_SIZE_BYTES` when absent. */
  readonly partSizeBytes?: number;
  /** Ends the run early: what is in flight is waited for and judged. */
  readonly signal?: AbortSignal;
  /** Told of every attempt as it ends. */
  keep?(record: AttemptRecord): void;
}

/** Rejects only when this program, or what it was asked for, is wrong. */
export async function runConsistency(
  options: ConsistencyOptions,
): Promise<ConsistencyReport> {
  checkOptions(options);
  const run = new ConsistencyRun(options);
  try {
    await run.clients();
  } finally {
    await run.close();
  }
  return run.judge();
}

/** What a mistaken caller is told. */
function checkOptions({ endpoints, clients, keys }: ConsistencyOptions): void {
  if (endpoints.length === 0 || !(clients >= 1) || !(keys >= 1)) {
    throw new RangeError(
      `Cannot run ${clients} clients on ${keys} keys at ${endpoints.length} ` +
        "endpoints: at least one of each is needed",
    );
  }
}

class ConsistencyRun {
  readonly #options: ConsistencyOptions;
  readonly #space: KeySpace;
  readonly #book: HistoryBook;
  readonly #mix: OperationMix;
  readonly #contests: Contests;
  readonly #opened: Backend[] = [];
  readonly #startNs: number;
  #endNs = 0;
  #count = 0;

  constructor(options: ConsistencyOptions) {
    const { prefix, keys, endpoints, clients } = options;
    const claims = endpoints.map(({ backend }) => backend.capabilities);
    this.#options = options;
    this.#space = new KeySpace({ prefix, keys });
    this.#book = new HistoryBook({
      space: this.#space,
      endpoints: endpoints.map(({ name }) => name),
      hasConditions: claims.some((claimed) => claimed.has("writeIfMatch")),
    });
    this.#mix = mixFor(claims, options.op);
    this.#contests = new Contests(Math.ceil(clients / 2));
    this.#startNs = options.nowNs();
  }

  async clients(): Promise<void> {
    const { clients } = this.#options;
    const loops = Array.from(
      { length: clients },
      (_, number) => this.#client(number).finally(() => this.#contests.close()),
    );
    await Promise.all(loops);
  }

  /** A connection that does not close says nothing of what was judged. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#opened.map((backend) => backend.close()));
  }

  judge(): ConsistencyReport {
    const { endpoints, seed, clients, signal } = this.#options;
    const isStopped = signal?.aborted === true && !this.#isFull;
    return judgeBook(this.#book, {
      seed,
      clients,
      durationNs: this.#endNs,
      endpoints: endpoints.map(({ name }) => name),
      notAsked: this.#mix.notAsked,
      stoppedBy: this.#book.tally.failure !== null
        ? "failure"
        : isStopped
        ? "signal"
        : "limit",
    });
  }

  get #isFull(): boolean {
    const { operations = Infinity, durationNs = Infinity } = this.#options;
    return this.#count >= operations || this.#nowNs() >= durationNs;
  }

  get #isOver(): boolean {
    return this.#isFull || this.#book.tally.failure !== null ||
      this.#options.signal?.aborted === true;
  }

  #nowNs(): number {
    return this.#options.nowNs() - this.#startNs;
  }

  async #client(number: number): Promise<void> {
    const { weighted } = this.#mix;
    if (weighted.length === 0 || this.#isOver) return;
    const client = await this.#openClient(number);
    const { choice } = client.options;
    while (!this.#isOver) {
      const contest = this.#contests.join();
      if (contest !== null) {
        await contest.begun;
        if (!this.#isOver) await client.fight(contest);
        continue;
      }
      const { group, operation } = choice.pick(weighted);
      if (group === "contest" && this.#opensContest(operation, choice)) {
        continue;
      }
      await client.run(operation, this.#space.take(group, choice));
    }
  }

  /** Whether the operation is one that many do at once; it waits for them. */
  #opensContest(operation: ConsistencyOp, choice: SeededChoice): boolean {
    if (operation === "putIfAbsent") {
      this.#contests.open({ place: this.#space.fresh("contest") });
      return true;
    }
    if (operation !== "putIfMatch") return false;
    const place = this.#space.take("hot", choice);
    const version = place.log.recent.at(-1);
    if (version !== undefined) this.#contests.open({ place, version });
    return version !== undefined;
  }

  async #openClient(number: number): Promise<Client> {
    const { seed, partSizeBytes = PART_SIZE_BYTES } = this.#options;
    const { valueMinBytes = 0, valueMaxBytes = VALUE_MAX_BYTES } =
      this.#options;
    const min = Math.max(STAMPS_MIN, Math.ceil(valueMinBytes / STAMP_BYTES));
    let rival: Promise<Way> | undefined;
    return new Client({
      client: number,
      way: await this.#open(number),
      rival: () => rival ??= this.#open(number + 1),
      choice: new SeededChoice(seed, number),
      run: new SeededChoice(seed, -2).next(),
      valueStamps: {
        min,
        max: Math.max(min, Math.ceil(valueMaxBytes / STAMP_BYTES)),
      },
      partStamps: Math.max(STAMPS_MIN, Math.ceil(partSizeBytes / STAMP_BYTES)),
      nowNs: () => this.#nowNs(),
      note: (ended) => this.#note(ended),
    });
  }

  async #open(number: number): Promise<Way> {
    const { endpoints } = this.#options;
    const endpoint = number % endpoints.length;
    const found = endpoints[endpoint];
    if (found === undefined) throw new RangeError("There is no endpoint");
    if (found.connect === undefined) {
      return { endpoint, backend: found.backend };
    }
    const backend = await found.connect();
    this.#opened.push(backend);
    return { endpoint, backend };
  }

  #note(ended: EndedAttempt) {
    this.#endNs = Math.max(this.#endNs, ended.returnNs);
    const record = { id: ++this.#count, attempt: 1, ...ended };
    this.#options.keep?.(record);
    return this.#book.take(record);
  }
}
