/** What a lie is: methods of a backend that break one promise in one way. */
import type { Backend } from "../contract.ts";

/** Calls that a lie replaces; the others stay true. */
export type LyingCalls = Partial<
  Pick<
    Backend,
    | "put"
    | "putIfAbsent"
    | "putIfMatch"
    | "putDescribed"
    | "putChecked"
    | "putStream"
    | "offerPut"
    | "get"
    | "getRange"
    | "getStream"
    | "head"
    | "list"
    | "delete"
    | "copy"
    | "rename"
    | "upload"
    | "sync"
  >
>;

/** What a lie is made of. */
export interface LieParts {
  /** The honest backend below. */
  readonly inner: Backend;
  /** Whether this hit of the lie changes the outcome. */
  readonly fires: () => boolean;
  /** A number below `bound` that follows from the seed. */
  readonly below: (bound: number) => number;
}

export interface Lie {
  /** What it does, for `faults` and for people. */
  readonly text: string;
  readonly make: (parts: LieParts) => LyingCalls;
}

/** Lets everything else that is ready run first, as a slow device would. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
