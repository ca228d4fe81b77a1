/** Writes sizes, durations and counts for people, the inverse of `units.ts`. */

const SIZES = [
  ["TiB", 1024 ** 4],
  ["GiB", 1024 ** 3],
  ["MiB", 1024 ** 2],
  ["KiB", 1024],
] as const;

const DURATIONS = [
  ["h", 3600e9],
  ["m", 60e9],
  ["s", 1e9],
  ["ms", 1e6],
  ["us", 1e3],
] as const;

/** `4 KiB`, `1.50 GiB`: whole where it is whole, else two decimals. */
export function formatBytes(bytes: number): string {
  return withUnit(bytes, SIZES, "B");
}

/** `60 s`, `1.50 ms`. An hour and more in hours, a minute and more in minutes. */
export function formatDuration(ns: number): string {
  return withUnit(ns, DURATIONS, "ns");
}

/** `20,000`: thousands apart, at most three decimals. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

function withUnit(
  value: number,
  units: readonly (readonly [string, number])[],
  base: string,
): string {
  const [name, size] = units.find(([, each]) => value >= each) ?? [base, 1];
  const amount = value / size;
  const text = Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
  return `${text} ${name}`;
}
