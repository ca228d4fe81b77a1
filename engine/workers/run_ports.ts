/**
 * What the workers are handed to reach the world: targets, clock, usage and
 * texts. Nothing else of it is touched in this stage.
 */
import type {
  Backend,
  BlockFace,
  Digests,
  StoreFace,
} from "../../backends/mod.ts";
import type { ConsistencyEndpoint } from "../workloads/consistency/mod.ts";
import type { Plan, PlannedCasesStep } from "../plan/mod.ts";
import type { LoaderPorts } from "../workloads/loader/mod.ts";
import type { CopyPorts, CopySite } from "../workloads/pipeline/mod.ts";
import type { TableJournal, TablePorts } from "../workloads/table/mod.ts";
import type { OperationSink } from "./operation_sink.ts";
import type { Sample } from "./sample.ts";

/** The core's monotonic clock, and a way to wait by it. */
export interface RunClock {
  nowNs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleepMs(ms: number, signal: AbortSignal): Promise<void>;
}

/** What the whole process used since it started. */
export interface ProcessUsage {
  readonly userNs: number;
  readonly systemNs: number;
  readonly residentBytesMax: number;
}

/** Runs the cases of one step and emits one `case-ended` for each. */
export type CasesRunner = (asked: {
  readonly target: string;
  readonly step: PlannedCasesStep;
  readonly emit: (sample: Sample) => void;
  readonly signal: AbortSignal;
}) => Promise<void>;

/** Whether what a run loads is made, or opened by its oracle. */
export type OpenMode = "create" | "recover";

/** Where the attempts of clients are kept, line by line. */
export interface HistorySink {
  /** Never throws: what failed is told by `close`. */
  write(line: string): void;
  /** May be called again. `history` names it where it is kept. */
  close(): { readonly history?: string; readonly failure?: string };
}

/** What clients that fight over keys are handed. */
export interface ConsistencyPorts {
  /** Ways into a target, at least one. */
  endpoints(target: string): readonly ConsistencyEndpoint[];
  history(target: string, step: string): HistorySink;
}

/** What copies of objects are handed. */
export interface PipelinePorts {
  readonly copies: CopyPorts;
  site(target: string): CopySite;
  /** Puts stamped bytes; resolves to digests that the core did not make. */
  make(target: string, key: string, object: {
    readonly index: number;
    readonly sizeBytes: number;
    /** Both 16 hex digits. */
    readonly seed: string;
    readonly runId: string;
  }): Promise<Digests>;
}

/** What steps over tables are handed. */
export interface TableLoadPorts {
  readonly tables: TablePorts;
  /** The keys of a target. */
  backend(target: string): Backend;
  /** What writers of a step were told; nobody keeps it where absent. */
  journal?(target: string, step: string): TableJournal;
  /** Leaves tables where they are, also those that are whole. */
  readonly keeps?: boolean;
}

/** Everything that `runPlan()` works with. */
export interface RunPlanOptions {
  readonly plan: Plan;
  /** By name; `null` for a target that has no offsets to load. */
  readonly targets: ReadonlyMap<string, BlockFace | null>;
  /** By name: targets that take loads of keys. */
  readonly stores?: ReadonlyMap<string, StoreFace>;
  /**
   * `create` makes the files; `recover` judges files of an earlier run by
   * its oracle; a run that goes on may do one here and the other there, by the
   * target's name. `create` when absent.
   */
  readonly mode?: OpenMode | ((target: string) => OpenMode);
  emit(sample: Sample): void;
  readonly clock: RunClock;
  usage(): ProcessUsage;
  /** Name and text of a negative status, as `ENOSPC (no space left)`. */
  statusText(status: number): string;
  /**
   * File of the oracle of a target's offsets, or of its keys; `undefined`
   * keeps it in memory.
   */
  oraclePath(target: string, of: "offsets" | "keys"): string | undefined;
  /** Ends the run early: what is in flight finishes and is recorded. */
  readonly signal: AbortSignal;
  /**
   * Ends it now: lanes are left behind unjoined, for a process that is about
   * to exit while its storage hangs.
   */
  readonly hardSignal?: AbortSignal;
  readonly runCases?: CasesRunner;
  /** Absent: steps in which clients fight over keys are not run. */
  readonly consistency?: ConsistencyPorts;
  /** Absent: steps that copy objects are not run. */
  readonly pipeline?: PipelinePorts;
  /** Absent: steps that write tables are not run. */
  readonly table?: TableLoadPorts;
  /** Absent: steps over training data are not run. */
  readonly loader?: LoaderPorts;
  /** Absent: nobody asks for operations one by one. */
  readonly operations?: OperationSink;
}

/** A step of the plan that was never started. */
export interface StepNotRun {
  readonly target: string;
  readonly step: string;
  /** One sentence. */
  readonly reason: string;
}

/** How a run ended, beside what it emitted. */
export interface RunOutcome {
  /** The worst of its steps: failed before stopped before done. */
  readonly outcome: "done" | "stopped" | "failed";
  /** Sentences, in the order in which they happened. */
  readonly failures: readonly string[];
  readonly notRun: readonly StepNotRun[];
  /** Lanes may still hold the files: only exiting frees them. */
  readonly isAbandoned: boolean;
  /** What closing the targets failed with, after all was recorded. */
  readonly unclosed: readonly Error[];
}
