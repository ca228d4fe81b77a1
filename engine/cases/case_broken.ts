/** How the body of a case says what it saw. */

/** The promise does not hold; the message says what is and what should be. */
export class CaseBroken extends Error {
  override readonly name = "CaseBroken";
}

/** Breaks the case with `sentence` unless `condition`. */
export function holds(condition: boolean, sentence: string): void {
  if (!condition) throw new CaseBroken(sentence);
}
