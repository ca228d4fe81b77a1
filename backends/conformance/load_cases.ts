/** Cases of the store face: keys that are put, read and judged under load. */
import type { ObjectLaneSpec } from "../../ffi/mod.ts";
import { StorageError } from "../errors.ts";
import type { ObjectSpace, StoreFace } from "../store.ts";
import { runLane } from "./_run_lane.ts";
import { type CaseEnv, type ConformanceCase, promiseCase } from "./case.ts";
import { NotTried, PromiseBroken, same } from "./promise.ts";

const KEYS = 32;
const OBJECT_BYTES = 10_000;

export const LOAD_CASES: readonly ConformanceCase[] = [
  promiseCase("object.load.verified", ["load"], async (backend, env) => {
    if (backend.store === undefined) {
      throw new PromiseBroken("It claims load and has no store face");
    }
    await mustBeTried(backend.store);
    const space = await openSmall(backend.store, env);
    const keys = Array.from({ length: KEYS }, (_, index) => space.key(index));
    try {
      const put = await runLane(space, laneSpec(env, { put: 1 }));
      same(put.putOps, KEYS, "The number of objects put");
      const got = await runLane(space, laneSpec(env, { get: 1 }));
      same(got.unitsBad, 0, "The number of units that are wrong");
      same(got.objectsMissing, 0, "The number of objects that are missing");
      same(got.objectsCompared, KEYS, "The number of objects compared");
    } finally {
      space.close();
      if (backend.capabilities.has("delete")) {
        for (const key of keys) await backend.delete(key);
      }
    }
  }),
];

/** What this host cannot do says nothing of the storage. */
async function mustBeTried(store: StoreFace): Promise<void> {
  try {
    await store.facts();
  } catch (error) {
    const isHere = error instanceof StorageError &&
      error.kind === "Unsupported";
    throw isHere ? new NotTried(error.message) : error;
  }
}

function openSmall(store: StoreFace, env: CaseEnv): Promise<ObjectSpace> {
  return store.open({
    runId: BigInt(env.seed) + 1n,
    runKey: BigInt(env.seed) + 2n,
    seed: BigInt(env.seed) + 3n,
    keyPrefix: env.prefix,
    keyCount: KEYS,
    sizes: { kind: "fixed", bytes: OBJECT_BYTES },
    keyStyle: { kind: "flat" },
    partBytes: 8 * 1024 ** 2,
    multipartFromBytes: 0,
    unitBytes: 4096,
    mode: "create",
    readOnly: false,
    compressPermille: 0,
    dedupePermille: 0,
    objectTag: 0,
  });
}

function laneSpec(
  env: CaseEnv,
  weights: ObjectLaneSpec["weights"],
): ObjectLaneSpec {
  return {
    lane: 0,
    seed: BigInt(env.seed),
    firstKey: 0,
    keyCount: KEYS,
    limitOps: KEYS,
    limitBytes: 0,
    limitNs: 0,
    warmupNs: 0,
    depth: 8,
    arrival: { kind: "closed" },
    choose: { kind: "sequential" },
    weights,
    rangeBytes: 4096,
    listLimit: 1000,
    partDepth: 1,
    verify: true,
    errorsMax: 0,
    attemptsMax: 1,
    endpoint: 0,
  };
}
