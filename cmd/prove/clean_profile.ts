/**
 * The loads of the clean runs, as profiles: mixed random overwrite at full
 * depth, by the clock and until a time is over, with everything read back in
 * the end. The last one is as long as it has to be.
 */
import { parseProfile, type Profile } from "../../engine/mod.ts";

/** One clean run. */
export interface CleanLoad {
  /** For people. */
  readonly text: string;
  readonly profile: Profile;
}

type Step = Readonly<Record<string, unknown>>;

/** Offsets: 16 MiB in two files, overwritten at random while they are read. */
export function cleanOffsetsLoads(): CleanLoad[] {
  const mixed = {
    load: "block",
    op: { read: 60, write: 40 },
    pattern: "random",
    blockSize: { "4KiB": 70, "16KiB": 20, "64KiB": 10 },
    lanes: 2,
    depth: 64,
  };
  return [
    {
      text: "mixed random overwrite, depth 128, 1 s",
      profile: offsets("mixed", { ...mixed, duration: "1s" }),
    },
    {
      text: "the same in an open loop, 1 s",
      profile: offsets("open-loop", {
        ...mixed,
        duration: "1s",
        rate: "4000/s",
      }),
    },
  ];
}

/** Keys: put, overwritten, deleted, listed and read in every way at once. */
export function cleanKeysLoads(): CleanLoad[] {
  const mixed = {
    load: "object",
    op: { get: 40, put: 30, range: 15, head: 8, delete: 5, list: 2 },
    pattern: "random",
    lanes: 2,
    depth: 32,
    listLimit: 100,
  };
  return [
    {
      text: "mixed objects, depth 64, 2 s",
      profile: keys("mixed", { ...mixed, duration: "2s" }),
    },
    {
      text: "the same in an open loop, 1 s",
      profile: keys("open-loop", { ...mixed, duration: "1s", rate: "600/s" }),
    },
  ];
}

/** About as many comparisons of units, amid random overwrite in memory. */
export function bulkLoad(units: number): CleanLoad {
  return {
    text: "mixed random overwrite, depth 64",
    profile: offsets("bulk", {
      load: "block",
      op: { read: 90, write: 10 },
      pattern: "random",
      blockSize: "64KiB",
      lanes: 2,
      depth: 32,
      total: `${Math.ceil(units / 0.9 / 16) * 64}KiB`,
    }),
  };
}

function offsets(name: string, load: Step): Profile {
  const step = { load: "block", blockSize: "64KiB", depth: 16 };
  return read(name, {
    size: "16MiB",
    files: 2,
    steps: [
      { ...step, name: "fill", op: "write", total: "16MiB" },
      { ...load, name: "load" },
      { ...step, name: "read-back", op: "read", total: "16MiB" },
    ],
  });
}

function keys(name: string, load: Step): Profile {
  const step = { load: "object", depth: 16 };
  return read(name, {
    objects: {
      keys: 200,
      sizes: { "1KiB": 20, "4KiB": 40, "32KiB": 30, "128KiB": 10 },
      multipartFrom: "128KiB",
      partSize: "24KiB",
    },
    steps: [
      { ...step, name: "fill", op: "put" },
      { ...load, name: "load" },
      { ...step, name: "list", op: "list", ops: 4 },
      { ...step, name: "read-back", op: "get" },
    ],
  });
}

/** JSON is YAML. */
function read(name: string, profile: Step): Profile {
  const text = JSON.stringify({ name: `clean-${name}`, ...profile });
  return parseProfile(text, { source: "prove" });
}
