/**
 * A script lane: operations on the lane's own keys through a store's SDK, as
 * many at once as its depth says. Goes in: a context; comes out: a status.
 *
 * Design. One loop for each slot of the depth, all on one thread; whoever is
 * done first takes the next operation, so the order of choices is that of the
 * seed however the store answers.
 */
import { type ObjectOp, statusOf } from "../../../ffi/mod.ts";
import { Arrivals } from "./arrivals.ts";
import type { LaneContext, Moved } from "./lane_context.ts";
import type { CoreCounter } from "./lane_memory.ts";
import { OwnKeys } from "./list_check.ts";
import { getObject, getRange, headObject } from "./object_reads.ts";
import { OperationTrace } from "./operation_trace.ts";
import { deleteObject, putObject, uploadObject } from "./object_writes.ts";
import { ClientFailure } from "./store_client.ts";

const WARMING = 1;
const RUNNING = 2;
const DRAINING = 3;
const DONE = 4;
/** Later than this is late, as in the core. */
const LATE_NS = 1_000_000;
/** How soon a stop is heard while nothing is due. */
const NAP_MS = 50;

/** Numbers of operations in the core, for the first error. */
const NUMBERS: Readonly<Record<ObjectOp, number>> = {
  get: 3,
  range: 4,
  put: 5,
  upload: 6,
  head: 7,
  list: 8,
  delete: 9,
};

/** One run of one lane; made when its gate opens. */
export class ScriptLane {
  readonly #context: LaneContext;
  readonly #arrivals: Arrivals;
  readonly #ownKeys: OwnKeys;
  readonly #measureNs: number;
  readonly #deadlineNs: number;
  /** Of the thread when the lane began: loading the SDK is not its work. */
  readonly #cpuNs: number;
  #issuedOps = 0;
  #issuedBytes = 0;
  #errors = 0;
  #status = 0;
  /** Its choice of keys has none left. */
  #isThrough = false;
  #hasSteady = false;

  constructor(context: LaneContext) {
    const { spec, memory, clock, choice } = context;
    const startNs = clock.nowNs();
    this.#context = context;
    this.#cpuNs = clock.cpuNs();
    this.#ownKeys = new OwnKeys(context);
    this.#arrivals = new Arrivals(
      spec.arrival,
      startNs,
      () => choice.fraction(),
    );
    this.#measureNs = startNs + spec.warmupNs;
    this.#deadlineNs = spec.limitNs > 0
      ? this.#measureNs + spec.limitNs
      : Number.POSITIVE_INFINITY;
    memory.set("state", spec.warmupNs > 0 ? WARMING : RUNNING);
    memory.set("start_ns", this.#measureNs);
    memory.set("seek_seed", spec.seed);
  }

  /** 0, or the negative status of the first error of too many. */
  async run(): Promise<number> {
    const { spec, memory, clock } = this.#context;
    const slots = Array.from({ length: spec.depth }, () => this.#slot());
    await Promise.all(slots);
    const endNs = clock.nowNs();
    memory.set("end_ns", endNs);
    this.#context.firstEnd.tell(endNs);
    this.#takeSteady();
    memory.set("status", -this.#status);
    memory.set("state", DONE);
    return this.#status;
  }

  async #slot(): Promise<void> {
    while (!this.#isOver()) {
      this.#issuedOps++;
      const dueNs = this.#arrivals.take();
      if (dueNs !== null && !await this.#due(dueNs)) return;
      await this.#one(dueNs);
    }
    this.#context.memory.set("state", DRAINING);
  }

  #isOver(): boolean {
    const { spec, isStopped, clock } = this.#context;
    return isStopped() || this.#status !== 0 || this.#isThrough ||
      (spec.limitOps > 0 && this.#issuedOps >= spec.limitOps) ||
      (spec.limitBytes > 0 && this.#issuedBytes >= spec.limitBytes) ||
      clock.nowNs() >= this.#deadlineNs;
  }

  /** False when the lane is over before the time has come. */
  async #due(dueNs: number): Promise<boolean> {
    const { clock, memory, isStopped } = this.#context;
    for (;;) {
      const nowNs = clock.nowNs();
      const backlog = this.#arrivals.backlog(nowNs);
      memory.set("backlog", backlog);
      if (backlog > memory.get("backlog_max")) {
        memory.set("backlog_max", backlog);
      }
      if (isStopped() || this.#status !== 0) return false;
      if (nowNs >= dueNs) return true;
      if (dueNs >= this.#deadlineNs) return false;
      await clock.wait(Math.min(NAP_MS, (dueNs - nowNs) / 1e6));
    }
  }

  async #one(dueNs: number | null): Promise<void> {
    const { choice, memory, clock, states } = this.#context;
    const op = choice.op();
    const first = choice.key((index) =>
      states.isLive(index) && !states.isUnsettled(index)
    );
    if (first === null) {
      this.#isThrough = true;
      return;
    }
    const index = await this.#keyFor(op, first);
    if (index === null) {
      memory.add("writes_skipped");
      // So that a lane with nothing to act on still lets others run.
      await clock.wait(0);
      return;
    }
    const isWrite = op === "put" || op === "upload" || op === "delete";
    const { busy, kept } = this.#context;
    const startNs = clock.nowNs();
    const isWarmup = startNs < this.#measureNs;
    const trace = kept && new OperationTrace({
      ...{ op, place: index, startNs, intendedNs: dueNs, isWarmup },
    });
    if (dueNs !== null) this.#tellLate(startNs - dueNs);
    if (startNs >= this.#measureNs && memory.get("state") === WARMING) {
      memory.set("state", RUNNING);
    }
    memory.add("in_flight");
    try {
      const moved = await this.#carryOut(op, index, trace);
      const endNs = clock.nowNs();
      if (trace) kept?.add(trace.row({ ...moved, endNs, status: 0 }));
      this.#takeSteady();
      this.#issuedBytes += moved.bytes;
      this.#measured({ op, startNs, endNs, dueNs, moved });
    } catch (cause) {
      if (!(cause instanceof ClientFailure)) throw cause;
      const status = statusOf(cause.status) ?? -1;
      const endNs = clock.nowNs();
      if (trace) kept?.add(trace.row({ endNs, status }));
      this.#failed(op, index, status);
    } finally {
      memory.set("cpu_ns", clock.cpuNs() - this.#cpuNs);
      memory.add("in_flight", -1);
      if (isWrite) busy.delete(index);
    }
  }

  /**
   * A key from `first` on that the operation can act on, or `null`. That of a
   * write is busy from now on.
   */
  async #keyFor(op: ObjectOp, first: number): Promise<number | null> {
    const { spec, busy, states, memory, clock } = this.#context;
    if (op !== "put" && op !== "upload" && op !== "delete") return first;
    const suits = (index: number) =>
      !busy.has(index) && states.canIssue(index) &&
      (op !== "delete" || states.isLive(index));
    for (let hasWaited = false;; hasWaited = true) {
      for (let step = 0; step < spec.keyCount; step++) {
        const index = spec.firstKey +
          (first - spec.firstKey + step) % spec.keyCount;
        if (!suits(index)) continue;
        // At once: another slot may choose before this one goes on.
        busy.add(index);
        return index;
      }
      // All are busy, or none is there: only the first passes by itself.
      if (busy.size === 0 || this.#context.isStopped()) return null;
      if (!hasWaited) memory.add("conflicts");
      await clock.wait(1);
    }
  }

  #carryOut(
    op: ObjectOp,
    index: number,
    trace: OperationTrace | undefined,
  ): Promise<Moved> {
    const context = trace ? { ...this.#context, trace } : this.#context;
    switch (op) {
      case "get":
        return getObject(context, index);
      case "range":
        return getRange(context, index);
      case "put":
        return putObject(context, index);
      case "upload":
        return uploadObject(context, index);
      case "head":
        return headObject(context, index);
      case "list":
        return this.#ownKeys.list(context);
      case "delete":
        return deleteObject(context, index);
    }
  }

  /** What had been done when the first lane of the gate ended. */
  #takeSteady(): void {
    const { firstEnd, memory } = this.#context;
    if (this.#hasSteady || firstEnd.ns === 0) return;
    this.#hasSteady = true;
    const sum = (...names: readonly CoreCounter[]) =>
      names.reduce((total, name) => total + memory.get(name), 0);
    memory.set("steady_read_ops", sum("get_ops", "range_ops"));
    memory.set("steady_read_bytes", sum("get_bytes", "range_bytes"));
    memory.set("steady_write_ops", sum("put_ops", "upload_ops"));
    memory.set("steady_write_bytes", sum("put_bytes", "upload_bytes"));
    memory.set("steady_ns", firstEnd.ns);
  }

  #tellLate(lateNs: number): void {
    const { memory } = this.#context;
    if (lateNs > LATE_NS) memory.add("late_starts");
    if (lateNs > memory.get("late_ns_max")) memory.set("late_ns_max", lateNs);
  }

  #measured({ op, startNs, endNs, dueNs, moved }: {
    readonly op: ObjectOp;
    readonly startNs: number;
    readonly endNs: number;
    readonly dueNs: number | null;
    readonly moved: Moved;
  }): void {
    const { memory, clock } = this.#context;
    if (startNs < this.#measureNs) {
      memory.add("warmup_ops");
      return;
    }
    const sample = (ns: number) => ({ ns, bucket: clock.bucket(ns) });
    const service = sample(endNs - startNs);
    memory.add(counterOf(op, "ops"));
    memory.add(counterOf(op, "bytes"), moved.bytes);
    memory.record(op, "service", service);
    if (dueNs !== null) {
      memory.record(op, "response", sample(endNs - dueNs));
    }
    if (moved.firstByteNs !== undefined) {
      memory.record(op, "first-byte", sample(moved.firstByteNs - startNs));
    }
    if (op === "get") memory.recordSize("get", moved.bytes, service);
    if (op === "put" || op === "upload") {
      memory.recordSize("put", moved.bytes, service);
    }
  }

  #failed(op: ObjectOp, index: number, status: number): void {
    const { memory, spec } = this.#context;
    memory.add(counterOf(op, "errors"));
    if (this.#errors === 0) {
      memory.set("first_error_status", -status);
      memory.set("first_error_op", NUMBERS[op]);
      memory.set("first_error_offset", index);
    }
    this.#errors++;
    if (this.#errors > spec.errorsMax && this.#status === 0) {
      this.#status = status;
    }
  }
}

function counterOf(
  op: ObjectOp,
  what: "ops" | "bytes" | "errors",
): CoreCounter {
  return `${op}_${what}`;
}
