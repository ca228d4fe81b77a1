/**
 * Whose bytes those of a key are: the identity that the core stamps into every
 * unit of its objects (`svi_object_identity()`), so that what a unit says of
 * itself can be held against the keys of a plan.
 */
import { hexToU64, splitmix64, u64ToHex } from "../mod.ts";
import type { PlannedObjects } from "./planned_object.ts";

/** 16 hex digits, as a finding has them in `found.object`. */
export function keyObjectId(
  { objectTag, runKey }: Pick<PlannedObjects, "objectTag" | "runKey">,
  key: number,
): string {
  const target = splitmix64(BigInt(objectTag));
  const ofTarget = splitmix64(hexToU64(runKey) ^ target);
  return u64ToHex(splitmix64((ofTarget + BigInt(key)) & MASK));
}

const MASK = 0xFFFF_FFFF_FFFF_FFFFn;
