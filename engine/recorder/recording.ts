/**
 * All that happened in a run, with nothing judged. Plain JSON: histograms are
 * HdrHistogram V2 strings, so that other tools can read them.
 */
import type {
  LaneCounters,
  LaneOp,
  LatencyKind,
  ObjectSpaceFacts,
  SpaceFacts,
} from "../../backends/mod.ts";
import type { Plan } from "../plan/mod.ts";
import type {
  CaseEnded,
  ConsistencyEnded,
  LoaderEnded,
  PipelineEnded,
  SteadyReached,
  StepNotRun,
  TableEnded,
} from "../workers/mod.ts";
import type { LoggedOperations } from "./operation_log_recording.ts";

/** A run from its first sample to its last. */
export interface Recording extends LoggedOperations {
  readonly version: 1;
  /** Name and version of this program, as `stor-verify 0.1.0`. */
  readonly tool: string;
  /** Wall time, ISO 8601; all other times are monotonic. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly plan: Plan;
  readonly machine: MachineFacts;
  /** Faults that were armed; such a run is never a clean one. */
  readonly faultsArmed: readonly string[];
  /** What its fault points did; absent in a run without any armed. */
  readonly faultPoints?: readonly FaultPointCount[];
  /** Flags that later commands about the run need; absent: none. */
  readonly repeat?: readonly string[];
  /** Flags that the run was asked for with, but for targets and seed. */
  readonly rerun?: readonly string[];
  readonly interrupted: boolean;
  readonly steps: readonly StepRecording[];
  readonly cases: readonly CaseEnded[];
  /** Present exactly when clients fought over keys. */
  readonly consistency?: readonly ConsistencyEnded[];
  /** Present exactly when objects were copied. */
  readonly pipeline?: readonly PipelineEnded[];
  /** Present exactly when tables were written. */
  readonly table?: readonly TableEnded[];
  /** Present exactly when training data was loaded. */
  readonly loader?: readonly LoaderRecording[];
  /** Steps of the plan that never started, each with its reason. */
  readonly notRun: readonly StepNotRun[];
}

/** One fault point over a whole run, reached at least once or armed. */
export interface FaultPointCount {
  readonly point: string;
  readonly reached: number;
  /** Times it changed what happened. */
  readonly fired: number;
}

/** The host that ran it: numbers of different hosts do not compare. */
export interface MachineFacts {
  readonly host: string;
  readonly kernel: string;
  readonly cpu: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly clockSource: string;
  readonly stampKernel: string;
}

/** One step on one target. */
export interface StepRecording {
  readonly target: string;
  readonly step: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly outcome: "done" | "stopped" | "failed";
  readonly failure?: string;
  /** Why it ended early; absent: it did not. */
  readonly steady?: SteadyReached;
  readonly intervals: readonly IntervalRecording[];
  readonly lanes: readonly LaneRecording[];
  /** Merged over the lanes, every operation. */
  readonly latency: readonly LatencyRecording[];
  readonly findings: readonly FindingRecording[];
  /** Findings not kept here because there were too many. */
  readonly findingsOmitted: number;
  /** `null` when the space never opened or was left behind. */
  readonly space: SpaceFacts | null;
  /** Of a step over keys; `null` when nobody could be asked any more. */
  readonly objects?: ObjectSpaceFacts | null;
  /** Of a step over keys: gets and puts by size, those that happened. */
  readonly sizes?: readonly SizeClassRecording[];
  readonly userNs: number;
  readonly systemNs: number;
  readonly residentBytesMax: number;
}

/** One second of a step: differences, not totals. */
export interface IntervalRecording {
  /** Of the measured part: not before the first lane began to measure. */
  readonly startNs: number;
  readonly endNs: number;
  /** Nothing is measured yet, or some operations of the warm-up ended here. */
  readonly isWarmup: boolean;
  /** Operations on keys only where they happened. */
  readonly ops:
    & Readonly<Record<"read" | "write" | "sync", IntervalOp>>
    & Readonly<Partial<Record<LaneOp, IntervalOp>>>;
  readonly findings: number;
  readonly backlog: number;
}

/**
 * Percentiles count from the intended start in an open loop (response) and
 * from the real one in a closed loop (service).
 */
export interface IntervalOp {
  readonly count: number;
  readonly bytes: number;
  readonly errors: number;
  readonly meanNs: number | null;
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
  /** Absent while empty, and in recordings of earlier versions. */
  readonly p90Ns?: number | null;
  readonly p999Ns?: number | null;
  /** The same latencies in coarse classes: see `classCounts()`. */
  readonly classes?: readonly number[];
  /** V2 compressed, of this interval alone; absent while empty. */
  readonly histogram?: string;
  /** The same from the intended start; open loop only. */
  readonly responseHistogram?: string;
  /** Until the first byte of the answer; only of what returns a body. */
  readonly firstByteHistogram?: string;
}

/** How one lane ended. */
export interface LaneRecording {
  readonly lane: number;
  readonly status: number;
  readonly counters: LaneCounters;
}

/** One histogram of a step, with what its buckets cannot say exactly. */
export interface LatencyRecording {
  readonly op: LaneOp;
  readonly kind: LatencyKind;
  /** HdrHistogram V2, compressed, base64. */
  readonly histogram: string;
  readonly count: number;
  /** Of the samples inside the range. */
  readonly meanNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  /** Samples above the range, in `count` but in no bucket. */
  readonly over: number;
}

/** Gets or puts of objects of one size class. */
export interface SizeClassRecording {
  /** Uploads in parts count as puts. */
  readonly op: "get" | "put";
  /** Largest object of the class; smaller classes have the smaller ones. */
  readonly uptoBytes: number;
  readonly bytes: number;
  readonly latency: Omit<LatencyRecording, "op" | "kind">;
}

/** What a step over training data has beside its lanes. */
export interface LoaderRecording extends Omit<LoaderEnded, "hits"> {
  /** Of cache hits; absent where there were none. */
  readonly hits?: Omit<LatencyRecording, "op" | "kind">;
}

/** A finding as it is kept: identities as text, samples as hex. */
export interface FindingRecording {
  readonly class: string;
  readonly target: string;
  readonly step: string;
  /** Name of the file, or of the key. */
  readonly file: string;
  /** Number of the key, and what saw it; absent where there are no keys. */
  readonly key?: number;
  readonly op?: LaneOp;
  readonly lane: number;
  readonly atNs: number;
  readonly offsetBytes: number;
  readonly unit: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
  readonly found: {
    readonly object: string;
    readonly unit: number;
    readonly generation: number;
    readonly run: string;
    readonly sequence: number;
  } | null;
  readonly firstBadByte: number;
  readonly badBytes: number;
  readonly badBits: number;
  /** Shifted: by how much; byte-swapped: bytes of the words; else 0. */
  readonly shiftBytes: number;
  /** From the first bad byte to the last, both in; absent when not told. */
  readonly spanBytes?: number;
  /** How often the very same was found in the step; absent: once. */
  readonly times?: number;
  /** Server and version that it is known of, and why; absent: it is news. */
  readonly known?: string;
  readonly sampleByte: number;
  readonly expectedSample: string;
  readonly foundSample: string;
}
