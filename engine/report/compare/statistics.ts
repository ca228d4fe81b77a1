/**
 * What can be said of two sets of runs without a guess about how runs are
 * spread: medians, a bootstrap interval, an exact test of ranks, an effect.
 */

/** The middle one, or the mean of the two in the middle. Throws for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[sorted.length >> 1];
  const low = sorted[(sorted.length - 1) >> 1];
  if (low === undefined || high === undefined) {
    throw new RangeError("Cannot take the median of nothing");
  }
  return (low + high) / 2;
}

/** How the median of `other` differs from that of `base`, as a share. */
export function changeOf(
  base: readonly number[],
  other: readonly number[],
): number | null {
  const before = median(base);
  return before === 0 ? null : median(other) / before - 1;
}

/** Where numbers are drawn from, and how often. */
export interface Resampling {
  draw(): number;
  readonly resamples: number;
}

/**
 * The middle 95 % of the changes of medians of runs drawn with replacement
 * (percentile bootstrap, Efron 1979). `null` where a median is 0.
 */
export function changeInterval(
  base: readonly number[],
  other: readonly number[],
  { draw, resamples }: Resampling,
): readonly [number, number] | null {
  const changes: number[] = [];
  for (let time = 0; time < resamples; time++) {
    const change = changeOf(drawn(base, draw), drawn(other, draw));
    if (change === null) return null;
    changes.push(change);
  }
  changes.sort((a, b) => a - b);
  const low = changes[Math.floor(0.025 * resamples)];
  const high = changes[Math.ceil(0.975 * resamples) - 1];
  return low === undefined || high === undefined ? null : [low, high];
}

function drawn(values: readonly number[], draw: () => number): number[] {
  return values.map(() => values[Math.floor(draw() * values.length)] ?? 0);
}

/**
 * Cliff's delta: how much more often a run of `other` is higher than one of
 * `base` than lower, from -1 to 1.
 */
export function cliffsDelta(
  base: readonly number[],
  other: readonly number[],
): number {
  let sum = 0;
  for (const one of base) {
    for (const two of other) sum += Math.sign(two - one);
  }
  return sum / (base.length * other.length);
}

/** Words for it after Romano et al. 2006. */
export function effectWord(delta: number): string {
  const size = Math.abs(delta);
  if (size < 0.147) return "negligible";
  return size < 0.33 ? "small" : size < 0.474 ? "medium" : "large";
}

/**
 * How likely ranks at least this uneven are by chance alone: the exact
 * two-sided test of Mann and Whitney, ties by their middle ranks. Every way to
 * choose the runs of `base` among all runs counts once.
 */
export function rankTest(
  base: readonly number[],
  other: readonly number[],
): number {
  const ranks = doubledRanks([...base, ...other]);
  const observed = sum(ranks.slice(0, base.length));
  const middle = base.length * sum(ranks) / ranks.length;
  const distance = Math.abs(observed - middle) - 1e-9;
  const ways = waysToSum(ranks, base.length);
  const uneven = ways.reduce(
    (total, count, at) =>
      Math.abs(at - middle) >= distance ? total + count : total,
    0,
  );
  return uneven / sum(ways);
}

/** Whole numbers also for ties: twice the middle rank. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const lower = values.filter((one) => one < value).length;
    const same = values.filter((one) => one === value).length;
    return 2 * lower + same + 1;
  });
}

/** By sum: in how many ways `count` of `ranks` have it. */
function waysToSum(ranks: readonly number[], count: number): number[] {
  const size = sum(ranks) + 1;
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(size));
  const none = ways[0];
  if (none !== undefined) none[0] = 1;
  for (const rank of ranks) {
    for (let chosen = count; chosen > 0; chosen--) {
      const [into, from] = [ways[chosen], ways[chosen - 1]];
      if (into === undefined || from === undefined) continue;
      for (let at = size - 1; at >= rank; at--) {
        into[at] = (into[at] ?? 0) + (from[at - rank] ?? 0);
      }
    }
  }
  return [...(ways[count] ?? [])];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
