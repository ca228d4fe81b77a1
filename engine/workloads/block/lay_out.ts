/**
 * Decides the space of one target: how large, which files, who they are.
 * Comes in: the profile and the target's facts. Goes out: a `PlannedSpace`.
 */
import type { BlockFacts } from "../../../backends/mod.ts";
import {
  type BlockStep,
  formatBytes,
  type Profile,
} from "../../profile/mod.ts";
import { keyedHash, u64ToHex, type WorkloadContext } from "../mod.ts";
import type { PlannedFile, PlannedSpace } from "./planned_block.ts";

const GiB = 1024 ** 3;
/** Used when neither a size nor any total is given. */
const SPACE_DEFAULT_BYTES = GiB;
/** A file grain beyond that would make tiny profiles need huge files. */
const GRAIN_MAX_BYTES = GiB;

/** The space, or `null` after a mistake or when no step loads blocks. */
export function layOutBlocks(context: WorkloadContext): PlannedSpace | null {
  const { profile, target, mistakes } = context;
  const steps = blockSteps(profile);
  const [first] = steps;
  if (first === undefined) return null;
  const { facts } = target;
  if (facts === null) {
    mistakes.note(
      `targets.${target.name}`,
      `Cannot run step "${first.name}" on "${target.url}": ` +
        "this storage has no offsets to load",
    );
    return null;
  }
  const files = facts.kind === "device" ? 1 : profile.files;
  const grain = facts.kind === "store"
    ? largestOf(steps)
    : grainBytes(steps, files);
  if (grain > GRAIN_MAX_BYTES) {
    mistakes.note(
      "files",
      `Cannot divide the space into ${files} files that hold whole blocks ` +
        "of every step: use block sizes that divide each other",
    );
    return null;
  }
  const fileBytes = fileSize({ profile, facts, files, grain });
  const lack = lackOfRoom({ facts, bytes: fileBytes * files, grain });
  if (lack !== null) {
    mistakes.note(
      `targets.${target.name}`,
      `Cannot lay a space over "${target.url}": ${lack}`,
    );
    return null;
  }
  return assemble({ facts, files, fileBytes, steps }, context);
}

/** The steps of a profile that load blocks. */
export function blockSteps(profile: Profile): BlockStep[] {
  return profile.steps.filter((step) => step.kind === "block");
}

/** The largest block of a step, which regions are made of. */
export function largestBlock(step: BlockStep): number {
  return Math.max(...step.blockSizes.map(({ bytes }) => bytes));
}

/** The largest block of all steps; of a store the size of its objects. */
function largestOf(steps: readonly BlockStep[]): number {
  return Math.max(...steps.map(largestBlock));
}

interface Layout {
  readonly facts: BlockFacts;
  readonly files: number;
  readonly fileBytes: number;
  readonly steps: readonly BlockStep[];
}

function assemble(layout: Layout, context: WorkloadContext): PlannedSpace {
  const { facts, files, fileBytes, steps } = layout;
  const { profile, runId, seed, target } = context;
  const writer = steps.find(({ op }) => op.write > 0);
  return {
    kind: facts.kind,
    direct: facts.direct,
    alignBytes: facts.alignBytes,
    files: Array.from({ length: files }, (_, index): PlannedFile => {
      const isDevice = facts.kind === "device";
      const name = isDevice ? "" : fileName(runId, index);
      const id = keyedHash("object", runId, target.url, name);
      return { name, objectId: u64ToHex(id) };
    }),
    fileBytes,
    unitBytes: profile.unitBytes,
    ...(facts.kind === "store" ? { objectBytes: largestOf(steps) } : {}),
    ...(facts.kind === "store" && target.store
      ? { client: target.store.clientVersion }
      : {}),
    runKey: u64ToHex(keyedHash("run key", seed, runId)),
    objectTag: context.objectTag,
    writesBytes: 0,
    compressPermille: Math.round((writer?.compressPercent ?? 0) * 10),
    dedupePermille: Math.round((writer?.dedupePercent ?? 0) * 10),
  };
}

function fileName(runId: string, index: number): string {
  return `sv-${runId}-${String(index).padStart(3, "0")}.dat`;
}

/**
 * What a file must be a multiple of. One file: the largest block, so that
 * each step covers it whole. More: all blocks, so that none lies in two.
 */
function grainBytes(steps: readonly BlockStep[], files: number): number {
  if (files === 1) return largestOf(steps);
  const sizes = steps.flatMap(({ blockSizes }) => blockSizes);
  return sizes.reduce(
    (grain, { bytes }) =>
      grain > GRAIN_MAX_BYTES ? grain : leastCommonMultiple(grain, bytes),
    1,
  );
}

interface SizeRequest {
  readonly profile: Profile;
  readonly facts: BlockFacts;
  readonly files: number;
  readonly grain: number;
}

function fileSize({ profile, facts, files, grain }: SizeRequest): number {
  const totals = blockSteps(profile).map(({ totalBytes }) => totalBytes ?? 0);
  const largest = Math.max(...totals);
  const wanted = profile.sizeBytes ??
    (largest > 0 ? largest : SPACE_DEFAULT_BYTES);
  if (facts.kind === "device" && wanted > facts.freeBytes) {
    return Math.floor(facts.freeBytes / grain) * grain;
  }
  return Math.ceil(wanted / files / grain) * grain;
}

interface Room {
  readonly facts: BlockFacts;
  readonly bytes: number;
  readonly grain: number;
}

/** Why the space does not fit, or `null` if it does. */
function lackOfRoom({ facts, bytes, grain }: Room): string | null {
  const { kind, freeBytes } = facts;
  if (kind === "null") return null;
  if (kind === "device") {
    if (bytes > 0) return null;
    return `the device has ${freeBytes} bytes, less than one block of ${grain}`;
  }
  if (bytes <= freeBytes) return null;
  return `it needs ${formatBytes(bytes)} and ${formatBytes(freeBytes)} are ` +
    `free, ${formatBytes(bytes - freeBytes)} too few. Give a smaller size or ` +
    "free some space";
}

function leastCommonMultiple(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return a / larger * b;
}
