/**
 * Where a run puts its files: claimed before anything is made, released when it
 * is over. All of its targets are claimed, or none.
 */
import {
  type Claim,
  claimFolder,
  resumeClaim,
  type Target,
} from "../backends/mod.ts";
import type { Plan } from "../engine/mod.ts";
import type { RunPlace } from "./store/run_state.ts";

/** What a run holds until it is released. */
export interface ClaimedPlaces {
  readonly places: readonly RunPlace[];
  /** By target name; targets without a folder have none. */
  readonly claims: ReadonlyMap<string, Claim>;
}

interface ClaimOptions {
  readonly plan: Plan;
  readonly targets: readonly Target[];
  /** Delete the files of a run that is over. */
  readonly replace: boolean;
}

/** The places of a plan, before any is claimed. */
export function placesOf(
  plan: Plan,
  targets: readonly Target[],
): RunPlace[] {
  return plan.targets.map((planned, index) => {
    const url = targets.find(({ name }) => name === planned.name)?.url;
    const path = url !== undefined && "path" in url ? url.path : null;
    const { space } = planned;
    // Without a space it runs only cases, which put keys into a folder.
    const isFolder = space === null
      ? path !== null && !isBlockDevice(path)
      : space.kind === "directory";
    const folder = isFolder ? path : null;
    const isLasting = space?.kind === "directory" || space?.kind === "device";
    return {
      target: planned.name,
      url: planned.url,
      folder,
      oracle: isLasting ? `${index}.oracle` : null,
      kept: false,
    };
  });
}

function isBlockDevice(path: string): boolean {
  try {
    return Deno.statSync(path).isBlockDevice === true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Gives back what was claimed when one target refuses. */
export async function claimPlaces(
  options: ClaimOptions,
): Promise<ClaimedPlaces> {
  const { plan, targets, replace } = options;
  const places = placesOf(plan, targets);
  const claims = new Map<string, Claim>();
  try {
    for (const { folder, target } of places) {
      if (folder === null) continue;
      const space = plan.targets.find(({ name }) => name === target)?.space;
      const files = space?.files.map(({ name }) => name) ?? [];
      const claim = await claimFolder(folder, {
        runId: plan.runId,
        files,
        replace,
      });
      claims.set(target, claim);
    }
  } catch (error) {
    for (const claim of claims.values()) await claim.release({ delete: true });
    throw error;
  }
  return { places, claims };
}

interface ReleaseOptions {
  readonly delete: boolean;
  readonly state: "complete" | "interrupted";
  /** Targets where no file was made: there is nothing to keep of them. */
  readonly unmade?: ReadonlySet<string>;
}

/** What is where after a release. */
export interface ReleasedPlaces {
  readonly places: readonly RunPlace[];
  /** Entries beside the run's files: whoever put them there. */
  readonly left: readonly string[];
}

/** Deletes what the markers list, or keeps it and marks it as over. */
export async function releasePlaces(
  claimed: ClaimedPlaces,
  options: ReleaseOptions,
): Promise<ReleasedPlaces> {
  const { state, unmade } = options;
  const isUnmade = (target: string) => unmade?.has(target) === true;
  const left: string[] = [];
  for (const [target, claim] of claimed.claims) {
    const place = claimed.places.find((one) => one.target === target);
    // Cases leave nothing that could be judged again.
    const isEmptied = options.delete || place?.oracle === null ||
      isUnmade(target);
    const released = await claim.release({ state, delete: isEmptied });
    if (!isEmptied) continue;
    left.push(...released.left.map((name) => `${claim.folder}/${name}`));
  }
  const places = claimed.places.map((place) => ({
    ...place,
    // What was written to a device cannot be taken back.
    kept: place.oracle !== null && !isUnmade(place.target) &&
      (!options.delete || !claimed.claims.has(place.target)),
  }));
  return { places, left };
}

/** The claims of a run that is over; fails where a folder is not its own. */
export async function resumePlaces(
  runId: string,
  places: readonly RunPlace[],
): Promise<ClaimedPlaces> {
  const claims = new Map<string, Claim>();
  for (const { folder, target } of places) {
    if (folder !== null) {
      claims.set(target, await resumeClaim(folder, runId));
    }
  }
  return { places, claims };
}
