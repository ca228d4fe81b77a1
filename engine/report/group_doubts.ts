/** Doubts of single steps, those that say the same told once. */

/** A reason to doubt the numbers of one step. */
export interface StepDoubt {
  /** Step and target, as `fill on local`. */
  readonly name: string;
  /** Without its name, so that equal reasons read the same. */
  readonly sentence: string;
}

/** More names than that are counted, not listed. */
const NAMES_SHOWN = 4;

/** In the order in which each reason came first. */
export function groupDoubts(doubts: readonly StepDoubt[]): string[] {
  const groups = Map.groupBy(doubts, ({ sentence }) => sentence);
  return [...groups].map(([sentence, group]) => {
    const names = group.map(({ name }) => name);
    const more = names.length - NAMES_SHOWN;
    const shown = names.slice(0, NAMES_SHOWN).join(", ");
    return `${shown}${more > 0 ? ` and ${more} more` : ""}: ${sentence}`;
  });
}
