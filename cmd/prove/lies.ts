/** Faults in flight: one answer of the endpoint is a lie. */
import type { DamagedPlace } from "../../engine/mod.ts";
import {
  type KeysFault,
  type KeysSite,
  type LieNames,
  wholeKey,
} from "./keys_site.ts";
import { BEFORE_READ, BEFORE_WRITE } from "./proof_profile.ts";

/** How a lie meets one key of those that are asked for in their order. */
export interface OneLie {
  readonly names: LieNames;
  /** Keys that it may meet: the first one, and how many. */
  readonly keys: readonly [first: number, count: number];
  /** Chances to lie that are passed over before the first key. */
  readonly passes: number;
  readonly when: KeysFault["when"];
  readonly shape: KeysFault["shape"];
}

/** Lies once, about one key. */
export function oneLie(lie: OneLie): KeysFault {
  return {
    when: lie.when,
    shape: lie.shape,
    put({ draw, keys, scheme, stand }) {
      const [first, count] = lie.keys;
      const index = draw(count);
      const name = lie.names[scheme];
      stand.lie([{ name, after: lie.passes + index, count: 1 }]);
      return Promise.resolve({
        put: {
          how: `in flight: ${name}`,
          places: [wholeKey(keys[first + index] ?? "")],
          lasts: lie.when === BEFORE_WRITE,
        },
        fired: () => stand.fired(name),
      });
    },
  };
}

/** Lies in one listing; an honest client is shown it first, to compare. */
export function listLie(names: LieNames): KeysFault {
  return {
    when: BEFORE_READ,
    shape: "sizes",
    async put(site) {
      const name = names[site.scheme];
      const lie = { name, count: 1, seed: site.draw(1_000_000) };
      const honest = await site.listed();
      site.stand.lie([lie]);
      const lied = await site.listed();
      // The same lie once more: the seed repeats it.
      site.stand.lie([lie]);
      return {
        put: {
          how: `in flight: ${name}`,
          places: differences(honest, lied),
          lasts: false,
        },
        fired: () => site.stand.fired(name),
      };
    },
  };
}

/** Keys that are in one of two listings, or have another size in it. */
function differences(
  honest: Awaited<ReturnType<KeysSite["listed"]>>,
  lied: Awaited<ReturnType<KeysSite["listed"]>>,
): DamagedPlace[] {
  return [...new Set([...honest.keys(), ...lied.keys()])]
    .filter((key) => honest.get(key) !== lied.get(key))
    .map(wholeKey);
}
