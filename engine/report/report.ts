/** What a person and a machine are told; nothing that must not is averaged. */
import type { LaneOp } from "../../backends/mod.ts";
import type {
  FaultPointCount,
  FindingRecording,
  IntervalRecording,
  LoggedOperations,
  MachineFacts,
} from "../recorder/mod.ts";
import type { CaseEnded, StepNotRun } from "../workers/mod.ts";
import type { LoaderJudgement } from "./loader_judgement.ts";
import type { PipelineJudgement } from "./pipeline_judgement.ts";
import type { TableJudgement } from "./table_judgement.ts";
import type { ConsistencyJudgement } from "./consistency_judgement.ts";
import type { LaneReport } from "./lane_report.ts";
import type { SampleWord } from "./sample_words.ts";
import type { SteadyStateReport } from "./steady_state_report.ts";

/** One run, judged. Saved as `report.json`; every rendering starts here. */
export interface Report extends LoggedOperations {
  readonly version: 1;
  readonly tool: string;
  readonly profile: string;
  readonly runId: string;
  readonly seed: string;
  /** Wall time, ISO 8601. */
  readonly startedAt: string;
  readonly durationNs: number;
  readonly machine: MachineFacts;
  readonly targets: readonly TargetReport[];
  /** The plan in words, without its run and seed; absent in earlier ones. */
  readonly planText?: readonly string[];
  /** What was armed, with what it did; empty in a clean run. */
  readonly faultsArmed: readonly string[];
  /** Points that were armed or reached; absent in a clean run. */
  readonly faultPoints?: readonly FaultPointCount[];
  readonly verdict: Verdict;
  readonly steps: readonly StepReport[];
  readonly notRun: readonly StepNotRun[];
  readonly cases: readonly CaseEnded[];
  /** Present exactly when clients fought over keys. */
  readonly consistency?: readonly ConsistencyJudgement[];
  /** Present exactly when objects were copied. */
  readonly pipeline?: readonly PipelineJudgement[];
  /** Present exactly when tables were written. */
  readonly table?: readonly TableJudgement[];
  /** Present exactly when training data was loaded; its lanes are in `steps`. */
  readonly loader?: readonly LoaderJudgement[];
  /** Summed over the steps. */
  readonly coverage: Coverage;
  readonly findings: readonly FindingReport[];
  readonly findingsOmitted: number;
  readonly objectives: readonly ObjectiveReport[];
  readonly client: ClientReport;
  readonly doubts: readonly string[];
  readonly failures: readonly string[];
}

/** A target as it was named and where it is. */
export interface TargetReport {
  readonly name: string;
  readonly url: string;
}

/** What the run comes to. The exit code of the command is `exit`. */
export interface Verdict {
  readonly outcome:
    | "pass"
    | "wrong"
    | "failed"
    | "inconclusive"
    | "objective missed"
    | "interrupted";
  readonly exit: 0 | 1 | 3 | 4 | 5 | 130;
  /** One sentence. */
  readonly sentence: string;
}

/** One step on one target. */
export interface StepReport {
  readonly target: string;
  readonly step: string;
  readonly outcome: "done" | "stopped" | "failed";
  /** Present exactly when the step was to end once its rate is steady. */
  readonly steadyState?: SteadyStateReport;
  /** Of the core's monotonic clock, as in `intervals`. */
  readonly startNs: number;
  readonly durationNs: number;
  readonly io: string;
  readonly lanes: number;
  readonly depth: number;
  readonly openLoop: boolean;
  readonly ops: readonly OpReport[];
  readonly coverage: Coverage;
  readonly intervals: readonly IntervalRecording[];
  /** Reads and writes that waited for another one on the same unit. */
  readonly conflicts: number;
  readonly overload: OverloadReport | null;
  readonly client: ClientReport;
  /** Of a step over keys: in objects what `coverage` has in bytes. */
  readonly objects?: ObjectCoverage;
  /** Of a step over keys: gets and puts by the size of their objects. */
  readonly sizes?: readonly SizeClassReport[];
  /** Of a step over a store: its requests. */
  readonly http?: HttpReport;
  /** Absent in reports of earlier versions. */
  readonly laneRows?: readonly LaneReport[];
}

/** Objects of a step, warm-up excluded, and keys as they are in the end. */
export interface ObjectCoverage {
  /** Puts and uploads that were acknowledged. */
  readonly put: number;
  /** Gets and range reads that were answered. */
  readonly got: number;
  /** Objects or ranges of which every byte was compared. */
  readonly compared: number;
  /** Acknowledged and not there. */
  readonly missing: number;
  /** Asked for and not there, as it should be or may be. */
  readonly absent: number;
  /** Keys left by a change without an answer. */
  readonly ambiguous: number;
  /** Compared with the weaker detection of small or repeated content. */
  readonly weak: number;
  readonly listed: number;
  /** Operations that found no key to act on. */
  readonly skipped: number;
  /** Checksums that the store returned, held against those of the bytes. */
  readonly checksums: number;
  /** Returned, and of a kind or of a body that could not be told here. */
  readonly checksumsUnknown: number;
  readonly keysLive: number;
  /** Uploads in parts that were begun and have no known end. */
  readonly uploadsOpen: number;
}

/** Gets or puts of objects of one size class. */
export interface SizeClassReport {
  /** Uploads in parts count as puts. */
  readonly op: "get" | "put";
  /** Largest object of the class; smaller classes have the smaller ones. */
  readonly uptoBytes: number;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly latency: Percentiles;
}

/** How a failed attempt ended, as the client tells it. */
export type HttpErrorClass =
  | "refused"
  | "resolve"
  | "reset"
  | "timeout"
  | "tls"
  | "truncated"
  | "broken"
  | "denied"
  | "missing"
  | "conflict"
  | "throttled"
  | "server"
  | "other";

/** Why an operation was tried again. */
export type RetryCause = "throttled" | "server" | "reset" | "timeout" | "other";

/** Requests of a step, warm-up included. */
export interface HttpReport {
  /** Requests that were sent, whatever came of them. */
  readonly attempts: number;
  /** Attempts beyond the first of an operation. */
  readonly retries: number;
  readonly retriesBy: Readonly<Record<RetryCause, number>>;
  /** Between attempts, over all operations. */
  readonly retryWaitNs: number;
  /** Attempts that failed, by how. */
  readonly errors: Readonly<Record<HttpErrorClass, number>>;
  readonly connectionsNew: number;
  readonly uploadsAborted: number;
}

/** One row per operation; latencies in ns, from merged histograms. */
export interface OpReport {
  readonly op: LaneOp;
  readonly count: number;
  readonly errors: number;
  readonly bytes: number;
  /** Whole: until the last lane ended. Steady: until the first one did. */
  readonly whole: Rate;
  readonly steady: Rate | null;
  readonly service: Percentiles | null;
  /** From the intended start; open loop only. */
  readonly response: Percentiles | null;
  /** Until the first byte of the answer; only of what returns a body. */
  readonly firstByte?: Percentiles;
}

/** How much in how long. Zero rates when nothing took any time. */
export interface Rate {
  readonly durationNs: number;
  readonly bytesPerSecond: number;
  readonly opsPerSecond: number;
}

/** Names of percentiles that may rest on too few samples. */
export type PercentileName = "p50" | "p90" | "p99" | "p99.9" | "p99.99";

/** Latencies of all operations of one kind, never averaged over parts. */
export interface Percentiles {
  readonly count: number;
  readonly over: number;
  readonly minNs: number;
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p99Ns: number;
  readonly p999Ns: number;
  readonly p9999Ns: number;
  readonly maxNs: number;
  /** Those with fewer than one sample beyond them to be expected. */
  readonly uncertain: readonly PercentileName[];
  /** HdrHistogram V2, compressed, base64. */
  readonly histogram: string;
}

/** Open loop: did the storage keep up? */
export interface OverloadReport {
  /** Done or failed, in the measured time. */
  readonly operations: number;
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  /** Operations that started more than 1 ms after their intent. */
  readonly lateStarts: number;
  readonly lateNsMax: number;
  readonly backlogMax: number;
  readonly isOverloaded: boolean;
}

/** In bytes. `compared` is what was read and held against the expected. */
export interface Coverage {
  readonly writtenBytes: number;
  readonly readBytes: number;
  readonly comparedBytes: number;
  /** Read, but never written by this run. */
  readonly skippedUnwrittenBytes: number;
  /** Read with verification off. */
  readonly skippedUncheckedBytes: number;
  /** Legal only because a write had failed or was cut off. */
  readonly ambiguousBytes: number;
  /** Legal only because a write was in flight. */
  readonly overlappedBytes: number;
  /** Compared, with the weaker detection of repeated content. */
  readonly weakBytes: number;
  readonly badUnits: number;
  /** Units written in the end, and those left with an unknown outcome. */
  readonly unitsWritten: number;
  readonly unitsUnsettled: number;
}

/** Evidence, with its class refined from all evidence of the target. */
export interface FindingReport extends FindingRecording {
  /** What a person should understand, in one sentence. */
  readonly sentence: string;
  /** Command that shows it again. */
  readonly again: string;
  /** What the words of its samples say of themselves, where they do. */
  readonly words?: readonly SampleWord[];
}

/** One objective on one target. */
export interface ObjectiveReport {
  readonly text: string;
  /** `all` when the objective is about the whole run. */
  readonly target: string;
  /** In the metric's base unit; `null` when there was nothing to measure. */
  readonly measured: number | null;
  readonly isMet: boolean;
  /** `undecided`: nothing measured, or on too few samples. */
  readonly outcome: "met" | "missed" | "undecided";
  readonly sentence: string;
}

/** What this client itself used, and whether it was the bottleneck. */
export interface ClientReport {
  /** Who sent the requests: `libcurl/7.88.1`; absent where none were sent. */
  readonly name?: string;
  readonly cpuCount: number;
  /** Cores busy on average, user and system. */
  readonly cores: number;
  /** Warm-up included, as it is in the CPU time. */
  readonly cpuNsPerOp: number | null;
  /** Of one core for each thread of the lane. */
  readonly laneBusiestPercent: number;
  readonly residentBytesMax: number;
  readonly isLimiting: boolean;
  readonly sentence: string;
}
