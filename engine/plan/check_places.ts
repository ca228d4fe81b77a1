/**
 * Refuses targets that get in each other's way: two names for one place, and
 * spaces that fit one by one but not together. Goes in: targets with their
 * facts; comes out: mistakes.
 */
import { formatBytes, type Mistakes } from "../profile/mod.ts";
import type { WorkloadTarget } from "../workloads/mod.ts";
import type { PlannedTarget } from "./plan.ts";

/** Notes each target that claims the name or the place of an earlier one. */
export function checkPlaces(
  targets: readonly WorkloadTarget[],
  mistakes: Mistakes,
): void {
  targets.forEach((target, index) => {
    const { name, url } = target;
    const earlier = targets.slice(0, index);
    if (earlier.some((other) => other.name === name)) {
      mistakes.note(`targets.${name}`, `Target "${name}" is given twice`);
      return;
    }
    const outer = earlier.find((other) => isNested(other, target));
    if (outer !== undefined) {
      mistakes.note(
        `targets.${name}`,
        `Target "${name}" and "${outer.name}" lie one in the other: "${url}" ` +
          `and "${outer.url}"; give each its own`,
      );
      return;
    }
    const twin = earlier.find((other) => isSamePlace(other, target));
    if (twin === undefined) return;
    const names = twin.url === url ? `"${url}"` : `"${url}" and "${twin.url}"`;
    mistakes.note(
      `targets.${name}`,
      `Target "${name}" is the same place as "${twin.name}": ${names}` +
        (twin.url === url ? "" : " lead to one; give each its own"),
    );
  });
}

function isSamePlace(left: WorkloadTarget, right: WorkloadTarget): boolean {
  if (left.url === right.url) return true;
  const placeId = left.facts?.placeId;
  return placeId !== undefined && placeId === right.facts?.placeId;
}

/** A folder to be made in the other: one that is there makes it not empty. */
function isNested(left: WorkloadTarget, right: WorkloadTarget): boolean {
  const [one, other] = [left.facts?.placeId, right.facts?.placeId];
  if (one === undefined || other === undefined) return false;
  return one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}

/**
 * Notes spaces of one file system that are larger together than what is free
 * in it. All of them are there at once: files are deleted when a run is over.
 */
export function checkRoom(
  targets: readonly WorkloadTarget[],
  planned: readonly PlannedTarget[],
  mistakes: Mistakes,
): void {
  const rooms = new Map<string, { bytes: number; members: WorkloadTarget[] }>();
  targets.forEach((target, index) => {
    const space = planned[index]?.space;
    const roomId = target.facts?.roomId;
    if (!space || roomId === undefined) return;
    const room = rooms.get(roomId) ?? { bytes: 0, members: [] };
    room.bytes += space.fileBytes * space.files.length;
    room.members.push(target);
    rooms.set(roomId, room);
  });
  for (const { bytes, members } of rooms.values()) {
    const freeBytes = members[0]?.facts?.freeBytes ?? 0;
    if (members.length < 2 || bytes <= freeBytes) continue;
    const urls = members.map(({ url }) => `"${url}"`).join(" and ");
    mistakes.note(
      "targets",
      `Cannot lay spaces over ${urls}: they share one file system, need ` +
        `${formatBytes(bytes)} together, and ${formatBytes(freeBytes)} are ` +
        "free. Give a smaller size or free some space",
    );
  }
}
