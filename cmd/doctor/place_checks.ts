/** Folders that a run needs: room where it writes, and a place for its runs. */
import { statfsSync } from "node:fs";
import type { Check } from "./check.ts";

/** A run of the profile `quick` with two targets needs that much. */
const ROOM_BYTES = 2 ** 30;

/** Free bytes as an unprivileged user has them. */
export type AskFree = (path: string) => number;

/** Room for a quick run below `path`. */
export function checkFreeSpace(path: string, ask: AskFree = freeBytes): Check {
  const name = "free space";
  let free: number;
  try {
    free = ask(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      name,
      state: "limited",
      text: `"${path}" cannot be asked: ${reason}`,
      remedy: "name a folder that exists with --path DIR",
    };
  }
  const text = `${(free / 2 ** 30).toFixed(1)} GiB in "${path}"`;
  if (free >= ROOM_BYTES) return { name, state: "works", text };
  return {
    name,
    state: "limited",
    text: `${text}: less than 1 GiB`,
    remedy: "use another folder, or a smaller run with --size 64MiB",
  };
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** The folder of the runs, or the nearest one above it, must be writable. */
export function checkRunsFolder(find: () => string): Check {
  const name = "runs folder";
  let path = "";
  try {
    path = find();
    const probe = `${nearestFolder(path)}/.stor-verify-${crypto.randomUUID()}`;
    Deno.mkdirSync(probe);
    Deno.removeSync(probe);
    return { name, state: "works", text: path };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      name,
      state: "missing",
      essential: true,
      text: path === "" ? reason : `"${path}" cannot be written: ${reason}`,
      remedy: "name a writable folder with --runs DIR or STOR_VERIFY_RUNS",
    };
  }
}

function nearestFolder(path: string): string {
  for (let folder = path; folder !== ""; folder = parentOf(folder)) {
    try {
      if (Deno.statSync(folder).isDirectory) return folder;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return "/";
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
