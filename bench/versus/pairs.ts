/**
 * Comparing two tools: rounds in which both do the same work one right after
 * the other, a ratio per round, the median of the ratios. Ratios per round
 * cancel what changes slowly on a shared machine; medians what is sudden.
 */

export interface Round {
  readonly ours: number;
  readonly theirs: number;
}

export interface Comparison {
  readonly rounds: readonly Round[];
  readonly oursMedian: number;
  readonly theirsMedian: number;
  /** Median of ours / theirs over the rounds. */
  readonly ratio: number;
  readonly ratioMin: number;
  readonly ratioMax: number;
}

/** The middle; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take a median of none");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? NaN;
  return (lower + upper) / 2;
}

/** Sums up the rounds of two tools. */
export function compareRounds(rounds: readonly Round[]): Comparison {
  const ratios = rounds.map(({ ours, theirs }) => ours / theirs);
  return {
    rounds,
    oursMedian: median(rounds.map(({ ours }) => ours)),
    theirsMedian: median(rounds.map(({ theirs }) => theirs)),
    ratio: median(ratios),
    ratioMin: Math.min(...ratios),
    ratioMax: Math.max(...ratios),
  };
}

/**
 * Measures the contenders in turns, `count` times round. Each round starts
 * with the next one: when a host slows down steadily, being last in every
 * round would cost what another does not pay. Results keep the given order.
 */
export async function alternate<Result>(
  count: number,
  contenders: readonly (() => Promise<Result>)[],
): Promise<Result[][]> {
  const rounds: Result[][] = [];
  for (let round = 0; round < count; round += 1) {
    const first = round % contenders.length;
    const turns = [...contenders.keys()];
    const results = new Map<number, Result>();
    for (const turn of [...turns.slice(first), ...turns.slice(0, first)]) {
      const measure = contenders[turn];
      if (measure) results.set(turn, await measure());
    }
    rounds.push(turns.flatMap((turn) => {
      const result = results.get(turn);
      return result === undefined ? [] : [result];
    }));
  }
  return rounds;
}
