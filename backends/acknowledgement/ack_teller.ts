/**
 * Tells another host what is durable, ten times a second, as long as a run
 * goes. Goes in: the logs of its spaces; comes out: records on their way.
 *
 * Design: what a sync covers is told after it returned and never before, so
 * what the other host has is at any moment a lower bound of what is durable. It
 * may be up to a tenth of a second behind, more where the way is slow: then
 * what waits becomes one larger record, and nobody waits for it.
 */
import type { SpaceLog } from "../block.ts";
import type { SpaceSpec } from "../../ffi/mod.ts";
import type { AckRecord } from "./ack_record.ts";
import type { SpaceTeller } from "./acknowledged_face.ts";
import { AckGatherer } from "./gather.ts";

/** What the teller speaks into. */
export interface AckWay {
  send(record: AckRecord): void;
  readonly isIdle: boolean;
  check(): void;
  readonly lost: AbortSignal;
}

/** Who tells, and by what clock. */
export interface AckTellerOptions {
  readonly way: AckWay;
  readonly runId: string;
  /** `run.json` and `plan.json`, by which a reader finds the storage. */
  readonly state: string;
  readonly plan: string;
  /** Wall time. */
  nowMs(): number;
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
}

interface ToldSpace {
  readonly number: number;
  readonly log: SpaceLog;
  readonly gatherer: AckGatherer;
  dropped: number;
}

const TURN_MS = 100;
const ALIVE_MS = 1000;
/** Characters of one piece of a plan: far below what a record may have. */
const PLAN_PIECE = 100_000;

/** One run's; `run()` it beside the run, and `finish()` it after. */
export class AckTeller implements SpaceTeller {
  readonly #options: AckTellerOptions;
  readonly #spaces = new Set<ToldSpace>();
  /** Closed, and not told of to the end. */
  readonly #ended = new Set<ToldSpace>();
  readonly #over = new AbortController();
  #opened = 0;
  #toldMs: number;
  #dropped = 0;

  constructor(options: AckTellerOptions) {
    this.#options = options;
    this.#toldMs = options.nowMs();
    const { plan, runId, state } = options;
    this.#send({ kind: "run", runId, state });
    for (let at = 0; at < plan.length; at += PLAN_PIECE) {
      this.#send({ kind: "plan", text: plan.slice(at, at + PLAN_PIECE) });
    }
  }

  /** Records of the logs that came faster than they were read. */
  get dropped(): number {
    return this.#dropped;
  }

  begin(target: string, spec: SpaceSpec, log: SpaceLog): { end(): void } {
    const space = this.#opened++;
    const { fileBytes, files, unitBytes } = spec;
    const fileUnits = fileBytes / unitBytes;
    const gatherer = new AckGatherer({ space, unitBytes });
    const told = { number: space, log, gatherer, dropped: 0 };
    this.#spaces.add(told);
    this.#send({
      kind: "space",
      ...{ space, target, unitBytes, fileUnits },
      files: files.length,
    });
    return {
      end: () => {
        this.#take(told);
        this.#spaces.delete(told);
        this.#ended.add(told);
        this.turn();
      },
    };
  }

  /** Tells until `finish()`, or until the way is lost. */
  async run(): Promise<void> {
    const { sleepMs, way } = this.#options;
    const end = AbortSignal.any([this.#over.signal, way.lost]);
    while (!end.aborted) {
      await sleepMs(TURN_MS, end);
      this.turn();
    }
  }

  /** Tells what came since the last turn, if the last was taken. */
  turn(): void {
    const { nowMs, way } = this.#options;
    way.check();
    for (const space of this.#spaces) this.#take(space);
    if (!way.isIdle || way.lost.aborted) return;
    for (const space of [...this.#spaces, ...this.#ended]) this.#tell(space);
    this.#ended.clear();
    if (nowMs() - this.#toldMs >= ALIVE_MS) this.#send({ kind: "alive" });
  }

  /** Tells the rest, and how it ended: `outcome` is the verdict's word. */
  finish(outcome: string): void {
    this.#over.abort();
    for (const space of [...this.#spaces, ...this.#ended]) this.#tell(space);
    this.#ended.clear();
    this.#send({ kind: "end", outcome });
  }

  #take(space: ToldSpace): void {
    space.gatherer.take(space.log.read());
    const { dropped } = space.log.facts();
    this.#dropped += dropped - space.dropped;
    if (dropped > space.dropped) {
      const records = dropped - space.dropped;
      this.#send({ kind: "dropped", space: space.number, records });
    }
    space.dropped = dropped;
  }

  #tell({ gatherer }: ToldSpace): void {
    for (const record of gatherer.flush()) this.#send(record);
  }

  #send(record: Parameters<typeof stamped>[0]): void {
    const atMs = this.#options.nowMs();
    this.#toldMs = atMs;
    this.#options.way.send(stamped(record, atMs));
  }
}

type Unstamped<R = AckRecord> = R extends AckRecord ? Omit<R, "atMs"> : never;

function stamped(record: Unstamped, atMs: number): AckRecord {
  return { ...record, atMs };
}
