/**
 * What a transaction does when others have committed since it read: `fail`
 * gives up, `merge` does its work again on what is there now, `overwrite` does
 * it on what it had read, and leaves out what came between.
 */
import { applyUpdates } from "./apply_updates.ts";
import type { Manifest } from "./manifest.ts";
import { findMergeConflict } from "./merge_conflict.ts";
import { TableError } from "./table_error.ts";
import type { TableUpdate } from "./table_update.ts";
import type { Snapshot } from "./versions.ts";

export type ResolverName = "fail" | "merge" | "overwrite";

export interface ResolveOptions {
  readonly resolver: ResolverName;
  /** What the transaction had read. */
  readonly base: Snapshot;
  /** The newest name that is taken now. */
  readonly highestVersion: number;
  readonly updates: readonly TableUpdate[];
  /** Reads the manifest of `highestVersion`; only `merge` asks for it. */
  readLatest(): Promise<Pick<Snapshot, "manifest" | "crc32c">>;
}

/**
 * The manifest to be published as `highestVersion + 1`, still without the
 * transaction's id. Throws `Conflict` where the resolver does not allow it, and
 * whatever the rules of tables say of the result.
 */
export async function resolveCommit(
  options: ResolveOptions,
): Promise<Manifest> {
  const { base, highestVersion, resolver, updates } = options;
  const version = highestVersion + 1;
  const read = base.manifest;
  const isAlone = highestVersion === base.highestVersion &&
    read.version === base.highestVersion - base.broken.length;
  if (resolver === "fail" && !isAlone) {
    throw new TableError(
      "Conflict",
      `Cannot commit: version ${read.version} was read, and version ` +
        `${highestVersion} is there by now: begin again, or merge`,
    );
  }
  if (resolver === "merge" && !isAlone) {
    const latest = await options.readLatest();
    const conflict = findMergeConflict({
      base: read,
      latest: latest.manifest,
      updates,
    });
    if (conflict !== null) {
      throw new TableError(
        "Conflict",
        `Cannot merge onto version ${latest.manifest.version}: ${conflict}`,
      );
    }
    const rowsRead = read.rowCount;
    return {
      ...applyUpdates(latest.manifest, updates, { version, rowsRead }),
      parentVersion: latest.manifest.version,
      parentCrc32c: latest.crc32c,
    };
  }
  const rowsRead = read.rowCount;
  const applied = applyUpdates(read, updates, { version, rowsRead });
  // Who leaves others out does not read them: their sum is not known.
  return isAlone
    ? { ...applied, parentVersion: read.version, parentCrc32c: base.crc32c }
    : {
      ...applied,
      parentVersion: highestVersion,
      parentCrc32c: null,
      lastOverwrite: version,
    };
}
