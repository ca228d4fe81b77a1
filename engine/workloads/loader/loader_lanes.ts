/**
 * Workers as lanes: they count as lanes of the core do, so that rows, tables
 * and coverage are made alike. Goes in: a body that all workers share; come
 * out: a gate and lanes.
 */
import type {
  Gate,
  KeptColumns,
  KeptOperation,
  Lane,
  LaneCounters,
  LaneOp,
  LatencyCounts,
  LatencyKind,
  UnitFinding,
} from "../../../backends/mod.ts";
import { LatencyBook } from "./latency_book.ts";
import { failureStatus } from "./storage_failure.ts";

type Counters = { -readonly [Name in keyof LaneCounters]: number };

/** Evidence kept of one lane between two looks; more is only counted. */
const FINDINGS_MAX = 10_000;
const RUNNING = 2;
const DONE = 4;

/** An operation of a lane under way: it ends once, or is given up. */
export interface BegunOperation {
  done(bytes: number): void;
  /** The world refused it. */
  failed(error: unknown): void;
}

/** What one worker has done. */
export class LoaderLane implements Omit<Lane, "spec"> {
  readonly spec: { readonly lane: number };
  readonly #now: Counters;
  readonly #books = new Map<LaneOp, LatencyBook>();
  readonly #ended: Promise<void>;
  readonly #stop: () => void;
  readonly #nowNs: () => number;
  #kept: KeptOperation[] = [];
  /** How many are kept until they are taken; 0: nobody asks for them. */
  #keeps = 0;
  #lost = 0;
  #findings: UnitFinding[] = [];

  constructor(lane: number, of: {
    readonly counters: LaneCounters;
    readonly ended: Promise<void>;
    readonly stop: () => void;
    readonly nowNs: () => number;
  }) {
    this.spec = { lane };
    this.#now = { ...of.counters };
    this.#ended = of.ended;
    this.#stop = of.stop;
    this.#nowNs = of.nowNs;
  }

  begin(atNs: number): void {
    this.#now.startNs = atNs;
    this.#now.state = RUNNING;
  }

  finish(atNs: number): void {
    this.#now.endNs = atNs;
    this.#now.state = DONE;
  }

  /** Of that sample or shard, `offset` bytes behind the start of its file. */
  begun(op: "read" | "write", number: number, offset = 0): BegunOperation {
    const startNs = this.#nowNs();
    const row = {
      ...{ op, startNs, offset, place: number, attempts: 1 },
      ...{ intendedNs: null, firstByteNs: null, generation: 0 },
      isWarmup: false,
    };
    return {
      done: (bytes) => {
        const endNs = this.#nowNs();
        this.#now[`${op}Ops`]++;
        this.#now[`${op}Bytes`] += bytes;
        let book = this.#books.get(op);
        if (book === undefined) this.#books.set(op, book = new LatencyBook());
        book.add(endNs - startNs);
        this.#keep({ ...row, bytes, endNs, status: 0 });
      },
      failed: (error) => {
        this.#now[`${op}Errors`]++;
        const endNs = this.#nowNs();
        this.#keep({ ...row, bytes: 0, endNs, status: failureStatus(error) });
      },
    };
  }

  keep(capacity: number): void {
    this.#keeps = capacity;
  }

  takeKept(columns: KeptColumns): number {
    const count = Math.min(this.#kept.length, columns.room - columns.count);
    for (const row of this.#kept.splice(0, count)) columns.add(row);
    return this.#lost;
  }

  /** Bytes of what coverage counts. */
  cover(
    part: "Written" | "Read" | "Compared" | "Unwritten" | "Ambiguous",
    bytes: number,
  ): void {
    this.#now[`units${part}`] += bytes;
  }

  /** Evidence; `more` is what was found beside and is not kept. */
  found(findings: readonly UnitFinding[], more = 0): void {
    const room = Math.max(0, FINDINGS_MAX - this.#findings.length);
    this.#findings.push(...findings.slice(0, room));
    this.#now.unitsBad += findings.length + more;
    this.#now.findingsDropped += Math.max(0, findings.length - room) + more;
  }

  counters(): LaneCounters {
    return { ...this.#now };
  }

  latency(op: LaneOp, _kind: LatencyKind): LatencyCounts {
    return (this.#books.get(op) ?? new LatencyBook()).counts();
  }

  findings(): readonly UnitFinding[] {
    const findings = this.#findings;
    this.#findings = [];
    return findings;
  }

  stop(): void {
    this.#stop();
  }

  async join(): Promise<number> {
    await this.#ended;
    return 0;
  }

  close(): void {}

  #keep(row: KeptOperation): void {
    if (this.#keeps === 0) return;
    if (this.#kept.length < this.#keeps) this.#kept.push(row);
    else this.#lost++;
  }
}

/** What all workers do together; the signal ends it early. */
export type LoaderBody = (
  lanes: readonly LoaderLane[],
  signal: AbortSignal,
) => Promise<void>;

export interface LoaderLanesOptions {
  readonly count: number;
  readonly body: LoaderBody;
  readonly counters: () => LaneCounters;
  readonly nowNs: () => number;
  /** Whether the storage, and not this program, is to blame. */
  readonly isWorld: (error: unknown) => boolean;
}

/** Lanes of one step, and the gate that starts them. */
export class LoaderLanes implements Gate {
  readonly lanes: readonly LoaderLane[];
  readonly #options: LoaderLanesOptions;
  readonly #stopped = new AbortController();
  readonly #ended = Promise.withResolvers<void>();
  #failure: unknown = null;
  #isOpen = false;

  constructor(options: LoaderLanesOptions) {
    this.#options = options;
    // Nobody may have joined yet when it fails.
    this.#ended.promise.catch(() => {});
    this.lanes = Array.from(
      { length: options.count },
      (_, lane) =>
        new LoaderLane(lane, {
          counters: options.counters(),
          ended: this.#ended.promise,
          stop: () => this.stop(),
          nowNs: options.nowNs,
        }),
    );
  }

  /** Throws what the world failed with, once all lanes have ended. */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#run().then(this.#ended.resolve, this.#ended.reject);
  }

  stop(): void {
    this.#stopped.abort();
    if (!this.#isOpen) this.#ended.resolve();
  }

  close(): void {}

  async #run(): Promise<void> {
    const { body, isWorld, nowNs } = this.#options;
    for (const lane of this.lanes) lane.begin(nowNs());
    try {
      await body(this.lanes, this.#stopped.signal);
    } catch (error) {
      if (!isWorld(error)) throw error;
      this.#failure = error;
    } finally {
      for (const lane of this.lanes) lane.finish(nowNs());
    }
  }
}
