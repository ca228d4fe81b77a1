/**
 * Decides the objects of one target: their names, their sizes, who they are.
 * Comes in: the profile and the store's facts. Goes out: `PlannedObjects`.
 */
import type { SizeShape } from "../../../backends/mod.ts";
import type { ObjectSizes } from "../../profile/mod.ts";
import { keyedHash, u64ToHex, type WorkloadContext } from "../mod.ts";
import type { PlannedObjects } from "./planned_object.ts";

/** The objects; `null` after a mistake or when no step loads objects. */
export function layOutObjects(context: WorkloadContext): PlannedObjects | null {
  const { profile, target, mistakes, runId, seed } = context;
  const first = profile.steps.find(({ kind }) => kind === "object");
  const asked = profile.objects;
  if (first === undefined || asked === undefined) return null;
  const { store } = target;
  if (!store) {
    mistakes.note(
      `targets.${target.name}`,
      `Cannot run step "${first.name}" on "${target.url}": ` +
        "this storage takes no load of keys, use an s3:, az: or gateway: target",
    );
    return null;
  }
  return {
    keyPrefix: `sv-${runId}/`,
    keys: asked.keys,
    sizes: sizeShape(asked.sizes),
    keyStyle: asked.keyStyle,
    partBytes: asked.partBytes,
    multipartFromBytes: store.takesParts === false
      ? 0
      : asked.multipartFromBytes,
    unitBytes: profile.unitBytes,
    runKey: u64ToHex(keyedHash("run key", seed, runId)),
    seed: u64ToHex(keyedHash("sizes", seed)),
    objectTag: context.objectTag,
    compressPermille: Math.round(asked.compressPercent * 10),
    dedupePermille: Math.round(asked.dedupePercent * 10),
    client: store.client,
    clientVersion: store.clientVersion,
    endpoints: store.endpoints,
    isInsecure: store.isInsecure,
  };
}

/** In the core's units: thousandths of sigma, tenths of a percent. */
function sizeShape(sizes: ObjectSizes): SizeShape {
  switch (sizes.kind) {
    case "lognormal": {
      const { sigma, ...shape } = sizes;
      return { ...shape, sigmaMilli: Math.round(sigma * 1000) };
    }
    case "list":
      return {
        kind: "list",
        sizes: sizes.sizes.map(({ bytes, weight }) => ({
          bytes,
          weight: Math.round(weight * 10),
        })),
      };
    default:
      return sizes;
  }
}
