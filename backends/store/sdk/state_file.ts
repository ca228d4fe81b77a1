/**
 * The file of a script run's oracle: a header that names the run, then the
 * state of each key. Goes in: a path and the spec; comes out: memory that lanes
 * share, and a lock that keeps a second process out.
 */
import type { ObjectSpaceSpec } from "../../../ffi/mod.ts";
import { StorageError, type StorageErrorKind } from "../../errors.ts";
import { diskFailure } from "../../folder/disk_failure.ts";
import { type KeepState, KEY_STATE_BYTES } from "./key_states.ts";

const HEADER_BYTES = 64;
const MAGIC = "SVKEYS01";
/** 1 GiB of memory. */
const KEYS_MAX = 2 ** 26;
/** Longer than a lock that nobody holds takes. */
const LOCK_WAIT_MS = 500;

/** Memory of all keys, and what holds the file until `close`. */
export interface OpenStates {
  readonly buffer: SharedArrayBuffer;
  close(): void;
}

/** Creates the file, or reads it back when the spec says so. */
export async function openStates(
  url: string,
  spec: ObjectSpaceSpec,
): Promise<OpenStates> {
  if (spec.keyCount > KEYS_MAX) {
    throw new StorageError(
      `Cannot load "${url}" with client: sdk: ${spec.keyCount} keys are more ` +
        `than ${KEYS_MAX}: name fewer, or set client: libcurl`,
      { kind: "Unsupported", operation: "open" },
    );
  }
  const buffer = new SharedArrayBuffer(spec.keyCount * KEY_STATE_BYTES);
  const { oraclePath } = spec;
  if (oraclePath === undefined) return { buffer, close: () => {} };
  const file = await openFile(oraclePath, spec);
  try {
    await lock(file, oraclePath);
    if (spec.mode === "create") writeHeader(file, spec);
    else readStates(file, spec, new Uint8Array(buffer));
  } catch (error) {
    file.close();
    throw error;
  }
  return { buffer, close: () => file.close() };
}

/** Writes through to the file at `path`; closed with the lane that has it. */
export function keeperOf(path: string): { keep: KeepState; close(): void } {
  const file = Deno.openSync(path, { write: true });
  return {
    keep: (index, bytes) => {
      file.seekSync(HEADER_BYTES + index * KEY_STATE_BYTES, 0);
      file.writeSync(bytes);
    },
    close: () => file.close(),
  };
}

async function openFile(
  path: string,
  { mode }: ObjectSpaceSpec,
): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, {
      read: true,
      write: true,
      createNew: mode === "create",
    });
  } catch (cause) {
    if (cause instanceof Deno.errors.AlreadyExists) {
      throw refuse(path, "AlreadyExists", "it is there already");
    }
    if (cause instanceof Deno.errors.NotFound) {
      throw refuse(path, "NotFound", "there is no such file or folder");
    }
    throw diskFailure(
      { action: "open the oracle file", operation: "open", path },
      cause,
    );
  }
}

/** The runtime cannot ask for a lock without waiting, so it is not waited for. */
async function lock(file: Deno.FsFile, path: string): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LOCK_WAIT_MS);
  });
  let isLocked = false;
  const got = file.lock(true).then(() => {
    isLocked = true;
  });
  // When it is not waited for any longer, the closed file ends it.
  got.catch(() => {});
  await Promise.race([got, late]);
  clearTimeout(timer);
  // This process itself may have stood still: whatever takes as long as a lock
  // comes after one that was asked for before.
  if (!isLocked) await Deno.stat(path);
  if (!isLocked) throw refuse(path, "Busy", "another process uses it");
}

function headerOf(spec: ObjectSpaceSpec): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode(MAGIC));
  view.setBigUint64(8, spec.runId, true);
  view.setBigUint64(16, spec.runKey, true);
  view.setBigUint64(24, spec.seed, true);
  view.setBigUint64(32, BigInt(spec.keyCount), true);
  view.setUint32(40, spec.objectTag, true);
  return header;
}

function writeHeader(file: Deno.FsFile, spec: ObjectSpaceSpec): void {
  file.writeSync(headerOf(spec));
  file.truncateSync(HEADER_BYTES + spec.keyCount * KEY_STATE_BYTES);
}

function readStates(
  file: Deno.FsFile,
  spec: ObjectSpaceSpec,
  states: Uint8Array<SharedArrayBuffer>,
): void {
  const expected = headerOf(spec);
  const found = readFully(file, HEADER_BYTES);
  const body = readFully(file, states.length);
  const isOurs = found.length === HEADER_BYTES &&
    found.every((byte, at) => byte === expected[at]);
  if (isOurs && body.length === states.length) {
    states.set(body);
    return;
  }
  throw refuse(
    spec.oraclePath ?? "",
    "Unexpected",
    isOurs ? "it is cut short" : "it is damaged, or belongs to another run",
  );
}

function readFully(
  file: Deno.FsFile,
  lengthBytes: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthBytes);
  let done = 0;
  while (done < lengthBytes) {
    const count = file.readSync(bytes.subarray(done));
    if (count === null || count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

function refuse(
  path: string,
  kind: StorageErrorKind,
  reason: string,
): StorageError {
  return new StorageError(`Cannot open the oracle file "${path}": ${reason}`, {
    kind,
    operation: "open",
    context: [["path", path]],
  });
}
