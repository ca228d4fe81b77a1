/** Numbers of a chart as texts for its axes and its legend. */

/** What a number of a chart is. */
export type AxisKind =
  | "seconds"
  | "nines"
  | "bytes"
  | "count"
  | "latency"
  | "percent"
  | "size";

const LATENCIES = [["s", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]] as const;
const SIZES = [
  ["GiB", 1024 ** 3],
  ["MiB", 1024 ** 2],
  ["KiB", 1024],
  ["B", 1],
] as const;
const RATES = [
  ["GB/s", 1e9],
  ["MB/s", 1e6],
  ["kB/s", 1e3],
  ["B/s", 1],
] as const;
const AMOUNTS = [["G", 1e9], ["M", 1e6], ["k", 1e3], ["", 1]] as const;

/** Three digits and a unit; a dash where there is nothing. */
export function axisText(
  value: number | null | undefined,
  kind: AxisKind,
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return "-";
  }
  switch (kind) {
    case "seconds":
      return `${digits(value)} s`;
    case "nines":
      return shareText(value);
    case "bytes":
      return scaled(value, RATES, " ");
    case "count":
      return scaled(value, AMOUNTS, "");
    case "latency":
      return scaled(value, LATENCIES, " ");
    case "percent":
      return `${digits(value)} %`;
    case "size":
      return scaled(value, SIZES, " ");
  }
}

/** 1 / (1 - share) as a share: 1000 is `99.9 %`. */
export function shareText(value: number): string {
  const percent = 100 * (1 - 1 / Math.max(1, value));
  const decimals = value <= 20 ? 0 : Math.ceil(Math.log10(value)) - 1;
  // 99.96 must not be told as 100: nothing but everything is that.
  const step = 10 ** Math.min(8, decimals);
  return `${(Math.floor(percent * step + 1e-6) / step).toString()} %`;
}

function scaled(
  value: number,
  units: readonly (readonly [string, number])[],
  gap: string,
): string {
  if (value === 0) return "0";
  const [name, size] = units.find(([, each]) => Math.abs(value) >= each) ??
    units.at(-1) ?? ["", 1];
  return `${digits(value / size)}${name === "" ? "" : gap}${name}`;
}

function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", {
    maximumFractionDigits: 6,
  });
}
