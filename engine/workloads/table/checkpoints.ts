/**
 * Lists of files outside the manifests, so that a manifest stays small however
 * many files a table has: when it names too many, they move into a checkpoint,
 * and many checkpoints into one of a higher level. None of them ever changes,
 * so an append reads none of them.
 */
import { readCheckpointRef, readDataFile } from "./manifest_codec.ts";
import {
  type CheckpointRef,
  type DataFile,
  type Manifest,
  type RowRange,
  rowsInTable,
} from "./manifest.ts";
import { Shape, ShapeFault } from "./manifest_shape.ts";
import { frameJson, type FrameKind, unframeJson } from "./framed_json.ts";
import { commonRows } from "./row_range.ts";
import { isStorageFailure, TableError } from "./table_error.ts";
import { checkpointPath } from "./table_path.ts";
import { sumText } from "./table_ports.ts";
import type { TableStore } from "./table_store.ts";

/** About 25 kB of manifest; halved, twice as many checkpoints are written. */
export const MANIFEST_FILES_MAX = 128;
/** Checkpoints of one level before they move into one of the next. */
export const CHECKPOINT_FAN_OUT = 32;

/** What one checkpoint holds: one of both is empty. */
export interface Checkpoint {
  readonly files: readonly GroupFiles[];
  readonly checkpoints: readonly CheckpointRef[];
}

interface GroupFiles {
  readonly group: number;
  readonly files: readonly DataFile[];
}

const kindOf = (store: TableStore): FrameKind => ({
  magic: "SVTC",
  formMax: 1,
  crc32c: (bytes, seed) => store.ports.crc32c(bytes, seed),
});

/**
 * The same table with fewer files named in the manifest itself, where there
 * were too many. `wrote` is called with the path of each checkpoint.
 */
export async function spillFiles(
  store: TableStore,
  manifest: Manifest,
  wrote: (path: string) => void,
): Promise<Manifest> {
  const named = manifest.groups.flatMap(({ files }) => files);
  if (named.length <= MANIFEST_FILES_MAX) return manifest;
  const write = async (level: number, checkpoint: Checkpoint) => {
    const path = checkpointPath(store.ports.uuid());
    const bytes = frameJson(kindOf(store), 1, checkpoint);
    await store.put(path, bytes);
    wrote(path);
    return refOf({ path, bytes, level, checkpoint }, store);
  };
  const files = manifest.groups
    .filter((group) => group.files.length > 0)
    .map((group) => ({ group: group.id, files: group.files }));
  let refs = [
    ...manifest.checkpoints,
    await write(0, { files, checkpoints: [] }),
  ];
  for (let level = 0;; level++) {
    const full = refs.filter((ref) => ref.level === level);
    if (full.length < CHECKPOINT_FAN_OUT) break;
    const ref = await write(level + 1, { files: [], checkpoints: full });
    refs = [...refs.filter((one) => one.level !== level), ref];
  }
  return {
    ...manifest,
    groups: manifest.groups.map((group) => ({ ...group, files: [] })),
    checkpoints: refs,
  };
}

interface Written {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly level: number;
  readonly checkpoint: Checkpoint;
}

function refOf(
  { bytes, checkpoint, level, path }: Written,
  { ports }: TableStore,
): CheckpointRef {
  const ranges = [
    ...checkpoint.checkpoints.map(({ rows }) => rows),
    ...checkpoint.files.flatMap(({ files }) => files.map(rowsInTable)),
  ];
  return {
    path,
    sizeBytes: bytes.length,
    crc32c: sumText(ports.crc32c(bytes)),
    level,
    fileCount:
      checkpoint.checkpoints.reduce((sum, one) => sum + one.fileCount, 0) +
      checkpoint.files.reduce((sum, { files }) => sum + files.length, 0),
    rows: {
      start: Math.min(...ranges.map(({ start }) => start)),
      end: Math.max(...ranges.map(({ end }) => end)),
    },
  };
}

export interface NamedFile {
  /** Its id. */
  readonly group: number;
  readonly file: DataFile;
}

/** What one version names for the first time. */
export interface NewNames {
  /** Paths of checkpoints. */
  readonly lists: readonly string[];
  readonly files: readonly NamedFile[];
}

/** Files of a version, with those in checkpoints; keeps what it has read. */
export class FileLists {
  readonly #store: TableStore;
  readonly #read = new Map<string, Checkpoint>();

  constructor(store: TableStore) {
    this.#store = store;
  }

  /**
   * Of one group, in order of rows; those alone that have rows of `rows`.
   * Throws `FileMissing` or `CorruptManifest` for a checkpoint that is not
   * what was written.
   */
  async filesOf(
    manifest: Manifest,
    groupId: number,
    rows: RowRange = { start: 0, end: Infinity },
  ): Promise<DataFile[]> {
    const isWanted = (range: RowRange) => {
      const { end, start } = commonRows(range, rows);
      return end > start;
    };
    const found: DataFile[] = [];
    const add = (files: readonly DataFile[]) => {
      found.push(...files.filter((file) => isWanted(rowsInTable(file))));
    };
    const walk = async (refs: readonly CheckpointRef[]) => {
      for (const ref of refs) {
        if (!isWanted(ref.rows)) continue;
        const { checkpoints, files } = await this.read(ref);
        add(files.find(({ group }) => group === groupId)?.files ?? []);
        await walk(checkpoints);
      }
    };
    await walk(manifest.checkpoints);
    add(manifest.groups.find(({ id }) => id === groupId)?.files ?? []);
    return found.sort((a, b) => a.firstRow - b.firstRow);
  }

  /**
   * What a version names and no path of `seen` is; they are added to it. A
   * checkpoint that was seen is not looked into, so that all versions together
   * cost one look at each file. Fails as `filesOf`, and then adds nothing.
   */
  async newNames(
    { checkpoints, groups }: Pick<Manifest, "checkpoints" | "groups">,
    seen: Set<string>,
  ): Promise<NewNames> {
    const fresh = new Set<string>();
    const lists: string[] = [];
    const files: NamedFile[] = [];
    const isNew = (path: string) => {
      if (seen.has(path) || fresh.has(path)) return false;
      fresh.add(path);
      return true;
    };
    const add = (group: number, more: readonly DataFile[]) => {
      for (const file of more) {
        if (isNew(file.path)) files.push({ group, file });
      }
    };
    const walk = async (refs: readonly CheckpointRef[]) => {
      for (const ref of refs) {
        if (!isNew(ref.path)) continue;
        lists.push(ref.path);
        const below = await this.read(ref);
        for (const one of below.files) add(one.group, one.files);
        await walk(below.checkpoints);
      }
    };
    await walk(checkpoints);
    for (const group of groups) add(group.id, group.files);
    for (const path of fresh) seen.add(path);
    return { lists, files };
  }

  async read(ref: CheckpointRef): Promise<Checkpoint> {
    const known = this.#read.get(ref.path);
    if (known !== undefined) return known;
    const read = await readCheckpoint(this.#store, ref);
    this.#read.set(ref.path, read);
    return read;
  }
}

async function readCheckpoint(
  store: TableStore,
  ref: CheckpointRef,
): Promise<Checkpoint> {
  const bytes = await store.get(ref.path).catch((error) => {
    if (!isStorageFailure(error, "NotFound")) throw error;
    throw new TableError(
      "FileMissing",
      `Cannot read "${ref.path}" of table "${store.url}": a manifest names ` +
        "it, and it is not there",
      error,
    );
  });
  const sum = sumText(store.ports.crc32c(bytes));
  if (sum !== ref.crc32c) {
    throw new TableError(
      "CorruptManifest",
      `Cannot read "${ref.path}": its CRC32C is ${sum}, and its manifest ` +
        `says ${ref.crc32c}`,
    );
  }
  const { value } = unframeJson(kindOf(store), ref.path, bytes);
  try {
    const shape = new Shape(value, "");
    return {
      files: shape.list("files", (group) => ({
        group: group.count("group", 1),
        files: group.list("files", readDataFile),
      })),
      checkpoints: shape.list("checkpoints", readCheckpointRef),
    };
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    throw new TableError(
      "CorruptManifest",
      `Cannot read "${ref.path}": ${error.message}`,
      error,
    );
  }
}
