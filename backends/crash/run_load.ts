/**
 * A small real run with its log: files are filled and made durable, then
 * overwritten at random with a sync now and then. Goes in: a way to open a
 * space; comes out: the log, and what is in the files when all of it is over.
 */
import type {
  IoMethod,
  LaneSpec,
  LogRecord,
  SpaceSpec,
} from "../../ffi/mod.ts";
import type { Space, SpaceLog } from "../block.ts";
import { StorageError } from "../errors.ts";
import type { RunLog } from "./run_log.ts";

/** Where the run goes on, and with which method. */
export interface RunPlace {
  readonly io: IoMethod;
  /** Of `spec.files`; they must not exist. */
  open(spec: SpaceSpec): Promise<Space>;
  /** Every byte of a file, read some other way; `null`: there is none. */
  read(name: string): Promise<Uint8Array | null>;
  remove(name: string): Promise<void>;
}

/** How much is under way at once. */
export interface RunShape {
  /** 1 and 1: the log follows from the seed, but for its times. */
  readonly lanes: number;
  readonly depth: number;
}

export interface LoadedRun {
  readonly log: RunLog;
  /** Of each file, after the run; `null` where nothing could be read. */
  readonly files: readonly (Uint8Array | null)[];
}

const UNIT_BYTES = 4096;
const UNITS = 16;
const FILL_UNITS = 4;
const OVERWRITES = 36;
const SYNC_EVERY = 5;
const LOG_CAPACITY = 4096;

/** Fails with a `StorageError`; takes the files away either way. */
export async function loadRun(
  place: RunPlace,
  shape: RunShape,
  seed: number,
): Promise<LoadedRun> {
  const spec = spaceSpec(seed);
  const space = await place.open(spec);
  try {
    const log = await startLog(space);
    await runLanes(space, [fillLane(place.io, seed)]);
    await runLanes(space, overwriteLanes(place.io, shape, seed));
    const records = allRecords(log);
    const files = await Promise.all(
      spec.files.map(({ name }) => place.read(name)),
    );
    return { log: { spec, records }, files };
  } finally {
    await space.close();
    for (const { name } of spec.files) await place.remove(name);
  }
}

async function startLog(space: Space): Promise<SpaceLog> {
  const log = await space.log?.({ capacity: LOG_CAPACITY });
  if (log !== undefined) return log;
  throw new StorageError("Cannot keep a log of the run: its lanes keep none", {
    kind: "Unsupported",
    operation: "log",
  });
}

function allRecords(log: SpaceLog): readonly LogRecord[] {
  const records = log.read();
  const { dropped, written } = log.facts();
  if (dropped === 0 && records.length === written) return records;
  throw new RangeError(
    `The log has ${records.length} records of ${written + dropped}`,
  );
}

function spaceSpec(seed: number): SpaceSpec {
  return {
    runId: BigInt(seed) + 1n,
    runKey: BigInt(seed) + 2n,
    files: [{ name: `power-cut-${seed}.dat`, objectId: BigInt(seed) + 3n }],
    fileBytes: UNITS * UNIT_BYTES,
    unitBytes: UNIT_BYTES,
    mode: "create",
    readOnly: false,
    allocate: false,
    dsync: false,
    compressPermille: 0,
    dedupePermille: 0,
    objectTag: 0,
  };
}

function laneSpec(io: IoMethod, seed: number): LaneSpec {
  return {
    lane: 0,
    seed: BigInt(seed),
    regionUnit: 0,
    regionUnits: UNITS,
    limitOps: 0,
    limitBytes: 0,
    limitNs: 0,
    warmupNs: 0,
    io,
    depth: 1,
    pattern: { kind: "random" },
    arrival: { kind: "closed" },
    readPermille: 0,
    verify: true,
    sync: { kind: "every", writes: SYNC_EVERY },
    errorsMax: 0,
    mix: [
      { bytes: UNIT_BYTES, weight: 3 },
      { bytes: 2 * UNIT_BYTES, weight: 1 },
    ],
  };
}

function fillLane(io: IoMethod, seed: number): LaneSpec {
  return {
    ...laneSpec(io, seed),
    limitOps: UNITS / FILL_UNITS,
    pattern: { kind: "sequential" },
    sync: { kind: "end" },
    mix: [{ bytes: FILL_UNITS * UNIT_BYTES, weight: 1 }],
  };
}

function overwriteLanes(
  io: IoMethod,
  { depth, lanes }: RunShape,
  seed: number,
): LaneSpec[] {
  return Array.from({ length: lanes }, (_, lane) => ({
    ...laneSpec(io, seed + lane),
    lane,
    depth,
    regionUnit: lane * UNITS / lanes,
    regionUnits: UNITS / lanes,
    limitOps: OVERWRITES / lanes,
  }));
}

async function runLanes(
  space: Space,
  specs: readonly LaneSpec[],
): Promise<void> {
  const gate = space.gate();
  try {
    const lanes = specs.map((spec) => space.lane(gate, spec));
    try {
      gate.open();
      for (const lane of lanes) {
        const status = await lane.join();
        if (status === 0) continue;
        throw new StorageError(
          `Cannot end the run: lane ${lane.spec.lane} stopped with status ` +
            `${status}`,
          { kind: "Unexpected", operation: "load" },
        );
      }
    } finally {
      for (const lane of lanes) lane.close();
    }
  } finally {
    gate.close();
  }
}
