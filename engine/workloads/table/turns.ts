/**
 * Lets few of many do the same thing at once, in the order in which they came:
 * commits of one table, of which one wins and all others have worked for
 * nothing; and files that are written or read, each of which holds memory.
 */
import type { Backend } from "../../../backends/mod.ts";

/** A number of turns; whoever takes one gives it back by ending. */
export class Turns {
  readonly #count: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  /** As many at once; at least 1. */
  constructor(count: number) {
    this.#count = count;
  }

  /** What `body` makes, once it is its turn. */
  async take<T>(body: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#count) {
      this.#taken += 1;
    } else {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      await promise;
    }
    try {
      return await body();
    } finally {
      this.#give();
    }
  }

  /** The turn goes on to who waits longest. */
  #give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }
}

/**
 * Commits of one table at once; each version costs at most so many tries. More
 * than one, so that the store and not this process decides who wins.
 */
export const COMMITS_AT_ONCE = 2;

/** What this process knows of its own commits to one table. */
export interface TableCommits {
  readonly turns: Turns;
  /** The newest that somebody here saw: a hint where to look, no promise. */
  newest: { readonly tableId: string; readonly version: number } | null;
}

/** By the storage itself: it is forgotten with its tables. */
const COMMITS = new WeakMap<Backend, Map<string, TableCommits>>();

/** All commits of this process to the table of that root. */
export function commitsOf(
  { backend, root }: { readonly backend: Backend; readonly root: string },
): TableCommits {
  const tables = COMMITS.get(backend) ?? new Map<string, TableCommits>();
  COMMITS.set(backend, tables);
  const commits = tables.get(root) ??
    { turns: new Turns(COMMITS_AT_ONCE), newest: null };
  tables.set(root, commits);
  return commits;
}
