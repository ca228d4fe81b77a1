/**
 * Which versions a table has, and reading one of them. The newest that is whole
 * is the current one; a newer one that is not is told, never written over.
 */
import { decodeManifest } from "./manifest_codec.ts";
import { emptyManifest, type Manifest } from "./manifest.ts";
import { isStorageFailure, TableError } from "./table_error.ts";
import { manifestPath, TABLE_FOLDERS, versionOfPath } from "./table_path.ts";
import { sumText } from "./table_ports.ts";
import type { TableStore } from "./table_store.ts";

/** A manifest that is there and cannot be used. */
export interface BrokenVersion {
  readonly version: number;
  readonly reason: string;
}

/** One version, as it was read. */
export interface Snapshot {
  readonly manifest: Manifest;
  /** Of its file, as 8 digits; `null` for version 0. */
  readonly crc32c: string | null;
  /** The newest name that is taken, whole or not. */
  readonly highestVersion: number;
  /** Newer ones that were passed over, the newest first. */
  readonly broken: readonly BrokenVersion[];
}

/** Ascending; also those that cannot be read. */
export async function listVersions(store: TableStore): Promise<number[]> {
  const versions: number[] = [];
  for await (
    const { path } of store.list(`${TABLE_FOLDERS.metadata}manifest-`)
  ) {
    const version = versionOfPath(path);
    if (version !== null) versions.push(version);
  }
  return versions.sort((a, b) => a - b);
}

/**
 * The newest name that is taken, seen from one that is known to be: versions
 * have no holes, so a few looks find it among any number of them.
 */
export async function highestFrom(
  store: TableStore,
  known: number,
): Promise<number> {
  if (known === 0) return (await listVersions(store)).at(-1) ?? 0;
  const isTaken = async (version: number) =>
    await store.sizeOf(manifestPath(version)) !== null;
  let taken = known;
  let step = 1;
  while (await isTaken(taken + step)) {
    taken += step;
    step *= 2;
  }
  let free = taken + step;
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (await isTaken(middle)) taken = middle;
    else free = middle;
  }
  return taken;
}

/** One manifest and the sum of its file. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly crc32c: string;
}

/**
 * Throws `FileMissing` for a version that is not there, `CorruptManifest` and
 * `NewerManifest` as decoding does, and what the storage fails with.
 */
export async function readManifest(
  store: TableStore,
  version: number,
): Promise<ReadManifest> {
  const { crc32c, faults } = store.ports;
  const path = manifestPath(version);
  if (faults.fires("manifest.read.fail", 5) !== null) {
    throw new TableError(
      "FaultInjected",
      `Cannot read "${path}" of table "${store.url}": the fault ` +
        "manifest.read.fail is armed",
    );
  }
  const bytes = await bytesOf(store, path, version);
  const manifest = decodeManifest(bytes, { path, version, crc32c });
  return { manifest, crc32c: sumText(crc32c(bytes)) };
}

async function bytesOf(
  store: TableStore,
  path: string,
  version: number,
): Promise<Uint8Array> {
  try {
    return await store.get(path);
  } catch (error) {
    if (!isStorageFailure(error, "NotFound")) throw error;
    throw new TableError(
      "FileMissing",
      `Cannot open version ${version} of table "${store.url}": there is no ` +
        `"${path}"`,
      error,
    );
  }
}

/**
 * The newest version that is whole. A table without any is version 0. Throws
 * `CorruptManifest` when there are manifests and none is whole, and
 * `NewerManifest` rather than fall back behind a newer program.
 */
export async function openLatest(store: TableStore): Promise<Snapshot> {
  const versions = await listVersions(store);
  const highestVersion = versions.at(-1) ?? 0;
  const broken: BrokenVersion[] = [];
  for (const version of versions.toReversed()) {
    const read = await readOrBreak(store, version, broken);
    if (read !== null) return { ...read, highestVersion, broken };
  }
  const [first] = broken;
  if (first !== undefined) {
    throw new TableError(
      "CorruptManifest",
      `Cannot open table "${store.url}": none of its ${broken.length} ` +
        `manifests is whole; the newest: ${first.reason}`,
    );
  }
  const manifest = emptyManifest(store.ports.uuid());
  return { manifest, crc32c: null, highestVersion, broken };
}

/**
 * The same, looked for upward from a version that is known: a few looks, where
 * a list has all names. What is behind the known one is not looked at again.
 */
export async function openNewer(
  store: TableStore,
  known: Snapshot,
): Promise<Snapshot> {
  const { manifest } = known;
  if (manifest.version === 0) return await openLatest(store);
  const highestVersion = await highestFrom(store, known.highestVersion);
  const broken: BrokenVersion[] = [];
  for (let version = highestVersion; version > manifest.version; version--) {
    const read = await readOrBreak(store, version, broken);
    if (read !== null) return { ...read, highestVersion, broken };
  }
  return { ...known, highestVersion, broken };
}

/** `null` for one that is not whole, which `broken` then names. */
async function readOrBreak(
  store: TableStore,
  version: number,
  broken: BrokenVersion[],
): Promise<ReadManifest | null> {
  try {
    return await readManifest(store, version);
  } catch (error) {
    const isBroken = error instanceof TableError &&
      error.kind === "CorruptManifest";
    if (!isBroken) throw error;
    broken.push({ version, reason: error.message });
    return null;
  }
}
