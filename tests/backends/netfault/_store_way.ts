/**
 * A store behind a way that fails: a reference endpoint, a target whose
 * connections are led through the way, and lanes over keys of it.
 */
import { assertEquals } from "@std/assert";
import {
  type Backend,
  detourTargets,
  type FaultyWay,
  type ObjectSpace,
  openBackend,
  parseUrl,
  type Target,
} from "../../../backends/mod.ts";
import {
  AzureEndpoint,
  type RunningEndpoint,
  S3Endpoint,
} from "../../../backends/reference/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { objectSpec } from "../../ffi/core_fixture.ts";
import { withScratch } from "../_scratch.ts";
import { type LaneResult, runLane } from "../store/_lane_cases.ts";

export const STORES = ["s3", "az"] as const;
export type StoreKind = (typeof STORES)[number];

/** Long for a host that does other things as well. */
const PATIENCE = {
  connectTimeoutMs: 5000,
  stallTimeoutMs: 5000,
  requestTimeoutMs: 20_000,
};
/** For faults that only a time-out ends. */
export const IMPATIENCE = {
  connectTimeoutMs: 1000,
  stallTimeoutMs: 500,
  requestTimeoutMs: 3000,
};

export interface StoreWay {
  readonly backend: Backend;
  readonly target: Target;
  readonly way: FaultyWay;
}

export interface StoreWayOptions {
  readonly kind: StoreKind;
  readonly faults: readonly string[];
  /** Beside those of the endpoint: `client`, say. */
  readonly settings?: Target["settings"];
}

/** Opens all of it, unarmed, for as long as `body` takes. */
export async function withStoreWay(
  { kind, faults, settings = {} }: StoreWayOptions,
  body: (way: StoreWay) => Promise<void>,
): Promise<void> {
  await withScratch(async (folder) => {
    await using endpoint: RunningEndpoint = kind === "s3"
      ? await S3Endpoint.start({ folder })
      : await AzureEndpoint.start({ folder });
    const plain: Target = {
      name: "store",
      url: parseUrl(`${endpoint.targetUrl}/below`),
      settings: { ...endpoint.settings, ...PATIENCE, ...settings },
    };
    using core = loadCore();
    const env = () => undefined;
    const { targets: [target = plain], way } = await detourTargets([plain], {
      ...{ core, env, faults, isArmed: false },
    });
    using _way = way;
    const backend = await openBackend(target, { core });
    try {
      await body({ backend, target, way });
    } finally {
      await backend.close();
    }
  });
}

/** Opens keys of many sizes in the store. */
export async function withKeys(
  { backend }: StoreWay,
  body: (space: ObjectSpace) => Promise<void>,
): Promise<void> {
  const { store } = backend;
  if (store === undefined) throw new Error("There is no face for loads");
  const sizes = [100, 4096, 70_000, 300_001];
  const space = await store.open(objectSpec({
    keyCount: 40,
    sizes: {
      kind: "list",
      sizes: sizes.map((bytes) => ({ bytes, weight: 1 })),
    },
  }));
  try {
    await body(space);
  } finally {
    space.close();
  }
}

/** Puts, gets and deletes at random, while faults happen. */
export async function stormOf(
  { way }: StoreWay,
  space: ObjectSpace,
  attemptsMax: number,
): Promise<LaneResult> {
  way.arm(true);
  try {
    return await runLane(space, {
      ...{ limitOps: 240, errorsMax: 1000, attemptsMax, listLimit: 10 },
      choose: { kind: "random" },
      weights: { put: 5, get: 5, range: 1, head: 1, list: 1, delete: 1 },
    });
  } finally {
    way.arm(false);
  }
}

/** Reads all back through the same way, which does nothing now. */
export async function isAllThere(space: ObjectSpace): Promise<void> {
  const read = await runLane(space, { weights: { get: 1 }, attemptsMax: 5 });
  isClean(read);
  assertEquals(read.counters.getErrors, 0);
}

/** Ended in order, and accuses nobody. */
export function isClean({ counters, findings, status }: LaneResult): void {
  assertEquals(findings.map((one) => `${one.class} ${one.op}`), []);
  assertEquals([status, counters.unitsBad], [0, 0]);
}
