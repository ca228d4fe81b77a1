/** What lanes measure, with defaults of zero: a test sets what it is about. */
import type {
  CounterName,
  LaneCounters,
  LatencyCounts,
  UnitFinding,
} from "../../backends/mod.ts";
import { COUNTERS } from "../../ffi/counters.ts";
import type {
  LatencySnapshot,
  LatencyTotals,
} from "../../engine/workers/mod.ts";

const BUCKETS = 33792;

/** Every counter 0 unless given. */
export function laneCounters(
  changes: Partial<LaneCounters> = {},
): LaneCounters {
  const zeros = COUNTERS.map((name) => [camel(name), 0]);
  // The list has every name of the type: a test of ffi holds it to that.
  return { ...Object.fromEntries(zeros) as LaneCounters, ...changes };
}

function camel(name: string): CounterName {
  // The same rule as the type `Camel`, which cannot be computed with.
  return name.replace(
    /_(.)/g,
    (_, c: string) => c.toUpperCase(),
  ) as CounterName;
}

/** Bucket of HdrHistogram's layout for 1 ns to 1 h with 3 digits. */
export function bucketOf(ns: number): number {
  const shift = Math.max(0, Math.floor(Math.log2(ns)) - 10);
  return shift * 1024 + Math.floor(ns / 2 ** shift);
}

/** A histogram as a lane hands it out. `over` are samples beyond an hour. */
export function latencyOf(
  samplesNs: readonly number[],
  over = 0,
): LatencyCounts {
  const counts = new BigUint64Array(BUCKETS);
  for (const ns of samplesNs) {
    const bucket = bucketOf(ns);
    counts[bucket] = (counts[bucket] ?? 0n) + 1n;
  }
  return {
    counts,
    count: samplesNs.length,
    sumNs: samplesNs.reduce((sum, ns) => sum + ns, 0),
    minNs: samplesNs.length > 0 ? Math.min(...samplesNs) : null,
    maxNs: over > 0 ? 4e12 : Math.max(0, ...samplesNs),
    over,
  };
}

export function emptyLatency(): LatencyCounts {
  return latencyOf([]);
}

/** The same, as the workers emit it. */
export function totalsOf(
  samplesNs: readonly number[],
  over = 0,
): LatencyTotals {
  const { counts, ...rest } = latencyOf(samplesNs, over);
  return { ...rest, counts: Float64Array.from(counts, Number) };
}

export function snapshot(
  samplesNs: readonly number[],
  changes: Partial<LatencySnapshot> = {},
): LatencySnapshot {
  return {
    op: "write",
    kind: "service",
    totals: totalsOf(samplesNs),
    ...changes,
  };
}

/** Unit 77 holds what belongs to unit 333. */
export function unitFinding(changes: Partial<UnitFinding> = {}): UnitFinding {
  return {
    class: "misdirected",
    timeNs: 2_000_000_000,
    op: "read",
    file: 0,
    lane: 0,
    offsetBytes: 77 * 4096,
    unit: 77,
    expectedLow: 1,
    expectedHigh: 1,
    found: {
      object: 0xa0n,
      unit: 333,
      generation: 1,
      run: 0x0123456789abcdefn,
      sequence: 9,
    },
    firstBadByte: 24,
    badBytes: 4000,
    badBits: 16000,
    shiftBytes: 0,
    sampleByte: 0,
    expectedSample: new Uint8Array([1, 2, 255]),
    foundSample: new Uint8Array([1, 2, 0]),
    ...changes,
  };
}
