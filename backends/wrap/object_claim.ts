/**
 * A claim over a prefix of a store, as a folder is claimed: the marker is an
 * object that names the run and every name it puts keys at or below. Releasing
 * takes away those keys, and nothing else.
 *
 * Design. A run over keys makes millions of them, so the marker does not list
 * each: a name that ends with a slash stands for all keys below it. Nobody
 * else has keys there, since the place was empty when it was claimed.
 */
import type { Backend, ObjectFacts } from "../contract.ts";
import { StorageError } from "../errors.ts";
import { readName } from "../folder/key_path.ts";
import { keyText } from "../key.ts";
import type { Claim, Released } from "./folder_claim.ts";
import { refusal } from "./folder_claim.ts";
import {
  isEntryName,
  isPlainName,
  type Marker,
  MARKER_NAME,
  type MarkerState,
  parseMarker,
} from "./marker.ts";
import { PatientBackend } from "./patient_backend.ts";

/** Deletes under way at once: more would make a store ask for fewer. */
const DELETES = 16;
/** Requests under way at once, of many keys each. */
const BATCHES = 4;
/** Times that one listing is swept before a store is not believed any more. */
const ROUNDS = 5;

/** A marker, and which version of its object it was read from. */
export interface FoundMarker {
  readonly marker: Marker;
  readonly etag: string;
}

/** What `claimObjects` and `resumeObjects` give. */
export class ObjectClaim implements Claim {
  readonly folder: string;
  readonly madeFolder = false;
  readonly #backend: Backend;
  #found: FoundMarker;

  constructor(backend: Backend, found: FoundMarker) {
    this.folder = backend.url;
    this.#backend = backend;
    this.#found = found;
  }

  get runId(): string {
    return this.#found.marker.runId;
  }

  async add(files: readonly string[]): Promise<void> {
    for (const name of files) checkObjectName(this.folder, name);
    const { marker } = this.#found;
    const all = [...new Set([...marker.files, ...files])];
    await this.#update({ ...marker, files: all });
  }

  async addEntry(name: string): Promise<void> {
    if (!isEntryName(name)) {
      throw refusal(this.folder, "InvalidKey", `no key makes entry "${name}"`);
    }
    const { marker } = this.#found;
    const entries = [...new Set([...marker.entries ?? [], name])];
    await this.#update({ ...marker, entries });
  }

  async release(
    options: { readonly delete: boolean; readonly state?: MarkerState },
  ): Promise<Released> {
    const { marker } = this.#found;
    if (!options.delete) {
      await this.#update({ ...marker, state: options.state ?? "complete" });
      const left = await keysBeside(this.#backend, ownNames(marker));
      return { deleted: [], left, removedFolder: false };
    }
    const names = ownNames(marker);
    const patient = this.#backend instanceof PatientBackend
      ? this.#backend
      : new PatientBackend(this.#backend);
    // First: an upload that somebody completes later would be a key again.
    for (const name of names.filter((one) => one.endsWith("/"))) {
      await patient.abortUploads?.(name);
    }
    const deleted = await deleteKeys(patient, names);
    // Last: until then somebody else can go on with what is left.
    await patient.delete(MARKER_NAME);
    const left = await keysBeside(patient, []);
    return { deleted, left, removedFolder: false, retries: patient.retries };
  }

  async #update(marker: Marker): Promise<void> {
    const facts = await putMarker(this.#backend, marker, this.#found.etag);
    this.#found = { marker, etag: facts.etag };
  }
}

/** Names of keys, or with a slash of all keys below, that are the run's. */
export function ownNames({ files, entries = [] }: Marker): string[] {
  const texts = entries.map((name) => keyText(readName(name)?.bytes ?? ""));
  return [...files, ...texts.filter((text) => text !== undefined)];
}

/** Whether a run may have keys at the name, or below it if it has a slash. */
export function isObjectName(name: string): boolean {
  return isPlainName(name.replace(/\/$/, ""));
}

/** Fails with `InvalidKey` for a name that could reach beyond its place. */
export function checkObjectName(place: string, name: string): void {
  if (isObjectName(name)) return;
  throw refusal(
    place,
    "InvalidKey",
    `a run cannot have keys at ${JSON.stringify(name)}: a name has letters, ` +
      "digits, dots and dashes, and one slash at most, at its end",
  );
}

/** The marker of a place; `undefined` if there is none. */
export async function readObjectMarker(
  backend: Backend,
): Promise<FoundMarker | undefined> {
  let bytes: Uint8Array;
  let etag: string;
  try {
    ({ etag } = await backend.head(MARKER_NAME));
    bytes = await backend.get(MARKER_NAME);
  } catch (error) {
    if (error instanceof StorageError && error.kind === "NotFound") {
      return undefined;
    }
    throw error;
  }
  const marker = parseMarker(new TextDecoder().decode(bytes), isObjectName);
  if (marker !== undefined) return { marker, etag };
  throw refusal(
    backend.url,
    "Unexpected",
    `its marker "${MARKER_NAME}" is damaged or not ours: look at the place, ` +
      "then remove the marker",
  );
}

/**
 * Puts the marker: a new one where there is none (`etag` absent), else in the
 * place of the one with this etag, as far as the store can see to that.
 */
export function putMarker(
  backend: Backend,
  marker: Marker,
  etag?: string,
): Promise<ObjectFacts> {
  const bytes = new TextEncoder().encode(
    `${JSON.stringify(marker, null, 1)}\n`,
  );
  const has = (one: "writeIfAbsent" | "writeIfMatch") =>
    backend.capabilities.has(one);
  if (etag === undefined) {
    return has("writeIfAbsent")
      ? backend.putIfAbsent(MARKER_NAME, bytes)
      : backend.put(MARKER_NAME, bytes);
  }
  return has("writeIfMatch")
    ? backend.putIfMatch(MARKER_NAME, bytes, etag)
    : backend.put(MARKER_NAME, bytes);
}

/** Up to a page of keys that are neither the marker nor at these names. */
export async function keysBeside(
  backend: Backend,
  names: readonly string[],
): Promise<string[]> {
  const { objects, prefixes } = await backend.list({ delimiter: "/" });
  return [...objects.map(({ key }) => key), ...prefixes]
    .filter((key) => key !== MARKER_NAME && !names.includes(key)).sort();
}

/**
 * Deletes what is at the names; returns the names where there was something.
 * Fails with `Unexpected` when the store goes on to list what it deleted.
 */
export async function deleteKeys(
  backend: Backend,
  names: readonly string[],
): Promise<string[]> {
  const deleted: string[] = [];
  for (const name of names) {
    let left = await sweep(backend, name);
    if (left > 0) deleted.push(name);
    // Again until nothing is listed: a listing may lag behind the deletes.
    for (let round = 1; left > 0; round++) {
      left = await sweep(backend, name);
      if (left > 0 && round === ROUNDS) {
        throw refusal(
          backend.url,
          "Unexpected",
          `below "${name}" ${left} keys are still listed after they were ` +
            `deleted ${ROUNDS} times: try "stor-verify clean" again later`,
        );
      }
    }
  }
  return deleted;
}

/** One time through all that is listed; returns how many keys that were. */
async function sweep(backend: Backend, name: string): Promise<number> {
  let count = 0;
  for (let after: string | undefined, isFirst = true; isFirst || after;) {
    isFirst = false;
    const page = await backend.list({
      prefix: name,
      ...(after === undefined ? {} : { after }),
    });
    const keys = page.objects.map(({ key }) => key)
      .filter((key) => name.endsWith("/") || key === name);
    await deleteAll(backend, keys);
    count += keys.length;
    after = page.next;
  }
  return count;
}

async function deleteAll(
  backend: Backend,
  keys: readonly string[],
): Promise<void> {
  if (backend.deleteKeys !== undefined) {
    const share = Math.ceil(keys.length / BATCHES);
    const starts = Array.from({ length: BATCHES }, (_, at) => at * share);
    await Promise.all(
      starts.map((start) => keys.slice(start, start + share))
        .filter((batch) => batch.length > 0)
        .map((batch) => backend.deleteKeys?.(batch)),
    );
    return;
  }
  const rest = keys.values();
  const work = async () => {
    for (const key of rest) await backend.delete(key);
  };
  await Promise.all(Array.from({ length: DELETES }, work));
}
