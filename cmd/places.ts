/**
 * Where a run puts its files: claimed before anything is made, released when it
 * is over. All of its targets are claimed, or none.
 */
import {
  admitClaim,
  admitObjects,
  type Backend,
  type Claim,
  claimFolder,
  claimObjects,
  type ClaimOptions as Claimed,
  conformancePrefix,
  continueObjects,
  type Released,
  resumeClaim,
  resumeObjects,
  type StorageErrorKind,
  type Target,
} from "../backends/mod.ts";
import { casePrefix, caseSeed, type Plan } from "../engine/mod.ts";
import type { RunPlace } from "./store/run_state.ts";

/** What a run holds until it is released. */
export interface ClaimedPlaces {
  readonly places: readonly RunPlace[];
  /** By target name; targets without a folder or a store have none. */
  readonly claims: ReadonlyMap<string, Claim>;
}

/** The opened backend of a target. */
export type BackendOf = (target: string) => Backend;

interface ClaimOptions {
  readonly plan: Plan;
  /** Asked only about stores, whose marker is an object. */
  readonly backend: BackendOf;
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
    const { objects, space } = planned;
    const isStore = url?.scheme === "s3" || url?.scheme === "az" ||
      url?.scheme === "gateway";
    // Without a space it runs only cases, which put keys into a folder.
    const isFolder = space === null
      ? path !== null && !isBlockDevice(path)
      : space.kind === "directory";
    const folder = isFolder ? path : null;
    const isLasting = planned.samples !== undefined ||
      space?.kind === "directory" ||
      space?.kind === "device" || space?.kind === "store" ||
      objects !== undefined ||
      planned.steps.some(({ kind }) => kind === "table");
    return {
      target: planned.name,
      url: planned.url,
      folder,
      ...(isStore ? { isStore } : {}),
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
  const wanted = places.flatMap((place) => {
    if (place.folder === null && place.isStore !== true) return [];
    return [{ place, claim: { runId, files: filesOf(plan, place), replace } }];
  });
  for (const { claim, place } of wanted) await admit(place, claim, options);
  const claims = new Map<string, Claim>();
  try {
    for (const { claim, place } of wanted) {
      claims.set(place.target, await take(place, claim, options));
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

/** Names of files, or of a store with a slash all keys below them. */
function filesOf(plan: Plan, { isStore, target }: RunPlace): string[] {
  const planned = plan.targets.find(({ name }) => name === target);
  const names = planned?.space?.files.map(({ name }) => name) ?? [];
  if (isStore !== true) return names;
  const prefix = planned?.objects?.keyPrefix;
  const samples = planned?.samples?.keyPrefix;
  const ids =
    planned?.steps.flatMap((step) => step.kind === "cases" ? step.cases : []) ??
      [];
  const clients =
    planned?.steps.flatMap((step) =>
      step.kind === "consistency" ? [step.keyPrefix] : []
    ) ?? [];
  const copies = plan.targets.flatMap(({ name, steps }) =>
    steps.flatMap((step) =>
      step.kind === "pipeline" && (name === target || step.next === target)
        ? [step.keyPrefix]
        : []
    )
  );
  const tables =
    planned?.steps.flatMap((step) =>
      step.kind === "table" ? [step.keyPrefix] : []
    ) ?? [];
  return [
    ...clients,
    ...tables,
    ...new Set(copies),
    ...names.map((name) => `${name}/`),
    ...(prefix === undefined ? [] : [prefix]),
    ...(samples === undefined ? [] : [samples]),
    // A run that is killed amid a case leaves the case's keys.
    ...ids.flatMap((id) => keysOfCase(id, caseSeed(plan.seed)) ?? []),
  ];
}

/** Below which a case puts keys; `null` for one that never puts any. */
function keysOfCase(id: string, seed: number): string | null {
  const isOnKeys = /^(object|pipeline|loader|table)\./.test(id);
  return conformancePrefix(id, seed) ??
    (isOnKeys ? casePrefix(id, seed) : null);
}

type Backends = Pick<ClaimOptions, "backend">;

async function admit(
  { folder, target }: RunPlace,
  claim: Claimed,
  { backend }: Backends,
): Promise<void> {
  if (folder === null) await admitObjects(backend(target), claim);
  else await admitClaim(folder, claim);
}

async function take(
  { folder, target }: RunPlace,
  claim: Claimed,
  { backend }: Backends,
): Promise<Claim> {
  return folder === null
    ? await claimObjects(backend(target), claim)
    : await claimFolder(folder, claim);
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
  /** What was sent again and why, a sentence for each place. */
  readonly retries: readonly string[];
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
  const retries: string[] = [];
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
      retries.push(...retriesText(place, released));
      if (isEmptied) {
        left.push(...released.left.map((name) => `${claim.folder}/${name}`));
      }
    } catch (error) {
      failures.push(error);
      kept = true;
    }
    places.push({ ...place, kept });
  }
  return { places, left, failures, retries };
}

/** Words for what a store said before it did what it was asked for. */
const CAUSES: Readonly<Partial<Record<StorageErrorKind, string>>> = {
  RateLimited: "throttled",
  Unavailable: "unavailable",
  TimedOut: "timed out",
  Busy: "busy",
};

function retriesText(
  { url }: RunPlace,
  { retries = new Map() }: Released,
): string[] {
  const causes = [...retries].map(([kind, count]) =>
    `${count} ${CAUSES[kind] ?? kind}`
  );
  if (causes.length === 0) return [];
  const count = [...retries.values()].reduce((sum, one) => sum + one, 0);
  return [
    `${count === 1 ? "1 request" : `${count} requests`} to "${url}" while ` +
    `cleaning up: ${causes.join(", ")}`,
  ];
}

function isUnmade({ target }: RunPlace, { unmade }: ReleaseOptions): boolean {
  return unmade?.has(target) === true;
}

function willEmpty(place: RunPlace, options: ReleaseOptions): boolean {
  if (options.isAbandoned) return false;
  // Cases leave nothing that could be judged again.
  return options.delete || place.oracle === null || isUnmade(place, options);
}

interface ResumeOptions {
  readonly runId: string;
  readonly places: readonly RunPlace[];
  /** Needed where a place is a store. */
  readonly backend?: BackendOf;
  /** Take stores for this process, to go on with the run. */
  readonly isContinued?: boolean;
}

/** The claims of a run that is over; fails where a place is not its own. */
export async function resumePlaces(
  { runId, places, backend, isContinued = false }: ResumeOptions,
): Promise<ClaimedPlaces> {
  const claims = new Map<string, Claim>();
  for (const { folder, isStore, target } of places) {
    if (folder !== null) {
      claims.set(target, await resumeClaim(folder, runId));
    } else if (isStore === true && backend !== undefined) {
      const resume = isContinued ? continueObjects : resumeObjects;
      claims.set(target, await resume(backend(target), runId));
    }
  }
  return { places, claims };
}
