/** What a lane tells of its operations: latencies and findings. */

export type LaneOp = "read" | "write" | "sync";
export type LatencyKind = "service" | "response";

/** `SV_CLASS_MAP`: what is wrong with a unit; the first is number 1. */
export const FINDING_CLASSES = [
  "bit rot",
  "zeroed",
  "torn",
  "misdirected",
  "cross-object",
  "stale",
  "lost",
  "previous run",
  "shifted",
  "truncated",
  "duplicated",
  "reordered",
  "foreign",
] as const;

/** Bucket counts in HdrHistogram's layout: 1 ns to 1 h, 3 digits. */
export interface LatencyCounts {
  readonly counts: BigUint64Array;
  readonly count: number;
  readonly sumNs: number;
  /** `null` while empty. */
  readonly minNs: number | null;
  readonly maxNs: number;
  /** Samples above the range: in no bucket. */
  readonly over: number;
}

/** Evidence that one unit is wrong, as the core found it. */
export interface UnitFinding {
  readonly class: string;
  readonly timeNs: number;
  readonly file: number;
  readonly lane: number;
  readonly offsetBytes: number;
  readonly unit: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
  /** What the unit says it is; `null` when it says nothing plausible. */
  readonly found: {
    readonly object: bigint;
    readonly unit: number;
    readonly generation: number;
    readonly run: bigint;
    readonly sequence: number;
  } | null;
  readonly firstBadByte: number;
  readonly badBytes: number;
  readonly badBits: number;
  readonly shiftBytes: number;
  readonly sampleByte: number;
  readonly expectedSample: Uint8Array;
  readonly foundSample: Uint8Array;
}
