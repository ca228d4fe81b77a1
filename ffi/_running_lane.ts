/**
 * What all lanes of the core have in common, whatever they load: threads of
 * their own, counters, histograms, findings and an end. What is asked of them
 * here never waits for their storage, except to close them.
 */
import { FINDINGS_AT_ONCE, handleIn, handleSlot } from "./_library.ts";
import type { Library } from "./_library.ts";
import { readFindings } from "./_finding.ts";
import { COUNTERS, type LaneCounters } from "./counters.ts";
import {
  LANE_OPS,
  type LaneOp,
  LATENCY_KINDS,
  type LatencyCounts,
  type LatencyKind,
  type UnitFinding,
} from "./evidence.ts";
import type { KeepingLane, KeptColumns } from "./kept_columns.ts";
import { HISTOGRAM_LENGTH, LAYOUTS } from "./layout.ts";
import { StructView } from "./struct_view.ts";

const KEYS = COUNTERS.map((name) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
);
const DONE = 4n;
const ENDED_POLL_MS = 10;

/** What a lane is made on. */
export interface LaneParents {
  readonly space: Deno.PointerObject;
  readonly gate: Deno.PointerObject;
}

/** Buckets and facts of one histogram, as a call of the core fills them. */
export type HistogramCall = (
  handle: Deno.PointerObject,
  counts: BigUint64Array<ArrayBuffer> | null,
  facts: Uint8Array<ArrayBuffer>,
) => number;

/** Waiting at its gate once made; must be closed before gate and space. */
export abstract class RunningLane<Spec extends { readonly lane: number }>
  implements Disposable, KeepingLane {
  readonly spec: Spec;
  protected readonly library: Library;
  readonly #counters = new BigUint64Array(COUNTERS.length);
  readonly #facts = new StructView(LAYOUTS.sv_histogram_facts);
  readonly #counts = new Map<string, BigUint64Array<ArrayBuffer>>();
  readonly #lost = new BigUint64Array(1);
  #handle: Deno.PointerObject | null;
  #joined: Promise<number> | null = null;
  #joining = false;

  /** `create` stores the handle; it fails as the lane's own kind says. */
  constructor(
    library: Library,
    spec: Spec,
    create: (slot: BigUint64Array<ArrayBuffer>) => number,
  ) {
    const slot = handleSlot();
    library.must(create(slot), { operation: `make lane ${spec.lane}` });
    this.spec = spec;
    this.library = library;
    this.#handle = handleIn(slot);
  }

  /** Also after the lane ended; numbers of one moment, not of one instant. */
  counters(): LaneCounters {
    const { symbols } = this.library;
    const handle = this.#open("read counters");
    symbols.sv_lane_counters(handle, this.#counters, COUNTERS.length);
    const entries = KEYS.map((key, index): [string, number] => [
      key,
      Number(this.#counters[index] ?? 0n),
    ]);
    // KEYS are COUNTERS in camel case, which is how the type is derived too.
    return Object.fromEntries(entries) as LaneCounters;
  }

  /** `counts` stays as it is until the next call with the same arguments. */
  latency(op: LaneOp, kind: LatencyKind): LatencyCounts {
    const { symbols } = this.library;
    return this.histogram(
      `${op} ${kind}`,
      (handle, counts, facts) =>
        symbols.sv_lane_histogram(
          handle,
          LANE_OPS.indexOf(op),
          LATENCY_KINDS.indexOf(kind),
          counts,
          counts?.length ?? 0,
          facts,
        ),
    );
  }

  /** Those since the last call; how many were dropped is a counter. */
  findings(): readonly UnitFinding[] {
    const { symbols, findings } = this.library;
    const handle = this.#open("read findings");
    const found: UnitFinding[] = [];
    for (;;) {
      const count = this.library.must(
        symbols.sv_lane_findings(handle, findings, FINDINGS_AT_ONCE),
        { operation: "read findings" },
      );
      found.push(...readFindings(findings, count));
      if (count < FINDINGS_AT_ONCE) return found;
    }
  }

  /** Fails with STATE once its gate is open, or when it keeps them already. */
  keep(capacity: number): void {
    const operation = `keep operations of lane ${this.spec.lane}`;
    const { symbols } = this.library;
    const status = symbols.sv_lane_keep(this.#open(operation), capacity);
    this.library.must(status, { operation });
  }

  takeKept(columns: KeptColumns): number {
    const operation = `read operations of lane ${this.spec.lane}`;
    const status = this.library.symbols.sv_lane_kept(
      ...[this.#open(operation), columns.bytes] as const, // a tuple
      ...[columns.room, columns.count, this.#lost] as const, // as well
    );
    columns.count += this.library.must(status, { operation });
    return Number(this.#lost[0] ?? 0n);
  }

  /** Asks it to finish what is in flight and end; returns at once. */
  stop(): void {
    this.library.symbols.sv_lane_stop(this.#open("stop lane"));
  }

  /** Resolves when it ended, with its status: 0 or negative. */
  join(): Promise<number> {
    this.#joined ??= this.#join();
    return this.#joined;
  }

  /** Stops it and waits for what is in flight; harmless when repeated. */
  close(): void {
    if (this.#handle === null) return;
    if (this.#joining) {
      throw this.library.misuse("close lane", "it is just being joined");
    }
    this.library.symbols.sv_lane_destroy(this.#handle);
    this.#handle = null;
    this.#counts.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.library.misuse(operation, "the lane is closed");
  }

  /** Reads one histogram into a buffer of its own, named `key`. */
  protected histogram(key: string, call: HistogramCall): LatencyCounts {
    const facts = this.#facts;
    const handle = this.#open("read latencies");
    const read = (counts: BigUint64Array<ArrayBuffer> | null) => {
      this.library.must(call(handle, counts, facts.bytes), {
        operation: "read latencies",
      });
    };
    let counts = this.#counts.get(key);
    read(counts ?? null);
    if (counts === undefined) {
      // 264 KiB, so only for what has samples: most lanes fill two or three.
      const isEmpty = facts.number("count") === 0;
      counts = new BigUint64Array(isEmpty ? 0 : HISTOGRAM_LENGTH);
      if (!isEmpty) {
        this.#counts.set(key, counts);
        read(counts);
      }
    }
    const count = facts.number("count");
    return {
      counts,
      count,
      sumNs: facts.number("sum_ns"),
      minNs: count === 0 ? null : facts.number("min_ns"),
      maxNs: facts.number("max_ns"),
      over: facts.number("over"),
    };
  }

  async #join(): Promise<number> {
    const { symbols } = this.library;
    const state = new BigUint64Array(1);
    // About 32 blocking calls run at once, and file access of this process
    // shares their threads: a lane must not hold one while it runs.
    for (;;) {
      symbols.sv_lane_counters(this.#open("join lane"), state, 1);
      if (state[0] === DONE) break;
      await new Promise((resolve) => setTimeout(resolve, ENDED_POLL_MS));
    }
    this.#joining = true;
    try {
      return await this.library.blocking(
        symbols.sv_lane_join(this.#open("join lane")),
      );
    } finally {
      this.#joining = false;
    }
  }
}
