/**
 * Whether a later run wrote over a device that an earlier one kept. A folder
 * has a marker that says whose it is; a device has none, and what a later run
 * of ours wrote there is no fault of the storage.
 */
import { parseUrl } from "../backends/mod.ts";
import type { RunPlace } from "./store/run_state.ts";
import type { StoredRun } from "./store/run_store.ts";
import { UsageError } from "./usage_error.ts";

/** Fails with a `UsageError` that names each device and the run that took it. */
export function refuseOverwritten(
  found: StoredRun,
  places: readonly RunPlace[],
  runs: readonly StoredRun[],
): void {
  const { runId, startedAt } = found.state;
  const later = runs.filter(({ state }) =>
    state.runId !== runId && state.startedAt > startedAt
  );
  const mistakes = places.flatMap(({ url }) => {
    const device = deviceOf(url);
    if (device === undefined) return [];
    const by = later.findLast(({ state }) =>
      state.places.some((place) => deviceOf(place.url) === device)
    );
    return by === undefined ? [] : [
      `Cannot judge run ${runId} on "${url}": run ${by.state.runId} came ` +
      "after it on the same device and wrote over it",
    ];
  });
  if (mistakes.length > 0) throw new UsageError(mistakes);
}

/** Number of the block device behind a URL, whatever name leads to it. */
function deviceOf(url: string): number | undefined {
  try {
    const parsed = parseUrl(url);
    if (!("path" in parsed)) return undefined;
    const { isBlockDevice, rdev } = Deno.statSync(parsed.path);
    return isBlockDevice === true ? rdev ?? undefined : undefined;
  } catch {
    // Whatever is wrong with it is told when it is opened.
    return undefined;
  }
}
