/**
 * Copies many objects, some at a time, within one memory. Goes in: what to copy
 * and who copies one; comes out: what became of each. One that fails does not
 * end the others, unless it is told to.
 */

/** What became of one object. */
export type CopyResult<Outcome> =
  | { readonly key: string; readonly outcome: Outcome }
  | { readonly key: string; readonly error: unknown };

export interface CopyManyOptions<Outcome> {
  readonly keys: AsyncIterable<string>;
  /** At the same time, at most; shares of them, where they have such. */
  readonly parallel: number;
  /** Of the memory that all have together; 1 of each when absent. */
  readonly sharesOf?: (key: string) => number;
  readonly copy: (key: string) => Promise<Outcome>;
  /** Each as it ends. */
  readonly ended: (result: CopyResult<Outcome>) => void;
  /** True: nothing more is started. */
  readonly isOver: () => boolean;
}

/** Resolves once all that was started has ended; fails if listing does. */
export async function copyMany<Outcome>(
  options: CopyManyOptions<Outcome>,
): Promise<void> {
  const { copy, ended, isOver, parallel, sharesOf = () => 1 } = options;
  const running = new Set<Promise<void>>();
  let taken = 0;
  const start = (key: string, shares: number) => {
    taken += shares;
    const one = copy(key).then(
      (outcome) => ended({ key, outcome }),
      (error: unknown) => ended({ key, error }),
    ).finally(() => {
      taken -= shares;
      running.delete(one);
    });
    running.add(one);
  };
  try {
    for await (const key of options.keys) {
      const shares = Math.min(parallel, sharesOf(key));
      while (taken + shares > parallel) await Promise.race(running);
      if (isOver()) break;
      start(key, shares);
    }
  } finally {
    await Promise.all(running);
  }
}
