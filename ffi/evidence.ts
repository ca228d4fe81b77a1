/** What a lane tells of its operations: latencies and findings. */

/** `SV_OP_MAP`: what a lane can do; the first is number 0. */
export const LANE_OPS = [
  "read",
  "write",
  "sync",
  "get",
  "range",
  "put",
  "upload",
  "head",
  "list",
  "delete",
] as const;
export type LaneOp = (typeof LANE_OPS)[number];

/** From the real start, from the intended one, to the answer's first byte. */
export const LATENCY_KINDS = ["service", "response", "first-byte"] as const;
export type LatencyKind = (typeof LATENCY_KINDS)[number];

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
  "wrong checksum",
  "erased",
  "byte-swapped",
  "extra",
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

/** Gets or puts of objects up to one size: a row of a report. */
export interface SizeClassCounts {
  readonly latency: LatencyCounts;
  /** Of the bodies of these operations. */
  readonly bytes: number;
}

/**
 * Largest object of each size class. The last one has no limit: its number is
 * larger than any object.
 */
export const SIZE_CLASS_BYTES: readonly number[] = [
  4 * 1024,
  32 * 1024,
  256 * 1024,
  2 * 1024 ** 2,
  16 * 1024 ** 2,
  128 * 1024 ** 2,
  1024 ** 3,
  Number.MAX_SAFE_INTEGER,
];

/** Evidence that one unit is wrong, as the core found it. */
export interface UnitFinding {
  readonly class: string;
  readonly timeNs: number;
  /** The operation that saw it. */
  readonly op: LaneOp;
  /** Index in its space; of an object lane the key's index. */
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
  /** Shifted: by how much; byte-swapped: bytes of the words; else 0. */
  readonly shiftBytes: number;
  /** From the first bad byte to the last, both in; absent when not told. */
  readonly spanBytes?: number;
  readonly sampleByte: number;
  readonly expectedSample: Uint8Array;
  readonly foundSample: Uint8Array;
}
