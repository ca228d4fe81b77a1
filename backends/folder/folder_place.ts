/**
 * The folder that holds objects: writes a file aside, makes it durable, and
 * only then gives it its name. Goes in: names and bytes; comes out: files that
 * are whole or not there. Fails with raw errors of the system or the core;
 * `FolderBackend` words them.
 *
 * Design. Staged files live in `.stor-verify` of the same root, where no key
 * can reach. A name becomes visible by one rename, after an fsync of the file
 * and before one of the folder. Links are never followed below the root: each
 * folder on the way is looked at, and so is the file. Somebody who swaps a
 * folder for a link between that look and the use is not kept out, except of
 * reads that the core does in one call.
 */
import type { ObjectFacts } from "../contract.ts";
import type { CoreFilePort, CorePort } from "../core_port.ts";
import type { FaultGate } from "../fault_gate.ts";
import { errnoOf } from "./disk_failure.ts";
import { EntryNotes } from "./entry_notes.ts";
import { fileChunks } from "./file_chunks.ts";
import { fileFacts, LinkInTheWay } from "./file_facts.ts";
import { type FolderFiles, SYSTEM_FILES } from "./folder_files.ts";
import { type KeyPath, keyPath } from "./key_path.ts";
import { makeFolder } from "./new_folder.ts";

/** Folder of staged files below the root; no key encodes to a dot name. */
export const STAGING_FOLDER = ".stor-verify";

/** Rounds of making a folder that another delete removes again. */
const FOLDER_ROUNDS_MAX = 100;

/** A whole, durable file without its name. */
export interface StagedFile {
  readonly path: string;
  readonly facts: Omit<ObjectFacts, "key">;
}

/** What a folder of objects needs of the core. */
export type FolderCore = Pick<
  CorePort,
  | ("openFile" | "readBelow" | "pathSync" | "renameNew" | "probePath")
  | "faults"
>;

export interface FolderPlaceOptions {
  readonly root: string;
  readonly core: FolderCore;
  /** Names; the system's own when absent. */
  readonly files?: FolderFiles;
  /** Whether bytes bypass the page cache. */
  readonly direct: boolean;
  /** Names of a key; those of `keyPath` when absent. */
  readonly names?: (key: string) => KeyPath;
}

/** Fails with raw errors; every path it uses lies below its root. */
export class FolderPlace {
  readonly root: string;
  /** Told of each name in the root before a key makes it. */
  readonly entries = new EntryNotes();
  readonly files: FolderFiles;
  readonly #core: FolderCore;
  readonly #direct: boolean;
  readonly #names: (key: string) => KeyPath;
  readonly #mark = crypto.randomUUID().slice(0, 8);
  #staged = 0;

  constructor(options: FolderPlaceOptions) {
    this.root = options.root;
    this.files = options.files ?? SYSTEM_FILES;
    this.#core = options.core;
    this.#direct = options.direct;
    this.#names = options.names ?? keyPath;
  }

  /** Where faults on purpose are asked for; none without a core's own. */
  get faults(): FaultGate | undefined {
    return this.#core.faults;
  }

  /** Where the root is, or is to be made. */
  get parent(): string {
    return this.root.replace(/\/[^/]*$/, "") || "/";
  }

  /** Where the object of `key` is, or would be, from the root on. */
  nameOf(key: string): string {
    const { folders, name } = this.#names(key);
    return [...folders, name].join("/");
  }

  /** The same as a path. */
  pathOf(key: string): string {
    return `${this.root}/${this.nameOf(key)}`;
  }

  /** Path of the staged file `name`. */
  stagedPath(name: string): string {
    return `${this.root}/${STAGING_FOLDER}/${name}`;
  }

  /** Path of a staged file that is not there yet; its folder is. */
  async reserve(): Promise<string> {
    await makeFolder(this.files, `${this.root}/${STAGING_FOLDER}`);
    return this.stagedPath(`${this.#mark}-${Deno.pid}-${++this.#staged}`);
  }

  /** Writes `chunks` aside; leaves nothing behind when it fails. */
  async stage(
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<StagedFile> {
    const [path, file] = await this.#retried(
      [STAGING_FOLDER],
      this.root,
      async () => {
        const path = await this.reserve();
        const options = { create: true, direct: this.#direct };
        return [path, await this.#core.openFile(path, options)] as const;
      },
    );
    let isWhole = false;
    try {
      for await (const chunk of chunks) {
        if (chunk.length > 0) await file.append(chunk);
      }
      await file.sync();
      isWhole = true;
    } finally {
      file.close();
      if (!isWhole) await this.files.remove(path).catch(() => {});
    }
    return { path, facts: await fileFacts(this.files, path) };
  }

  /**
   * Gives a staged file the name of `key`: over what is there, or with `isNew`
   * only if nothing is (EEXIST). The staged file is gone either way.
   */
  async publish(
    staged: StagedFile,
    key: string,
    isNew: boolean,
  ): Promise<ObjectFacts> {
    try {
      await this.moveTo(staged.path, key, isNew);
    } catch (error) {
      await this.files.remove(staged.path).catch(() => {});
      throw error;
    }
    return { key, ...staged.facts };
  }

  /** Moves a file to the name of `key` and makes the name durable. */
  async moveTo(path: string, key: string, isNew: boolean): Promise<void> {
    const { folders, name } = this.#names(key);
    const to = this.pathOf(key);
    await this.entries.tell(folders[0] ?? name);
    await this.#retried(folders, path, async () => {
      await this.#makeFolders(folders);
      await (isNew ? this.#moveNew(path, to) : this.files.rename(path, to));
    });
    await this.#syncNearest(folders);
  }

  /** Renames an object; both folders are durable when it returns. */
  async rename(from: string, to: string): Promise<void> {
    await this.checkWay(from);
    await this.moveTo(this.pathOf(from), to, false);
    if (from === to) return;
    await this.#pruneAndSync(this.#names(from).folders);
  }

  /** Opens the object of `key`, which is no link and behind none. */
  async open(key: string): Promise<CoreFilePort> {
    await this.checkWay(key);
    return await this.#core.openFile(this.pathOf(key), {
      create: false,
      direct: this.#direct,
    });
  }

  /** Fails if a link lies on the way to the file of `key`, or is it. */
  async checkWay(key: string): Promise<void> {
    const { folders, name } = this.#names(key);
    let path = this.root;
    for (const part of [...folders, name]) {
      path += `/${part}`;
      if ((await this.files.facts(path)).isSymbolicLink) {
        throw new LinkInTheWay(path);
      }
    }
  }

  /** The bytes of a staged file, a chunk at a time. */
  async *readStaged(path: string): AsyncGenerator<Uint8Array> {
    const file = await this.#core.openFile(path, {
      create: false,
      direct: this.#direct,
    });
    try {
      yield* fileChunks(file, 0, file.sizeBytes());
    } finally {
      file.close();
    }
  }

  /** Removes the object of `key` if there is one, and folders left empty. */
  async remove(key: string): Promise<void> {
    const { folders } = this.#names(key);
    try {
      await this.checkWay(key);
      await this.files.remove(this.pathOf(key));
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return;
      throw error;
    }
    await this.#pruneAndSync(folders);
  }

  /** fsync of the root. */
  async sync(): Promise<void> {
    await this.#core.pathSync(this.root);
  }

  /** Removes the staging folder unless another one is still using it. */
  async close(): Promise<void> {
    await this.files.remove(`${this.root}/${STAGING_FOLDER}`).catch(() => {});
  }

  async #moveNew(path: string, to: string): Promise<void> {
    try {
      await this.#core.renameNew(path, to);
    } catch (error) {
      if (errnoOf(error) !== "EINVAL") throw error;
      // NFS lacks RENAME_NOREPLACE. A link refuses an existing name as well,
      // and the second name is in the staging folder, where nobody looks.
      await this.files.link(path, to);
      await this.files.remove(path);
    }
  }

  async #makeFolders(folders: readonly string[]): Promise<void> {
    let path = this.root;
    for (const name of folders) {
      const parent = path;
      path += `/${name}`;
      if (await makeFolder(this.files, path)) await this.#core.pathSync(parent);
    }
  }

  /**
   * Runs `body` again when a folder that it made was taken away, empty, by a
   * delete beside it. If `origin` is gone, that is not why, and it fails.
   */
  async #retried<T>(
    folders: readonly string[],
    origin: string,
    body: () => Promise<T>,
  ): Promise<T> {
    for (let round = 1;; round++) {
      try {
        return await body();
      } catch (error) {
        const isGone = errnoOf(error) === "ENOENT" && folders.length > 0;
        if (!isGone || round === FOLDER_ROUNDS_MAX) throw error;
        await this.files.facts(origin);
      }
    }
  }

  /** Removes the empty ones of these folders; the first that stays is synced. */
  async #pruneAndSync(folders: readonly string[]): Promise<void> {
    const left = [...folders];
    while (left.length > 0) {
      try {
        await this.files.remove([this.root, ...left].join("/"));
      } catch (error) {
        if (errnoOf(error) !== "ENOENT") break;
      }
      left.pop();
    }
    await this.#syncNearest(left);
  }

  /** fsync of the innermost of these folders that is still there. */
  async #syncNearest(folders: readonly string[]): Promise<void> {
    const left = [...folders];
    while (true) {
      try {
        return await this.#core.pathSync([this.root, ...left].join("/"));
      } catch (error) {
        if (errnoOf(error) !== "ENOENT" || left.length === 0) throw error;
        left.pop();
      }
    }
  }
}
