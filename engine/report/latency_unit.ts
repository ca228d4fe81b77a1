/** Chooses the one unit in which a whole table of latencies is written. */

/** A unit with the decimals that its values get. */
export interface LatencyUnit {
  readonly name: "ns" | "us" | "ms" | "s";
  readonly sizeNs: number;
  readonly decimals: number;
}

const NS: LatencyUnit = { name: "ns", sizeNs: 1, decimals: 0 };
const US: LatencyUnit = { name: "us", sizeNs: 1e3, decimals: 1 };
const MS: LatencyUnit = { name: "ms", sizeNs: 1e6, decimals: 2 };

/**
 * Finest first: where a table is too wide in the chosen unit, the next one is
 * tried, so that no value is ever cut.
 */
const LADDER: readonly LatencyUnit[] = [
  NS,
  US,
  { ...US, decimals: 0 },
  MS,
  { ...MS, decimals: 1 },
  { ...MS, decimals: 0 },
  { name: "s", sizeNs: 1e9, decimals: 1 },
];

/**
 * Units to try for rows whose largest median is `p50NsMax`, the best first:
 * nanoseconds below 10 us, microseconds below 10 ms, milliseconds above.
 */
export function latencyUnits(p50NsMax: number): readonly LatencyUnit[] {
  const first = p50NsMax < 10e3 ? NS : p50NsMax < 10e6 ? US : MS;
  return LADDER.slice(LADDER.indexOf(first));
}

/** Without the name of the unit: that stands at the head of the table. */
export function inUnit(ns: number, unit: LatencyUnit): string {
  return (ns / unit.sizeNs).toFixed(unit.decimals);
}
