/** Reasons, known before a run, not to trust some number of a load of keys. */
import { formatBytes, formatCount, sizeBounds } from "../../profile/mod.ts";
import type { WorkloadContext } from "../mod.ts";
import type { PlannedObjects, PlannedObjectStep } from "./planned_object.ts";

/** Stores refuse smaller parts, but for the last one. */
const PART_MIN_BYTES = 5 * 1024 ** 2;

/** Doubts about the object steps of one target. */
export function objectDoubts(
  steps: readonly PlannedObjectStep[],
  objects: PlannedObjects,
  context: WorkloadContext,
): string[] {
  return [
    ...unwritten(steps, context),
    ...crowded(steps, context),
    ...client(objects, context),
    ...shape(steps, objects, context),
  ];
}

/** A key that nothing has put answers 404, which proves little. */
function unwritten(
  steps: readonly PlannedObjectStep[],
  { target }: WorkloadContext,
): string[] {
  const doubts: string[] = [];
  for (const { name, lanes } of steps) {
    const weights = lanes[0]?.weights ?? {};
    const reads = (weights.get ?? 0) + (weights.range ?? 0) +
      (weights.head ?? 0);
    if (reads > 0) {
      doubts.push(
        `Step "${name}" on "${target.url}" reads keys that no step before it ` +
          "has put: such reads find nothing and compare nothing",
      );
    }
    if ((weights.put ?? 0) + (weights.upload ?? 0) > 0) break;
  }
  return doubts;
}

/** Two changes of one key are never under way at once. */
function crowded(
  steps: readonly PlannedObjectStep[],
  { target }: WorkloadContext,
): string[] {
  return steps.flatMap(({ name, lanes }) => {
    const tight = lanes.find(({ depth, keyCount, weights }) =>
      keyCount < depth &&
      (weights.put ?? 0) + (weights.upload ?? 0) + (weights.delete ?? 0) > 0
    );
    if (tight === undefined) return [];
    return [
      `Step "${name}" on "${target.url}" keeps ${tight.depth} operations in ` +
      `flight over ${formatCount(tight.keyCount)} keys of a lane: they wait ` +
      "for each other, not for the storage",
    ];
  });
}

function client(
  { client, isInsecure }: PlannedObjects,
  { target }: WorkloadContext,
): string[] {
  const doubts: string[] = [];
  if (client === "sdk") {
    doubts.push(
      `"${target.url}" is driven through its SDK: numbers are those of an ` +
        "application, and this client is soon the limit",
    );
  }
  if (isInsecure) {
    doubts.push(
      `"${target.url}" is not asked for a certificate that can be trusted ` +
        "(insecure: true): anybody may have answered",
    );
  }
  if (target.store?.isPlain === true) {
    doubts.push(
      `"${target.url}" is reached over http without TLS: anybody on the way ` +
        "can read and change what is sent",
    );
  }
  return doubts;
}

function shape(
  steps: readonly PlannedObjectStep[],
  objects: PlannedObjects,
  { profile, target }: WorkloadContext,
): string[] {
  if (profile.objects === undefined) return [];
  const { minBytes, maxBytes } = sizeBounds(profile.objects.sizes);
  const { unitBytes, partBytes, multipartFromBytes, dedupePermille } = objects;
  const doubts: string[] = [];
  if (minBytes < unitBytes) {
    doubts.push(
      `Objects on "${target.url}" may have ${formatBytes(minBytes)}, less ` +
        `than a stamp of ${formatBytes(unitBytes)}: what is in them is ` +
        "compared, but whose it was cannot always be told",
    );
  }
  const hasUploads = steps.some(({ lanes }) =>
    (lanes[0]?.weights.upload ?? 0) > 0
  );
  const hasParts = maxBytes > partBytes && partBytes < PART_MIN_BYTES &&
    (hasUploads || (multipartFromBytes > 0 && maxBytes >= multipartFromBytes));
  if (hasParts) {
    doubts.push(
      `Parts of ${formatBytes(partBytes)} on "${target.url}" are below the ` +
        `${formatBytes(PART_MIN_BYTES)} that many stores want: they may ` +
        "refuse such uploads",
    );
  }
  const { multipartFromBytes: askedFromBytes } = profile.objects;
  if (
    target.store?.takesParts === false && askedFromBytes > 0 &&
    maxBytes >= askedFromBytes
  ) {
    doubts.push(
      `Objects from ${formatBytes(askedFromBytes)} on go to "${target.url}" ` +
        "in one put, not in parts as multipartFrom asks: this storage takes " +
        "objects whole",
    );
  }
  if (dedupePermille > 0) {
    doubts.push(
      `Copies are ${dedupePermille / 10}% of the units on "${target.url}": ` +
        "where they lie cannot be told from their payload",
    );
  }
  return doubts;
}
