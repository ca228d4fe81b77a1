/** Rows of a history that together prove that a promise was broken. */

export interface Witness {
  /** What cannot be; each has its sentence in `WITNESS_TEXT`. */
  readonly kind: keyof typeof WITNESS_TEXT;
  /** Row numbers of the history. */
  readonly rows: readonly number[];
  /** Without what conditional puts asked to replace there is no fault. */
  readonly isByCondition?: true;
}

/** One sentence for each kind. */
export const WITNESS_TEXT = {
  "unwritten": "A get returned a value that nobody had put",
  "from the future": "A get returned a value that was put only after it",
  "two at once": "Two values would both have to be current at one time",
  "between":
    "A value came between two proofs that another one was current all along",
  "stale": "A get returned a value that an acknowledged write had replaced",
  "own write": "A client did not see what it had written itself",
  "backward": "A client saw an older value after a newer one",
  "no order": "No order of the operations explains what was seen",
  "two winners": "Two conditional writes succeeded on the same version",
} as const;
