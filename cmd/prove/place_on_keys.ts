/** Puts the faults of the table into runs over the objects of a store. */
import {
  type FaultClass,
  type Plan,
  type Profile,
  runIdFor,
} from "../../engine/mod.ts";
import { KEYS_FAULTS } from "./keys_faults.ts";
import type { KeysShape, KeysSite } from "./keys_site.ts";
import type { ProofBench } from "./proof_bench.ts";
import {
  BEFORE_READ,
  BEFORE_WRITE,
  FIRST_WRITTEN,
  partsProfile,
  sizesProfile,
  timedKeysProfile,
} from "./proof_profile.ts";
import { runForProof } from "./proof_run.ts";
import type { CellOptions } from "./prove_cell.ts";
import { joined } from "./spoil.ts";
import type { StoreStand } from "./store_stand.ts";

const PROFILES: Readonly<Record<KeysShape, () => Profile>> = {
  parts: () => partsProfile("whole"),
  ranges: () => partsProfile("ranges"),
  sizes: sizesProfile,
  timed: timedKeysProfile,
};

/** Runs once without a fault, for the bytes of a previous run. */
export async function placeOnKeys(
  bench: ProofBench,
  stand: StoreStand,
  seed: string,
): Promise<CellOptions["place"]> {
  let previous: readonly Uint8Array[] = [];
  await runForProof(bench, {
    profile: PROFILES.parts(),
    runId: runIdFor(seed, bench.backend, "previous run"),
    seed,
    onStop(stop, plan) {
      if (stop === BEFORE_READ) previous = [...contents(stand, plan).values()];
    },
  });
  await bench.clear();
  return (fault: FaultClass, draw) => {
    const way = KEYS_FAULTS[fault.id];
    if (way === undefined) return undefined;
    let first: Contents = new Map();
    let second: Contents = new Map();
    const siteOf = (plan: Plan): KeysSite => {
      // Deleted ones are known from before.
      const keys = [...(first.size > 0 ? first : second).keys()];
      return {
        draw,
        scheme: bench.backend === "az" ? "az" : "s3",
        stand,
        keys,
        first: (key) => bytesIn(first, key),
        second: (key) => bytesIn(second, key),
        previous: (key) => previous[keys.indexOf(key)] ?? new Uint8Array(),
        listed: () => listed(bench, plan),
      };
    };
    return {
      profile: PROFILES[way.shape](),
      async onStop(stop, plan) {
        if (stop === FIRST_WRITTEN) first = contents(stand, plan);
        if (stop === BEFORE_WRITE) second = contents(stand, plan);
        return stop === way.when ? await way.put(siteOf(plan)) : undefined;
      },
    };
  };
}

/** Bytes by key, in the order of the keys. */
type Contents = ReadonlyMap<string, Uint8Array>;

function contents(stand: StoreStand, plan: Plan): Contents {
  const held = stand.look((shelf) => shelf.objects(prefixOf(plan)));
  return new Map([...held].map(([key, { pieces }]) => [key, joined(pieces)]));
}

function bytesIn(held: Contents, key: string): Uint8Array {
  const bytes = held.get(key);
  if (bytes !== undefined) return bytes;
  throw new TypeError(`Nothing is known of key ${JSON.stringify(key)}`);
}

function prefixOf({ targets }: Plan): string {
  return targets[0]?.objects?.keyPrefix ?? "";
}

async function listed(
  { opened }: ProofBench,
  plan: Plan,
): Promise<ReadonlyMap<string, number>> {
  const { objects } = await opened.backend.list({ prefix: prefixOf(plan) });
  return new Map(objects.map(({ key, sizeBytes }) => [key, sizeBytes]));
}
