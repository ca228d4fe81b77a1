/**
 * A lane of the core: one stream of operations on threads of its own. What is
 * asked of it here never waits for its storage, except to close it.
 */
import { FINDINGS_AT_ONCE, handleIn, handleSlot } from "./_library.ts";
import type { Library } from "./_library.ts";
import { readFindings } from "./_finding.ts";
import { laneBytes } from "./_lane_bytes.ts";
import { COUNTERS, type LaneCounters } from "./counters.ts";
import {
  LANE_OPS,
  type LaneOp,
  LATENCY_KINDS,
  type LatencyCounts,
  type LatencyKind,
  type UnitFinding,
} from "./evidence.ts";
import type { LaneSpec } from "./lane_spec.ts";
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

/** Waiting at its gate once made; must be closed before gate and space. */
export class CoreLane implements Disposable {
  readonly spec: LaneSpec;
  readonly #library: Library;
  readonly #counters = new BigUint64Array(COUNTERS.length);
  readonly #facts = new StructView(LAYOUTS.sv_histogram_facts);
  readonly #counts = new Map<string, BigUint64Array<ArrayBuffer>>();
  #handle: Deno.PointerObject | null;
  #joined: Promise<number> | null = null;
  #joining = false;

  /** Fails with NO_URING, LAYOUT, ALIGN, BOUND or what the kernel said. */
  constructor(library: Library, parents: LaneParents, spec: LaneSpec) {
    const slot = handleSlot();
    const { space, gate } = parents;
    library.must(
      library.symbols.sv_lane_create(space, gate, laneBytes(spec), slot),
      { operation: `make lane ${spec.lane}` },
    );
    this.spec = spec;
    this.#library = library;
    this.#handle = handleIn(slot);
  }

  /** Also after the lane ended; numbers of one moment, not of one instant. */
  counters(): LaneCounters {
    const { symbols } = this.#library;
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
    const facts = this.#facts;
    const key = `${op} ${kind}`;
    let counts = this.#counts.get(key);
    this.#histogram(op, kind, counts ?? null);
    if (counts === undefined) {
      // 264 KiB, so only for what has samples: most lanes fill two of six.
      const isEmpty = facts.number("count") === 0;
      counts = new BigUint64Array(isEmpty ? 0 : HISTOGRAM_LENGTH);
      if (!isEmpty) {
        this.#counts.set(key, counts);
        this.#histogram(op, kind, counts);
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

  /** Those since the last call; how many were dropped is a counter. */
  findings(): readonly UnitFinding[] {
    const { symbols, findings } = this.#library;
    const handle = this.#open("read findings");
    const found: UnitFinding[] = [];
    for (;;) {
      const count = this.#library.must(
        symbols.sv_lane_findings(handle, findings, FINDINGS_AT_ONCE),
        { operation: "read findings" },
      );
      found.push(...readFindings(findings, count));
      if (count < FINDINGS_AT_ONCE) return found;
    }
  }

  /** Asks it to finish what is in flight and end; returns at once. */
  stop(): void {
    this.#library.symbols.sv_lane_stop(this.#open("stop lane"));
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
      throw this.#library.misuse("close lane", "it is just being joined");
    }
    this.#library.symbols.sv_lane_destroy(this.#handle);
    this.#handle = null;
    this.#counts.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, "the lane is closed");
  }

  #histogram(
    op: LaneOp,
    kind: LatencyKind,
    counts: BigUint64Array<ArrayBuffer> | null,
  ): void {
    const status = this.#library.symbols.sv_lane_histogram(
      this.#open("read latencies"),
      LANE_OPS.indexOf(op),
      LATENCY_KINDS.indexOf(kind),
      counts,
      counts?.length ?? 0,
      this.#facts.bytes,
    );
    this.#library.must(status, { operation: "read latencies" });
  }

  async #join(): Promise<number> {
    const { symbols } = this.#library;
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
      return await this.#library.blocking(
        symbols.sv_lane_join(this.#open("join lane")),
      );
    } finally {
      this.#joining = false;
    }
  }
}
