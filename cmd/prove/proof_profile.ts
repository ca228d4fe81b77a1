/**
 * The profiles that a proof runs: ordinary ones, read by the ordinary parser.
 * Each writes everything three times, so that there is a past to come back,
 * and stops for a fault to be put: before the last writes, and before
 * everything is read.
 */
import { parseProfile, type Profile } from "../../engine/mod.ts";

/** Stop after the first writes; stops are ids of cases, which put the faults. */
export const FIRST_WRITTEN = "proof.first-written";
/** The second writes are done, and the last ones come. */
export const BEFORE_WRITE = "proof.before-write";
/** Everything is written, and will be read. */
export const BEFORE_READ = "proof.before-read";

/** Of a stamped unit. */
export const UNIT_BYTES = 4096;
/** Units of each of the two files of `offsetsProfile`. */
export const FILE_UNITS = 128;

/** Of each part but the last: objects have three, and a shorter one. */
export const PART_BYTES = 6 * UNIT_BYTES;
/** Of each object that is sent in parts. */
export const OBJECT_BYTES = 3 * PART_BYTES + 4 * UNIT_BYTES;
/** Objects that are sent in parts. */
export const PARTS_KEYS = 8;

/** Objects of many sizes. */
export const SIZES_KEYS = 14;
/** Of those, the first ones: they are deleted in the end. */
export const DELETED_KEYS = 2;

/** More places than there are writes in that time: none is written twice. */
const TIMED_UNITS = 1024;
const TIMED_KEYS = 150;
const BY_THE_CLOCK = { duration: "500ms", rate: "800/s" };

type Steps = readonly Readonly<Record<string, unknown>>[];

/** Offsets: two files, written in order, one unit at a time. */
export function offsetsProfile(): Profile {
  const step = { load: "block", blockSize: "4KiB", depth: 8 };
  return read({
    name: "proof-offsets",
    files: 2,
    size: `${2 * FILE_UNITS * UNIT_BYTES}B`,
    steps: [
      ...thrice({ ...step, op: "write" }),
      { name: "put-before-read", cases: BEFORE_READ },
      // One after another, so that a fault of one answer meets its place.
      { ...step, op: "read", name: "read-back", depth: 1 },
    ],
  });
}

/** The same, with last writes that come by the clock, and end by it. */
export function timedOffsetsProfile(): Profile {
  const step = { load: "block", blockSize: "4KiB", depth: 8 };
  return read({
    name: "proof-offsets-timed",
    size: `${TIMED_UNITS * UNIT_BYTES}B`,
    steps: [
      { ...step, op: "write", name: "first" },
      { name: "put-before-write", cases: BEFORE_WRITE },
      { ...step, op: "write", name: "timed", ...BY_THE_CLOCK },
      { ...step, op: "read", name: "read-back" },
    ],
  });
}

/** Objects of one size, each sent in parts; read whole, or only in ranges. */
export function partsProfile(reading: "whole" | "ranges"): Profile {
  const range = { name: "ranges", load: "object", op: "range", depth: 1 };
  return read({
    name: `proof-parts-${reading}`,
    objects: {
      keys: PARTS_KEYS,
      sizes: `${OBJECT_BYTES}B`,
      multipartFrom: `${2 * PART_BYTES}B`,
      partSize: `${PART_BYTES}B`,
    },
    steps: [
      ...thrice({ load: "object", op: "put", depth: 4 }),
      { name: "put-before-read", cases: BEFORE_READ },
      ...(reading === "whole" ? reads() : [{ ...range, rangeSize: "16KiB" }]),
    ],
  });
}

/** Objects whose size changes with each put, some of them deleted. */
export function sizesProfile(): Profile {
  const change = { load: "object", depth: 1 };
  return read({
    name: "proof-sizes",
    objects: {
      keys: SIZES_KEYS,
      sizes: { uniform: { min: "5KiB", max: "40KiB" } },
      multipartFrom: "never",
    },
    steps: [
      ...thrice({ ...change, op: "put" }),
      { ...change, name: "delete", op: "delete", ops: DELETED_KEYS },
      { name: "put-before-read", cases: BEFORE_READ },
      ...reads(),
    ],
  });
}

/** Small objects, put by the clock until it ends. */
export function timedKeysProfile(): Profile {
  const put = { load: "object", op: "put", depth: 4 };
  return read({
    name: "proof-keys-timed",
    objects: { keys: TIMED_KEYS, sizes: "4KiB" },
    steps: [
      { ...put, name: "first" },
      { name: "put-before-write", cases: BEFORE_WRITE },
      { ...put, name: "timed", duration: "1s", rate: "100/s", depth: 1 },
      { ...put, name: "read-back", op: "get" },
    ],
  });
}

function thrice(step: Readonly<Record<string, unknown>>): Steps {
  return [
    { ...step, name: "first" },
    { name: "look", cases: FIRST_WRITTEN },
    { ...step, name: "second" },
    { name: "put-before-write", cases: BEFORE_WRITE },
    { ...step, name: "third" },
  ];
}

/** One after another, so that a lie of one answer meets its key. */
function reads(): Steps {
  const step = { load: "object", depth: 1 };
  return [
    { ...step, name: "list", op: "list", ops: 1 },
    { ...step, name: "head", op: "head" },
    { ...step, name: "read-back", op: "get" },
  ];
}

/** JSON is YAML. */
function read(profile: Readonly<Record<string, unknown>>): Profile {
  return parseProfile(JSON.stringify(profile), { source: "prove" });
}
