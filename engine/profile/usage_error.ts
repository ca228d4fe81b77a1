/**
 * A person asked for something impossible. All mistakes are collected before
 * the error is thrown, so that one run of the tool shows all of them.
 */

/** One mistake: where it is and a sentence that says what to write instead. */
export interface Mistake {
  /** `steps[0].blockSize`, `line 3, column 7`, or "" for the whole. */
  readonly path: string;
  readonly sentence: string;
}

/** Ends in exit code 2. The message holds every mistake, one a line. */
export class UsageError extends Error {
  /** What could not be done: `Cannot use profile "x.yaml"`. */
  readonly action: string;
  readonly mistakes: readonly Mistake[];

  constructor(action: string, mistakes: readonly Mistake[]) {
    const lines = mistakes.map(({ path, sentence }) =>
      path === "" ? sentence : `${path}: ${sentence}`
    );
    const count = lines.length === 1 ? "1 mistake" : `${lines.length} mistakes`;
    super([`${action}: ${count}`, ...lines].join("\n  "));
    this.name = "UsageError";
    this.action = action;
    this.mistakes = mistakes;
  }
}

/** Collects mistakes while reading goes on. */
export class Mistakes {
  readonly #list: Mistake[] = [];

  note(path: string, sentence: string): void {
    this.#list.push({ path, sentence });
  }

  get count(): number {
    return this.#list.length;
  }

  get list(): readonly Mistake[] {
    return [...this.#list];
  }

  /** Throws a `UsageError` that holds all of them, if there is one. */
  throwIfAny(action: string): void {
    if (this.#list.length > 0) throw new UsageError(action, this.list);
  }
}
