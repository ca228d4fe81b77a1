/** Finds the word that was probably meant. */

/**
 * The nearest of `words`, or `undefined` when none is near: at most a third of
 * the letters may differ, a swap of neighbours counting once. A word that only
 * begins like the typed one (`prof` for `profile`) is near too.
 */
export function nearestWord(
  typed: string,
  words: readonly string[],
): string | undefined {
  const lower = typed.toLowerCase();
  const near = words
    .map((word) => ({ word, distance: editDistance(lower, word) }))
    .filter(({ word, distance }) => distance <= Math.ceil(word.length / 3))
    .sort((left, right) => left.distance - right.distance);
  const begins = lower.length >= 2 &&
    words.find((word) => word.startsWith(lower));
  return near[0]?.word ?? (begins || undefined);
}

/** ` (did you mean "x"?)`, or nothing: made to be put behind a sentence part. */
export function didYouMean(typed: string, words: readonly string[]): string {
  const word = nearestWord(typed, words);
  return word === undefined ? "" : ` (did you mean "${word}"?)`;
}

/** Optimal string alignment: insert, delete, replace, swap neighbours. */
export function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      if (isSwap) best = Math.min(best, (before[column - 2] ?? 0) + 1);
      current.push(best);
    }
    before = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
