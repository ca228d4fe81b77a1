/**
 * Puts of a folder of objects, three at a time, held against what was promised:
 * an acknowledged object is there and whole, one that was being put is the old
 * or the new one, and nothing else is visible.
 */
import { StorageError } from "../errors.ts";
import { FolderBackend } from "../folder/folder_backend.ts";
import { seededBytes, seededNumbers } from "../seeded.ts";
import { sameBytes } from "./same_bytes.ts";
import type { CrashDisk, DiskOmissions } from "./crash_disk.ts";
import type { CrashSubject } from "./subject.ts";

export interface PutSubjectOptions {
  readonly id: string;
  readonly promise: string;
  readonly method: "put" | "putIfAbsent";
  readonly omits?: DiskOmissions;
  /** A bug: the promise is given before the put has returned. */
  readonly isHasty?: boolean;
}

const ROOT = "/data";
const KEYS = ["a", "b/c", "b/d", "e", "f/g/h"];
const ROUNDS = 12;
const AT_ONCE = 3;
const BYTES_MAX = 2000;

export function putSubject(options: PutSubjectOptions): CrashSubject {
  const { id, promise, omits } = options;
  return {
    id,
    promise,
    ...(omits === undefined ? {} : { omits }),
    work: (disk, seed) => work(options, disk, seed),
    judge: (disk, notes) => judge(disk, notes),
  };
}

async function work(
  options: PutSubjectOptions,
  disk: CrashDisk,
  seed: number,
): Promise<void> {
  await disk.files.makeFolder(ROOT);
  await disk.core.pathSync("/");
  // The folder of the objects is not what is tested.
  disk.log.push({ kind: "syncFolder", path: "/" });
  const backend = open(disk);
  const next = seededNumbers(seed);
  let value = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const keys = new Set<string>();
    while (keys.size < AT_ONCE) keys.add(KEYS[next() % KEYS.length] ?? "a");
    await Promise.all([...keys].map(async (key) => {
      const number = ++value;
      disk.note(`begin ${key} ${number}`);
      if (options.isHasty) disk.note(`done ${key} ${number}`);
      const isDone = await attempt(
        () => backend[options.method](key, bytesOf(number)),
      );
      disk.note(`${isDone ? "done" : "refused"} ${key} ${number}`);
    }));
  }
  await backend.close();
}

/** False when there was an object already. */
async function attempt(put: () => Promise<unknown>): Promise<boolean> {
  try {
    await put();
    return true;
  } catch (error) {
    const isTaken = error instanceof StorageError &&
      error.kind === "AlreadyExists";
    if (isTaken) return false;
    throw error;
  }
}

function open(disk: CrashDisk): FolderBackend {
  return new FolderBackend({
    url: "file:///data",
    root: ROOT,
    core: disk.core,
    files: disk.files,
    direct: false,
  });
}

const MADE = new Map<number, Uint8Array<ArrayBuffer>>();

/** From one byte to four sectors; the number repeats them. */
function bytesOf(value: number): Uint8Array<ArrayBuffer> {
  const known = MADE.get(value);
  if (known !== undefined) return known;
  const next = seededNumbers(value);
  const bytes = seededBytes(1 + next() % BYTES_MAX, value, 7);
  MADE.set(value, bytes);
  return bytes;
}

async function judge(
  disk: CrashDisk,
  notes: readonly string[],
): Promise<string | null> {
  const legal = legalValues(notes);
  const backend = open(disk);
  const found = new Map<string, Uint8Array>();
  // Before the first promise not even the folder need be there.
  const isThere = disk.image().has(ROOT);
  if (isThere) {
    for (const { key } of (await backend.list()).objects) {
      found.set(key, await backend.get(key));
    }
    await backend.close();
  }
  for (const key of found.keys()) {
    if (!legal.has(key)) return `"${key}" is there and was never put`;
  }
  for (const [key, values] of legal) {
    const bytes = found.get(key);
    const isLegal = bytes === undefined
      ? values.includes(0)
      : values.some((value) => value > 0 && sameBytes(bytes, bytesOf(value)));
    if (isLegal) continue;
    const legalText = values.map((value) => value === 0 ? "nothing" : value)
      .join(" or ");
    const is = bytes === undefined ? "gone" : `${bytes.length} other bytes`;
    return `"${key}" is ${is}, and must be ${legalText}`;
  }
  return null;
}

/** By key: values that may be there; 0 is none. */
function legalValues(notes: readonly string[]): Map<string, number[]> {
  const legal = new Map<string, number[]>();
  for (const note of notes) {
    const [what, key = "", text] = note.split(" ");
    const value = Number(text);
    const values = legal.get(key) ?? [0];
    if (what === "begin") legal.set(key, [...values, value]);
    else if (what === "done") legal.set(key, [value]);
    else legal.set(key, values.filter((one) => one !== value));
  }
  return legal;
}
