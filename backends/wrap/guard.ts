/**
 * Ownership of a folder. Before a run makes a file it claims the folder with a
 * marker that names the run and every file it will make; afterwards it deletes
 * what the marker lists and nothing else, and never a directory tree. A folder
 * with anything in it and without our marker is never touched.
 */
import { kill } from "node:process";
import { errnoOf } from "../folder/disk_failure.ts";
import {
  checkName,
  type Claim,
  entriesOf,
  FolderClaim,
  refusal,
  worded,
} from "./folder_claim.ts";
import {
  type Marker,
  MARKER_NAME,
  readMarker,
  removeMarker,
  syncFolder,
  writeMarker,
} from "./marker.ts";
import { deleteOwned } from "./owned_files.ts";

export interface ClaimOptions {
  readonly runId: string;
  /** Plain names of the files that the run will make in the folder. */
  readonly files: readonly string[];
  /** Deletes the files of another run that is over, as its marker lists them. */
  readonly replace: boolean;
  readonly ports?: Partial<GuardPorts>;
}

/** What the guard asks of its surroundings; a test hands in its own. */
export interface GuardPorts {
  readonly pid: number;
  readonly host: string;
  readonly now: () => Date;
  readonly isAlive: (pid: number) => boolean;
}

/**
 * Claims a folder, and makes it if its parent is there. Fails with kind
 * `AlreadyExists` when the folder holds what is not ours or another run's
 * files, and `Busy` while that run still lives.
 */
export async function claimFolder(
  folder: string,
  options: ClaimOptions,
): Promise<Claim> {
  const ports: GuardPorts = { ...systemPorts(), ...options.ports };
  for (const name of options.files) checkName(folder, name);
  return await worded(folder, async () => {
    const madeFolder = await makeFolder(folder);
    try {
      return await claimMade({ folder, madeFolder, options, ports });
    } catch (error) {
      if (madeFolder) await Deno.remove(folder).catch(() => {});
      throw error;
    }
  });
}

/** Fails for what `claimFolder` would refuse, and changes nothing. */
export async function admitClaim(
  folder: string,
  options: ClaimOptions,
): Promise<void> {
  const ports: GuardPorts = { ...systemPorts(), ...options.ports };
  for (const name of options.files) checkName(folder, name);
  await worded(folder, async () => {
    if (!await isFolder(folder)) return;
    const marker = await readMarker(folder);
    if (marker === undefined) await refuseForeign(folder);
    else refuseOther({ folder, marker, ports, options });
  });
}

async function claimMade(made: {
  readonly folder: string;
  readonly madeFolder: boolean;
  readonly options: ClaimOptions;
  readonly ports: GuardPorts;
}): Promise<Claim> {
  const { folder, options, ports } = made;
  const old = await readMarker(folder);
  if (old === undefined) await refuseForeign(folder);
  else await replaceRun({ folder, marker: old, ports, options });
  const marker: Marker = {
    version: 1,
    runId: options.runId,
    createdAt: ports.now().toISOString(),
    files: options.files,
    pid: ports.pid,
    host: ports.host,
    state: "running",
    madeFolder: made.madeFolder || old?.madeFolder === true,
  };
  try {
    await writeMarker(folder, marker, true);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
    const by = (await readMarker(folder))?.runId ?? "that is over now";
    throw refusal(folder, "Busy", `run ${by} took it at the same moment`);
  }
  return new FolderClaim(folder, marker);
}

async function replaceRun(replaced: {
  readonly folder: string;
  readonly marker: Marker;
  readonly ports: GuardPorts;
  readonly options: ClaimOptions;
}): Promise<void> {
  const { folder, marker, ports, options } = replaced;
  refuseOther({ folder, marker, ports, options });
  await deleteOwned(folder, marker);
  const now = await readMarker(folder);
  if (now?.runId !== marker.runId || now.state !== marker.state) {
    throw refusal(folder, "Busy", "another run took it at the same moment");
  }
  await removeMarker(folder, marker);
}

/** The claim of an earlier process over a folder of `runId`, to clean it up. */
export async function resumeClaim(
  folder: string,
  runId: string,
): Promise<Claim> {
  return await worded(folder, async () => {
    const marker = await readMarker(folder);
    if (marker?.runId === runId) return new FolderClaim(folder, marker);
    const found = marker === undefined
      ? "it has no marker of ours"
      : `it holds the files of run ${marker.runId}`;
    throw refusal(folder, "NotFound", `${found}, not those of run ${runId}`);
  });
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    await Deno.mkdir(folder);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
    // A link that leads nowhere has the name, and is no folder.
    if (await isFolder(folder)) return false;
    throw error;
  }
  try {
    await syncFolder(folder.replace(/\/[^/]*$/, "") || "/");
  } catch (error) {
    await Deno.remove(folder).catch(() => {});
    throw error;
  }
  return true;
}

/** False where nothing is; fails where something else is. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await Deno.stat(path)).isDirectory) return true;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
  throw refusal(path, "AlreadyExists", "it is not a folder");
}

async function refuseForeign(folder: string): Promise<void> {
  const names = await entriesOf(folder);
  if (names.length === 0) return;
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  throw refusal(
    folder,
    "AlreadyExists",
    `it is not empty and not ours: it holds ${shown.join(", ")}${more}; name ` +
      "an empty folder, or one that does not exist yet",
  );
}

/** Fails unless the place of `marker` may be taken from the run it names. */
export function refuseOther(asked: {
  readonly folder: string;
  readonly marker: Marker;
  readonly ports: GuardPorts;
  readonly options: ClaimOptions;
}): void {
  const { folder, marker, ports } = asked;
  const { runId, pid, host, state } = marker;
  const isHere = state === "running" && host === ports.host;
  if (isHere && ports.isAlive(pid)) {
    throw refusal(
      folder,
      "Busy",
      // A link, or another scheme, leads two targets to one folder.
      runId === asked.options.runId
        ? "another target of this run is in it; give each its own folder"
        : `run ${runId} is using it (process ${pid}); wait for it, or if that ` +
          `process is another program, remove "${folder}/${MARKER_NAME}" and ` +
          "the files it lists",
    );
  }
  if (asked.options.replace) return;
  const how = state === "complete" ? "complete" : "interrupted";
  throw refusal(
    folder,
    "AlreadyExists",
    `it holds the files of run ${runId} (${how}); judge them with ` +
      `"stor-verify verify ${runId}", or give --replace to delete them`,
  );
}

/** What the system says of this process and of others. */
export function systemPorts(): GuardPorts {
  return {
    pid: Deno.pid,
    host: Deno.hostname(),
    now: () => new Date(),
    isAlive: (pid) => {
      try {
        return kill(pid, 0) && !isZombie(pid);
      } catch (error) {
        // EPERM: it lives and is somebody else's. When nobody may ask at all,
        // it is taken to live: a run is never replaced on a guess.
        return errnoOf(error) !== "ESRCH";
      }
    },
  };
}

/** Ended, and not yet asked how by its parent, which may never ask. */
function isZombie(pid: number): boolean {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return /^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")));
  } catch {
    return false;
  }
}
