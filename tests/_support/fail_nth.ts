/**
 * Fails the first operation that reaches a fault point, in the next run the
 * second, and so on until a run ends without having come so far.
 */

/** A run in which one hit was to fail. */
export interface NthRun<End> {
  readonly end: End;
  /** Whether the run came so far. */
  readonly hasFired: boolean;
}

/** What is tried: `run` makes one run with `plan` armed. */
export interface FailNthOptions<End> {
  /** The point, with more of a plan behind it where wanted. */
  readonly point: string;
  /** More runs than that are a bug of the test. */
  readonly runsMax: number;
  run(plan: string): Promise<NthRun<End>>;
  /** Judges a run that was hit; `nth` counts from 1. */
  judge(end: End, nth: number): Promise<void> | void;
  /** Judges the last one, which was not. */
  judgeWhole(end: End): Promise<void> | void;
}

/** How many runs were hit, each at another operation. */
export async function failNth<End>(
  options: FailNthOptions<End>,
): Promise<number> {
  const { point, runsMax } = options;
  for (let nth = 1; nth <= runsMax; nth++) {
    const plan = `${point}:after=${nth - 1}:count=1`;
    const { end, hasFired } = await options.run(plan);
    if (!hasFired) {
      await options.judgeWhole(end);
      return nth - 1;
    }
    await options.judge(end, nth);
  }
  throw new Error(`"${point}" is hit more than ${runsMax} times a run`);
}
