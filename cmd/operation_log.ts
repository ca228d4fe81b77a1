/**
 * `run --op-log FILE`: each operation of a run as a row of an Arrow file that is
 * written while the run goes on. Goes in: lanes that keep their operations, and
 * operations of steps without lanes; comes out: a file, and what is in it.
 *
 * Design. Lanes keep operations in rings; the rings are emptied ten times a
 * second into columns that the file takes as they are. Nothing here grows: a
 * ring that is full and a disk that is slow cost rows, and the rows are counted.
 */
import type {
  KeptStep,
  OperationLogRecording,
  OperationSink,
  Plan,
  ToldOperation,
} from "../engine/mod.ts";
import { CLIENT_OPERATIONS } from "../engine/mod.ts";
import type {
  ArrowColumn,
  ArrowWriter,
  OperationSpan,
  OperationWords,
} from "../engine/report/arrow/mod.ts";
import { KeptColumns, LANE_OPS, statusName } from "../ffi/mod.ts";
import type { Args, Flag } from "./command.ts";
import { type Context, WriteFailed } from "./context.ts";
import { OperationCounts, type StepOf } from "./operation_counts.ts";
import { OperationFile } from "./operation_file.ts";
import { absolutePath } from "./store/absolute_path.ts";

/** How often the rings are emptied. */
const TURN_MS = 100;
/** Of all lanes of a step together: 38 MB, and half a second of a fast disk. */
const RING_ROWS = 1 << 19;
const RING_ROWS_MIN = 1 << 10;
/** Rows of one batch of the file. */
const BATCH_ROWS = 1 << 16;
/**
 * Batches of a turn, for a CPU: a row costs 0.2 us, and more than a twentieth of
 * the host would be taken from lanes that do nothing but count.
 */
const BATCHES_A_CPU = 0.5;
const BATCHES_MAX = 4;
/** More that waits for the disk than that, and rings are left as they are. */
const WAITING_BYTES_MAX = 64 * 2 ** 20;
/** Operations of steps without lanes that wait for a turn. */
const TOLD_MAX = 100_000;
/** Words for what steps without lanes do, beside those of clients. */
const STEP_OPS = ["copy", "read-back", "append", "snapshot"];

/** The flag as `run` lists it. */
export const OP_LOG_FLAG: Flag = {
  name: "op-log",
  value: "FILE",
  summary: "Write each operation as a row of an Arrow file",
};

/** Lanes under way. */
interface Watched {
  readonly step: KeptStep;
  /** By lane: lost so far. */
  readonly lost: number[];
}

/** Keeps operations until `finish()`; writes none before `begin()`. */
export class OperationLog implements OperationSink {
  readonly #parts: OperationLogParts;
  readonly #over = new AbortController();
  readonly #turning: Promise<void>;
  readonly #rows = new KeptColumns(BATCH_ROWS);
  readonly #watched = new Set<Watched>();
  readonly #counts = new OperationCounts();
  /** The lane to begin with, of all that are watched. */
  #first = 0;
  #told: ToldOperation[] = [];
  #finished: Promise<OperationLogRecording> | null = null;
  #failure: WriteFailed | null = null;

  private constructor({ clock }: Context, parts: OperationLogParts) {
    this.#parts = parts;
    this.#turning = this.#turn(clock);
    // A bug in there ends the run in order, by what `finish()` rejects with.
    this.#turning.catch(() => {});
  }

  /** `undefined` without the flag; fails with `WriteFailed`. */
  static async open(
    context: Context,
    args: Pick<Args, "text">,
    { plan, faultsArmed }: {
      readonly plan: Plan;
      readonly faultsArmed: readonly string[];
    },
  ): Promise<OperationLog | undefined> {
    const typed = args.text(OP_LOG_FLAG.name);
    if (typed === undefined) return undefined;
    const arrow = await import("../engine/report/arrow/mod.ts");
    const file = await OperationFile.open(
      ...[absolutePath(context.cwd, typed), typed] as const, // a pair
    );
    const words = wordsOf(plan);
    const writer = await arrow.ArrowWriter.open(
      factsOf(plan, faultsArmed),
      (bytes) => file.put(bytes),
      arrow.toldColumns([], words),
    );
    return new OperationLog(context, { file, arrow, words, writer });
  }

  /** The run cannot be refused any more: the file becomes its own. */
  begin(): void {
    this.#parts.file.begin();
  }

  lanes(step: KeptStep): { end(): void } {
    const share = Math.floor(RING_ROWS / Math.max(1, step.lanes.length));
    const capacity = 2 ** Math.floor(Math.log2(Math.max(RING_ROWS_MIN, share)));
    for (const { keep } of step.lanes) {
      if (keep === undefined) {
        throw new TypeError(`Lanes of "${step.step}" keep no operations`);
      }
    }
    for (const lane of step.lanes) lane.keep?.(capacity);
    this.#counts.begin(step);
    const watched = { step, lost: [] };
    this.#watched.add(watched);
    return {
      end: () => {
        this.#watched.delete(watched);
        while (this.#empty([watched]) === BATCH_ROWS);
      },
    };
  }

  one(operation: ToldOperation): void {
    if (this.#told.length >= TOLD_MAX) this.#counts.lost(operation, 1);
    else this.#told.push(operation);
  }

  /** Ends the file; what it failed with is part of what is told. */
  finish(): Promise<OperationLogRecording> {
    this.#finished ??= this.#finish();
    return this.#finished;
  }

  /** Why the file is cut, once it is finished; `null`: it is whole. */
  get failure(): WriteFailed | null {
    return this.#failure;
  }

  async #finish(): Promise<OperationLogRecording> {
    const { file } = this.#parts;
    this.#over.abort();
    try {
      await this.#turning;
      if (file.hasBegun) {
        this.#tell();
        await this.#end();
      }
    } finally {
      await file.close();
    }
    this.#counts.settle(file.putBytes);
    const steps = this.#counts.end();
    const sum = (of: "kept" | "lost") =>
      steps.reduce((total, step) => total + step[of], 0);
    return {
      path: file.path,
      kept: sum("kept"),
      lost: sum("lost"),
      steps,
      ...(this.#failure === null ? {} : { failure: this.#failure.message }),
    };
  }

  async #end(): Promise<void> {
    const { file, writer } = this.#parts;
    try {
      await writer.close();
      await file.sync();
    } catch (error) {
      this.#failure = new WriteFailed(`write "${file.path}"`, error);
    }
  }

  /**
   * Moves what lanes kept into one batch; says how many rows it has. The next
   * one begins behind the lane that filled this one, or lanes behind a fast one
   * would never be asked.
   */
  #empty(watched: Iterable<Watched>): number {
    const rows = this.#rows;
    const spans: OperationSpan[] = [];
    rows.count = 0;
    const lanes = [...watched].flatMap(({ lost, step }) =>
      step.lanes.map((lane, index) => ({ lane, index, lost, step }))
    );
    const first = lanes.length === 0 ? 0 : this.#first % lanes.length;
    const turn = [...lanes.slice(first), ...lanes.slice(0, first)];
    for (const [at, { lane, index, lost, step }] of turn.entries()) {
      const from = rows.count;
      const lostNow = lane.takeKept?.(rows) ?? 0;
      this.#counts.lost(step, lostNow - (lost[index] ?? 0));
      lost[index] = lostNow;
      spans.push({
        ...{ from, to: rows.count, target: step.target, step: step.step },
        lane: lane.spec.lane,
        keyName: (place) => step.keyName(place),
      });
      if (rows.count === BATCH_ROWS && from < BATCH_ROWS) {
        this.#first = first + at + 1;
      }
    }
    const { arrow, words } = this.#parts;
    this.#add(
      spans.map(({ from, to, ...of }) => ({ of, rows: to - from })),
      () => arrow.keptColumns(rows.copy(), spans, words),
    );
    return rows.count;
  }

  #tell(): void {
    const told = this.#told;
    this.#told = [];
    const { arrow, words } = this.#parts;
    this.#add(
      told.map((of) => ({ of, rows: 1 })),
      () => arrow.toldColumns(told, words),
    );
  }

  /** One batch, and whose rows are in it. */
  #add(
    shares: readonly { readonly of: StepOf; readonly rows: number }[],
    columns: () => ArrowColumn[],
  ): void {
    const some = shares.filter(({ rows }) => rows > 0);
    if (some.length === 0) return;
    const { writer } = this.#parts;
    const hasFailed = writer.failure !== null;
    if (!hasFailed) writer.add(columns());
    for (const { of, rows } of some) {
      if (hasFailed) this.#counts.lost(of, rows);
      else this.#counts.waits(of, rows, writer.addedBytes);
    }
  }

  async #turn(clock: Context["clock"]): Promise<void> {
    const { file, writer } = this.#parts;
    const share = Math.floor(navigator.hardwareConcurrency * BATCHES_A_CPU);
    const batches = Math.min(BATCHES_MAX, Math.max(1, share));
    while (!this.#over.signal.aborted) {
      await clock.sleepMs(TURN_MS, this.#over.signal);
      this.#counts.settle(file.putBytes);
      for (let batch = 0; batch < batches; batch++) {
        if (writer.waitingBytes > WAITING_BYTES_MAX) break;
        this.#tell();
        if (this.#empty(this.#watched) < BATCH_ROWS) break;
      }
    }
  }
}

interface OperationLogParts {
  readonly file: OperationFile;
  readonly arrow: typeof import("../engine/report/arrow/mod.ts");
  readonly words: OperationWords;
  readonly writer: ArrowWriter;
}

function wordsOf({ targets }: Plan): OperationWords {
  const steps = targets.flatMap((one) => one.steps.map(({ name }) => name));
  return {
    targets: targets.map(({ name }) => name),
    steps: [...new Set(steps)],
    ops: [...new Set([...LANE_OPS, ...STEP_OPS, ...CLIENT_OPERATIONS])],
    statusName,
  };
}

function factsOf(
  plan: Plan,
  faultsArmed: readonly string[],
): (readonly [string, string])[] {
  const armed = `FAULTS ARMED: ${faultsArmed.join(", ")}`;
  return [
    ...(faultsArmed.length > 0 ? [["faults_armed", armed] as const] : []), // a pair
    ["run", plan.runId],
    ["profile", plan.profile.name],
    ["clock", "CLOCK_MONOTONIC of the host, ns, as startNs of the steps"],
  ];
}
