/** Plans and their parts with defaults: a test sets what it is about. */
import type { BlockStep, Profile } from "../../engine/profile/mod.ts";
import type {
  Plan,
  PlannedBlockStep,
  PlannedLane,
  PlannedSpace,
  PlannedTarget,
} from "../../engine/plan/mod.ts";

/** Closed loop, 4 MiB of sequential 4 KiB writes. */
export function plannedLane(changes: Partial<PlannedLane> = {}): PlannedLane {
  return {
    lane: 0,
    seed: "000000000000002a",
    regionUnit: 0,
    regionUnits: 1024,
    limitOps: 0,
    limitBytes: 1024 * 4096,
    limitNs: 0,
    warmupNs: 0,
    io: "io_uring",
    depth: 16,
    pattern: { kind: "sequential" },
    arrival: { kind: "closed" },
    readPermille: 0,
    verify: true,
    sync: { kind: "none" },
    errorsMax: 0,
    mix: [{ bytes: 4096, weight: 1 }],
    ...changes,
  };
}

export function plannedStep(
  changes: Partial<PlannedBlockStep> = {},
): PlannedBlockStep {
  return {
    kind: "block",
    name: "fill",
    io: "io_uring",
    dsync: false,
    openLoop: false,
    lanes: [plannedLane()],
    bytes: 1024 * 4096,
    durationNs: null,
    ...changes,
  };
}

/** One file of 4 MiB in a folder, buffered. */
export function plannedSpace(
  changes: Partial<PlannedSpace> = {},
): PlannedSpace {
  return {
    kind: "directory",
    direct: false,
    alignBytes: 1,
    files: [{ name: "sv-run-000.dat", objectId: "00000000000000a0" }],
    fileBytes: 1024 * 4096,
    unitBytes: 4096,
    runKey: "00000000000000ff",
    objectTag: 0,
    writesBytes: 1024 * 4096,
    compressPermille: 0,
    dedupePermille: 0,
    ...changes,
  };
}

export function plannedTarget(
  changes: Partial<PlannedTarget> = {},
): PlannedTarget {
  return {
    name: "local",
    url: "file:///x",
    space: plannedSpace(),
    steps: [plannedStep()],
    ...changes,
  };
}

export function blockStep(changes: Partial<BlockStep> = {}): BlockStep {
  return {
    kind: "block",
    name: "fill",
    op: { read: 0, write: 100 },
    pattern: { kind: "sequential" },
    blockSizes: [{ bytes: 4096, weight: 1 }],
    warmupNs: 0,
    lanes: 1,
    depth: 16,
    verify: "always",
    sync: { kind: "none" },
    io: "auto",
    compressPercent: 0,
    dedupePercent: 0,
    errorsMax: 0,
    ...changes,
  };
}

export function profile(changes: Partial<Profile> = {}): Profile {
  return {
    name: "example",
    description: "An example",
    targets: ["local"],
    files: 1,
    unitBytes: 4096,
    steps: [blockStep()],
    objectives: [],
    ...changes,
  };
}

export function plan(changes: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    runId: "0123456789abcdef",
    seed: "42",
    profile: profile(),
    targets: [plannedTarget()],
    objectives: [],
    doubts: [],
    ...changes,
  };
}
