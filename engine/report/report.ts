/**
 * What a person and a machine are told. Everything here was measured or
 * follows from what was; nothing is averaged that must not be.
 */
import type { LaneOp } from "../../backends/mod.ts";
import type {
  FindingRecording,
  IntervalRecording,
  MachineFacts,
} from "../recorder/mod.ts";
import type { CaseEnded } from "../workers/mod.ts";

export interface Report {
  readonly version: 1;
  readonly tool: string;
  readonly profile: string;
  readonly runId: string;
  readonly seed: string;
  readonly startedAt: string;
  readonly durationNs: number;
  readonly machine: MachineFacts;
  readonly faultsArmed: readonly string[];
  readonly verdict: Verdict;
  readonly steps: readonly StepReport[];
  readonly cases: readonly CaseEnded[];
  readonly coverage: Coverage;
  readonly findings: readonly FindingReport[];
  readonly findingsOmitted: number;
  readonly objectives: readonly ObjectiveReport[];
  readonly client: ClientReport;
  readonly doubts: readonly string[];
  readonly failures: readonly string[];
}

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

export interface StepReport {
  readonly target: string;
  readonly step: string;
  readonly outcome: "done" | "stopped" | "failed";
  readonly durationNs: number;
  readonly io: string;
  readonly lanes: number;
  readonly depth: number;
  readonly openLoop: boolean;
  readonly ops: readonly OpReport[];
  readonly coverage: Coverage;
  readonly intervals: readonly IntervalRecording[];
  readonly conflicts: number;
  readonly overload: OverloadReport | null;
  readonly client: ClientReport;
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
}

export interface Rate {
  readonly durationNs: number;
  readonly bytesPerSecond: number;
  readonly opsPerSecond: number;
}

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
  /** HdrHistogram V2, compressed, base64. */
  readonly histogram: string;
}

/** Open loop: did the storage keep up? */
export interface OverloadReport {
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
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
  readonly skippedUnwrittenBytes: number;
  readonly skippedUncheckedBytes: number;
  readonly ambiguousBytes: number;
  readonly overlappedBytes: number;
  readonly weakBytes: number;
  readonly badUnits: number;
  /** Units written in the end, and those left with an unknown outcome. */
  readonly unitsWritten: number;
  readonly unitsUnsettled: number;
}

export interface FindingReport extends FindingRecording {
  /** What a person should understand, in one sentence. */
  readonly sentence: string;
  /** Command that shows it again. */
  readonly again: string;
}

export interface ObjectiveReport {
  readonly text: string;
  readonly target: string;
  readonly measured: number | null;
  readonly isMet: boolean;
  readonly sentence: string;
}

export interface ClientReport {
  readonly cpuCount: number;
  /** Cores busy on average, user and system. */
  readonly cores: number;
  readonly cpuNsPerOp: number | null;
  readonly laneBusiestPercent: number;
  readonly residentBytesMax: number;
  readonly isLimiting: boolean;
  readonly sentence: string;
}
