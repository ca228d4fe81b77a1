/** Planned loads of keys with defaults: a test sets what it is about. */
import type {
  PlannedObjectLane,
  PlannedObjects,
  PlannedObjectStep,
  PlannedTarget,
} from "../../engine/plan/mod.ts";

/** Closed loop: 100 keys are put once. */
export function plannedObjectLane(
  changes: Partial<PlannedObjectLane> = {},
): PlannedObjectLane {
  return {
    lane: 0,
    seed: "000000000000002a",
    firstKey: 0,
    keyCount: 100,
    limitOps: 100,
    limitBytes: 0,
    limitNs: 0,
    warmupNs: 0,
    depth: 16,
    arrival: { kind: "closed" },
    choose: { kind: "sequential" },
    weights: { put: 1000 },
    rangeBytes: 4096,
    listLimit: 1000,
    partDepth: 4,
    verify: true,
    errorsMax: 0,
    attemptsMax: 1,
    endpoint: 0,
    ...changes,
  };
}

export function plannedObjectStep(
  changes: Partial<PlannedObjectStep> = {},
): PlannedObjectStep {
  return {
    kind: "object",
    name: "prepare",
    openLoop: false,
    lanes: [plannedObjectLane()],
    bytes: null,
    ops: 100,
    durationNs: null,
    ...changes,
  };
}

/** 100 objects of 64 KiB, by libcurl. */
export function plannedObjects(
  changes: Partial<PlannedObjects> = {},
): PlannedObjects {
  return {
    keyPrefix: "sv-0123456789abcdef/",
    keys: 100,
    sizes: { kind: "fixed", bytes: 65_536 },
    keyStyle: { kind: "flat" },
    partBytes: 8 * 1024 ** 2,
    multipartFromBytes: 64 * 1024 ** 2,
    unitBytes: 4096,
    runKey: "00000000000000ff",
    seed: "00000000000000aa",
    objectTag: 0,
    compressPermille: 0,
    dedupePermille: 0,
    client: "libcurl",
    clientVersion: "libcurl/7.88.1",
    endpoints: 1,
    isInsecure: false,
    ...changes,
  };
}

export function objectTarget(
  changes: Partial<PlannedTarget> = {},
): PlannedTarget {
  return {
    name: "bucket",
    url: "s3://bucket/x",
    space: null,
    objects: plannedObjects(),
    steps: [plannedObjectStep()],
    ...changes,
  };
}
