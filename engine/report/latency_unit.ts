/** Chooses the one unit in which a whole table of latencies is written. */

/** A unit with the decimals that its values get. */
export interface LatencyUnit {
  readonly name: "ns" | "us" | "ms" | "s";
  readonly sizeNs: number;
  readonly decimals: number;
}

const NS: LatencyUnit = { name: "ns", sizeNs: 1, decimals: 0 };
const US: LatencyUnit = { name: "us", sizeNs: 1e3, decimals: 1 };
const US_FINE: LatencyUnit = { ...US, decimals: 2 };
const MS: LatencyUnit = { name: "ms", sizeNs: 1e6, decimals: 2 };

/**
 * Finest first: where a table is too wide in the chosen unit, the next one is
 * tried, so that no value is ever cut.
 */
const LADDER: readonly LatencyUnit[] = [
  NS,
  US_FINE,
  US,
  { ...US, decimals: 0 },
  MS,
  { ...MS, decimals: 1 },
  { ...MS, decimals: 0 },
  { name: "s", sizeNs: 1e9, decimals: 1 },
];

/**
 * Units to try for a table with these medians, the best first: nanoseconds
 * when all are below 10 us, microseconds below 10 ms, milliseconds above, but
 * finer where the smallest would have less than two digits.
 */
export function latencyUnits(p50sNs: readonly number[]): LatencyUnit[] {
  const highestNs = Math.max(0, ...p50sNs);
  const lowestNs = Math.min(highestNs, ...p50sNs);
  const first = highestNs < 10e3
    ? NS
    : highestNs >= 10e6 && lowestNs >= 100e3
    ? MS
    : lowestNs < 1e3
    ? US_FINE
    : US;
  return LADDER.slice(LADDER.indexOf(first));
}

/**
 * Without the name of the unit: that stands at the head of the table. What the
 * decimals cannot show is `<0.01`, never a latency of nothing.
 */
export function inUnit(ns: number, unit: LatencyUnit): string {
  const text = (ns / unit.sizeNs).toFixed(unit.decimals);
  return ns > 0 && Number(text) === 0
    ? `<${(10 ** -unit.decimals).toFixed(unit.decimals)}`
    : text;
}
