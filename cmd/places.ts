/**
 * Where a run puts its files: claimed before anything is made, released when it
 * is over. All of its targets are claimed, or none.
 */
import {
  admitClaim,
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

/**
 * Gives back what was claimed when one target refuses. All are asked before
 * the first is claimed: what `replace` deletes cannot be given back.
 */
export async function claimPlaces(
  options: ClaimOptions,
): Promise<ClaimedPlaces> {
  const { plan, targets, replace } = options;
  const { runId } = plan;
  const places = placesOf(plan, targets);
  const wanted = places.flatMap(({ folder, target }) => {
    if (folder === null) return [];
    const space = plan.targets.find(({ name }) => name === target)?.space;
    const files = space?.files.map(({ name }) => name) ?? [];
    return [{ folder, target, claim: { runId, files, replace } }];
  });
  for (const { claim, folder } of wanted) await admitClaim(folder, claim);
  const claims = new Map<string, Claim>();
  try {
    for (const { claim, folder, target } of wanted) {
      claims.set(target, await claimFolder(folder, claim));
    }
  } catch (error) {
    // What cannot be given back keeps its marker; the refusal is what counts.
    for (const claim of claims.values()) {
      await claim.release({ delete: true }).catch(() => {});
    }
    throw error;
  }
  return { places, claims };
}

interface ReleaseOptions {
  readonly delete: boolean;
  readonly state: "complete" | "interrupted";
  /** Targets where no file was made: there is nothing to keep of them. */
  readonly unmade?: ReadonlySet<string>;
  /** Something still uses the places: all is kept, also what cases put. */
  readonly isAbandoned?: boolean;
}

/** What is where after a release. */
export interface ReleasedPlaces {
  readonly places: readonly RunPlace[];
  /** Entries beside the run's files: whoever put them there. */
  readonly left: readonly string[];
  /** Why places could not be released; they count as kept. */
  readonly failures: readonly unknown[];
}

/**
 * Deletes what the markers list, or keeps it and marks it as over. A place
 * that fails does not keep the others from being released.
 */
export async function releasePlaces(
  claimed: ClaimedPlaces,
  options: ReleaseOptions,
): Promise<ReleasedPlaces> {
  const failures: unknown[] = [];
  const left: string[] = [];
  const places: RunPlace[] = [];
  for (const place of claimed.places) {
    const claim = claimed.claims.get(place.target);
    if (claim === undefined) {
      // What was written to a device cannot be taken back.
      const kept = place.oracle !== null && !isUnmade(place, options);
      places.push({ ...place, kept });
      continue;
    }
    const isEmptied = willEmpty(place, options);
    let kept = !isEmptied;
    try {
      const { state } = options;
      const released = await claim.release({ state, delete: isEmptied });
      if (isEmptied) {
        left.push(...released.left.map((name) => `${claim.folder}/${name}`));
      }
    } catch (error) {
      failures.push(error);
      kept = true;
    }
    places.push({ ...place, kept });
  }
  return { places, left, failures };
}

function isUnmade({ target }: RunPlace, { unmade }: ReleaseOptions): boolean {
  return unmade?.has(target) === true;
}

function willEmpty(place: RunPlace, options: ReleaseOptions): boolean {
  if (options.isAbandoned) return false;
  // Cases leave nothing that could be judged again.
  return options.delete || place.oracle === null || isUnmade(place, options);
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
