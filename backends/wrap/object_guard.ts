/**
 * Ownership of a prefix of a store. Before a run puts a key it claims the place
 * with a marker object; a place that holds anything else is never touched.
 */
import type { Backend } from "../contract.ts";
import { StorageError } from "../errors.ts";
import type { Claim } from "./folder_claim.ts";
import { refusal } from "./folder_claim.ts";
import {
  type ClaimOptions,
  type GuardPorts,
  refuseOther,
  systemPorts,
} from "./guard.ts";
import type { Marker } from "./marker.ts";
import { MARKER_NAME } from "./marker.ts";
import {
  checkObjectName,
  deleteKeys,
  keysBeside,
  ObjectClaim,
  ownNames,
  putMarker,
  readObjectMarker,
} from "./object_claim.ts";

/**
 * Claims the place of `backend`. `files` are names of keys, or with a slash at
 * the end of all keys below. Fails with kind `AlreadyExists` when the place
 * holds what is not ours or another run's keys, `Busy` while that run lives.
 */
export async function claimObjects(
  backend: Backend,
  options: ClaimOptions,
): Promise<Claim> {
  const ports: GuardPorts = { ...systemPorts(), ...options.ports };
  const folder = backend.url;
  await admitObjects(backend, options);
  const old = await readObjectMarker(backend);
  if (old !== undefined) {
    await deleteKeys(backend, ownNames(old.marker));
    const now = await readObjectMarker(backend);
    if (now?.etag !== old.etag) throw takenMeanwhile(folder);
  }
  const marker: Marker = {
    version: 1,
    runId: options.runId,
    createdAt: ports.now().toISOString(),
    files: options.files,
    pid: ports.pid,
    host: ports.host,
    state: "running",
    madeFolder: false,
  };
  try {
    const { etag } = await putMarker(backend, marker, old?.etag);
    const mine = await readObjectMarker(backend);
    // Where a store knows no conditions, the last of two puts has won.
    if (mine?.marker.runId !== options.runId) throw takenMeanwhile(folder);
    return new ObjectClaim(backend, { marker, etag });
  } catch (error) {
    const isLost = error instanceof StorageError &&
      ["AlreadyExists", "PreconditionFailed"].includes(error.kind);
    throw isLost ? takenMeanwhile(folder) : error;
  }
}

/** Fails for what `claimObjects` would refuse, and changes nothing. */
export async function admitObjects(
  backend: Backend,
  options: ClaimOptions,
): Promise<void> {
  const ports: GuardPorts = { ...systemPorts(), ...options.ports };
  const folder = backend.url;
  for (const name of options.files) checkObjectName(folder, name);
  const found = await readObjectMarker(backend);
  if (found !== undefined) {
    return refuseOther({ folder, marker: found.marker, ports, options });
  }
  const names = await keysBeside(backend, []);
  if (names.length === 0) return;
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  throw refusal(
    folder,
    "AlreadyExists",
    `it is not empty and not ours: it holds ${shown.join(", ")}${more}; name ` +
      "a prefix below which nothing is",
  );
}

/** The claim of an earlier process over the keys of `runId`, to clean it up. */
export async function resumeObjects(
  backend: Backend,
  runId: string,
): Promise<Claim> {
  const found = await readObjectMarker(backend);
  if (found?.marker.runId === runId) return new ObjectClaim(backend, found);
  const holds = found === undefined
    ? `it has no marker "${MARKER_NAME}" of ours`
    : `it holds the keys of run ${found.marker.runId}`;
  throw refusal(
    backend.url,
    "NotFound",
    `${holds}, not those of run ${runId}`,
  );
}

/**
 * As `resumeObjects`, to go on with the run: from here on the marker names this
 * process. Fails with `Busy` while the process that it names still lives.
 */
export async function continueObjects(
  backend: Backend,
  runId: string,
  given: Partial<GuardPorts> = {},
): Promise<Claim> {
  const ports: GuardPorts = { ...systemPorts(), ...given };
  const folder = backend.url;
  const found = await readObjectMarker(backend);
  if (found?.marker.runId !== runId) return await resumeObjects(backend, runId);
  const { pid, host, state } = found.marker;
  const isOther = host === ports.host && pid !== ports.pid;
  if (state === "running" && isOther && ports.isAlive(pid)) {
    throw refusal(folder, "Busy", `process ${pid} still runs in it`);
  }
  const marker: Marker = {
    ...found.marker,
    state: "running",
    pid: ports.pid,
    host: ports.host,
  };
  try {
    const { etag } = await putMarker(backend, marker, found.etag);
    return new ObjectClaim(backend, { marker, etag });
  } catch (error) {
    const isLost = error instanceof StorageError &&
      error.kind === "PreconditionFailed";
    throw isLost ? takenMeanwhile(folder) : error;
  }
}

function takenMeanwhile(folder: string): StorageError {
  return refusal(folder, "Busy", "another run took it at the same moment");
}
