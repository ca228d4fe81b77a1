/**
 * Objects at a place that a manifest does not name. Goes in: their keys, as they
 * are listed; comes out: how many, the first of them, and why not all of them.
 */
import { StorageError } from "../../backends/mod.ts";
import { CoreError } from "../../ffi/mod.ts";

/** What was seen; nothing of it is a finding. */
export interface Unnamed {
  readonly count: number;
  /** The first ones that were listed, sorted. */
  readonly keys: readonly string[];
  /** Why the place was not listed to its end; `null`: it was. */
  readonly failure: string | null;
}

export interface CollectOptions {
  /** Ends it at the next key. */
  readonly signal: AbortSignal;
  /** One sentence. */
  readonly describe: (error: unknown) => string;
}

/** Kept; a bucket may hold a hundred million. */
const KEYS_MAX = 1000;

/**
 * Rejects only with a mistake of this program: who may read objects and not list
 * them has compared them all the same.
 */
export async function collectUnnamed(
  listed: AsyncIterable<string>,
  { signal, describe }: CollectOptions,
): Promise<Unnamed> {
  const keys: string[] = [];
  let count = 0;
  let failure: string | null = signal.aborted ? "interrupted" : null;
  try {
    if (failure === null) {
      for await (const key of listed) {
        count += 1;
        if (keys.length < KEYS_MAX) keys.push(key);
        if (!signal.aborted) continue;
        failure = "interrupted";
        break;
      }
    }
  } catch (error) {
    const isWorld = error instanceof StorageError || error instanceof CoreError;
    if (!isWorld) throw error;
    failure = describe(error);
  }
  return { count, keys: keys.sort(), failure };
}
