/** Where a fault is put into a store, and the ways to put one. */
import type { DamagedPlace, Draw } from "../../engine/mod.ts";
import { BEFORE_READ, BEFORE_WRITE } from "./proof_profile.ts";
import type { PutFault } from "./prove_cell.ts";
import { RestingKey } from "./resting_key.ts";
import type { StoreStand } from "./store_stand.ts";

/** A store amid a run, and what it held before. */
export interface KeysSite {
  readonly draw: Draw;
  readonly scheme: "s3" | "az";
  readonly stand: StoreStand;
  /** Of the run, in their order; deleted ones as well. */
  readonly keys: readonly string[];
  /** Bytes of a key after the first writes, and after the second. */
  first(key: string): Uint8Array;
  second(key: string): Uint8Array;
  /** Bytes of the same key as a run before left it. */
  previous(key: string): Uint8Array;
  /** Sizes that a listing shows, as an honest client sees them. */
  listed(): Promise<ReadonlyMap<string, number>>;
}

/**
 * Objects in parts, read whole or in ranges; of many sizes, some deleted; small
 * ones that are put by the clock.
 */
export type KeysShape = "parts" | "ranges" | "sizes" | "timed";

/** One way to put a fault, into which objects, and at which stop. */
export interface KeysFault {
  readonly when: typeof BEFORE_WRITE | typeof BEFORE_READ;
  readonly shape: KeysShape;
  put(site: KeysSite): Promise<PutFault>;
}

/** The same lie of both kinds of endpoints. */
export interface LieNames {
  readonly s3: string;
  readonly az: string;
}

/** An object as a whole. */
export function wholeKey(key: string): DamagedPlace {
  return { role: "damaged", object: key, units: null };
}

/** Found by every reading. */
export function putAtRest(places: readonly DamagedPlace[]): PutFault {
  return { put: { how: "at rest", places, lasts: true } };
}

/** Changes one object, drawn by the seed, while the endpoint is stopped. */
export function atRest(
  change: (site: KeysSite, object: RestingKey) => readonly DamagedPlace[],
): KeysFault {
  return {
    when: BEFORE_READ,
    shape: "parts",
    async put(site) {
      const key = site.keys[site.draw(site.keys.length)] ?? "";
      return await site.stand.atRest((shelf) =>
        putAtRest(change(site, new RestingKey(shelf, key)))
      );
    },
  };
}
