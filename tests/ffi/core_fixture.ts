/** One constructor per thing the tests of the core need, with defaults. */
import { type Core, type LaneSpec, type SpaceSpec } from "../../ffi/mod.ts";
import type { CoreSpace, LaneCounters, SpaceKind } from "../../ffi/mod.ts";
import type {
  ObjectLaneSpec,
  ObjectSpaceSpec,
  StoreSettings,
  UnitFinding,
} from "../../ffi/mod.ts";

/** One memory-sized file of 64 units. */
export function spaceSpec(over: Partial<SpaceSpec> = {}): SpaceSpec {
  return {
    runId: 0x1234n,
    runKey: 0x5678n,
    files: [{ name: "a", objectId: 9n }],
    fileBytes: 64 * 4096,
    unitBytes: 4096,
    mode: "create",
    readOnly: false,
    allocate: false,
    dsync: false,
    compressPermille: 0,
    dedupePermille: 0,
    objectTag: 1,
    ...over,
  };
}

/** One pass of 4 KiB writes over the file of `spaceSpec`. */
export function laneSpec(over: Partial<LaneSpec> = {}): LaneSpec {
  return {
    lane: 0,
    seed: 7n,
    regionUnit: 0,
    regionUnits: 64,
    limitOps: 64,
    limitBytes: 0,
    limitNs: 0,
    warmupNs: 0,
    io: "psync",
    depth: 1,
    pattern: { kind: "sequential" },
    arrival: { kind: "closed" },
    readPermille: 0,
    verify: true,
    sync: { kind: "none" },
    errorsMax: 0,
    mix: [{ bytes: 4096, weight: 1 }],
    ...over,
  };
}

export function openMemory(
  core: Core,
  over: Partial<SpaceSpec> = {},
  kind: SpaceKind = "memory",
): Promise<CoreSpace> {
  const spec = spaceSpec(over);
  return core.openSpace({
    spec,
    paths: spec.files.map((file) => file.name),
    objectIds: spec.files.map((file) => file.objectId),
    kind,
  });
}

export interface LaneRun {
  readonly status: number;
  readonly counters: LaneCounters;
  readonly findings: readonly UnitFinding[];
}

/** Runs one lane to its end and closes it. */
export async function runLane(
  space: CoreSpace,
  spec: LaneSpec = laneSpec(),
): Promise<LaneRun> {
  using gate = space.gate();
  using lane = space.lane(gate, spec);
  gate.open();
  const status = await lane.join();
  return { status, counters: lane.counters(), findings: lane.findings() };
}

/** A path-style S3 store that nothing listens at. */
export function storeSettings(
  over: Partial<StoreSettings> = {},
): StoreSettings {
  return {
    kind: "s3",
    endpoints: ["http://127.0.0.1:9"],
    bucket: "bucket",
    prefix: "",
    pathStyle: true,
    region: "us-east-1",
    accessKey: "key",
    secretKey: "canary-secret",
    ...over,
  };
}

/** Four objects of 10 kB. */
export function objectSpec(
  over: Partial<ObjectSpaceSpec> = {},
): ObjectSpaceSpec {
  return {
    runId: 0x1234n,
    runKey: 0x5678n,
    seed: 11n,
    keyPrefix: "sv-test/",
    keyCount: 4,
    sizes: { kind: "fixed", bytes: 10_000 },
    keyStyle: { kind: "flat" },
    partBytes: 5 * 1024 ** 2,
    multipartFromBytes: 0,
    unitBytes: 4096,
    mode: "create",
    readOnly: false,
    compressPermille: 0,
    dedupePermille: 0,
    objectTag: 1,
    ...over,
  };
}

/** Puts each key of `objectSpec` once. */
export function objectLaneSpec(
  over: Partial<ObjectLaneSpec> = {},
): ObjectLaneSpec {
  return {
    lane: 0,
    seed: 7n,
    firstKey: 0,
    keyCount: 4,
    limitOps: 4,
    limitBytes: 0,
    limitNs: 0,
    warmupNs: 0,
    depth: 1,
    arrival: { kind: "closed" },
    choose: { kind: "sequential" },
    weights: { put: 1 },
    rangeBytes: 4096,
    listLimit: 1000,
    partDepth: 1,
    verify: true,
    errorsMax: 0,
    attemptsMax: 1,
    endpoint: 0,
    ...over,
  };
}
