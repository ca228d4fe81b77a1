/**
 * The object face of a folder, for `file:` (through the page cache) and
 * `direct:` (past it). A put is acknowledged once the bytes and the name are on
 * the device. It never claims `writeIfMatch`: a file system can refuse an
 * existing name in one step, but not one whose bytes have changed.
 */
import type { BlockFace } from "../block.ts";
import type { Capability } from "../capability.ts";
import type {
  BackendUse,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectFacts,
  Unfinished,
  Upload,
} from "../contract.ts";
import { StorageError } from "../errors.ts";
import { checkKey, quoteKey } from "../key.ts";
import { cutRange, objectFailure } from "../object_failure.ts";
import { RefusingBackend } from "../refusing_backend.ts";
import { bodyChunks } from "../stream.ts";
import { diskFailure, errnoOf } from "./disk_failure.ts";
import { fileChunks, fileStream } from "./file_chunks.ts";
import { fileFacts } from "./file_facts.ts";
import { FOLDER_CAPABILITIES } from "./folder_capabilities.ts";
import type { FolderFiles } from "./folder_files.ts";
import { listFolder } from "./folder_list.ts";
import {
  type FolderCore,
  FolderPlace,
  STAGING_FOLDER,
} from "./folder_place.ts";
import { FolderReads } from "./folder_reads.ts";
import { FolderStreams } from "./folder_stream.ts";
import { FolderUpload } from "./folder_upload.ts";
import { stagedFiles } from "./staged_files.ts";

export interface FolderBackendOptions {
  readonly url: string;
  readonly root: string;
  readonly core: FolderCore;
  /** Names; the system's own when absent. */
  readonly files?: FolderFiles;
  readonly direct: boolean;
  readonly block?: BlockFace;
}

export class FolderBackend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  override readonly streams: FolderStreams;
  readonly #core: FolderCore;
  readonly #place: FolderPlace;
  readonly #reads: FolderReads;
  #poison: StorageError | undefined;
  #uploads = 0;

  constructor(options: FolderBackendOptions) {
    super(options.block);
    this.url = options.url;
    this.#core = options.core;
    this.#place = new FolderPlace(options);
    this.#reads = new FolderReads({ ...options, place: this.#place });
    this.streams = new FolderStreams({
      url: this.url,
      place: this.#place,
      direct: options.direct,
    });
    this.capabilities = new Set([
      ...FOLDER_CAPABILITIES,
      ...(options.block === undefined ? [] : ["block" as const]),
    ]);
  }

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#attempt("put", key, async () => {
      const staged = await this.#place.stage([bytes]);
      return await this.#place.publish(staged, key, false);
    });
  }

  override putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    const operation = "put if absent";
    return this.#attempt(operation, key, async () => {
      const staged = await this.#place.stage([bytes]);
      try {
        return await this.#place.publish(staged, key, true);
      } catch (error) {
        if (errnoOf(error) !== "EEXIST") throw error;
        throw objectFailure({ url: this.url, operation, key }, "AlreadyExists");
      }
    });
  }

  override putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const operation = "put stream";
    return this.#attempt(operation, key, async () => {
      const chunks = bodyChunks({ url: this.url, operation, key }, body);
      const staged = await this.#place.stage(chunks);
      return await this.#place.publish(staged, key, false);
    });
  }

  override get(key: string): Promise<Uint8Array> {
    return this.#attempt("get", key, () => this.#reads.whole(key));
  }

  override getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const attempt = { url: this.url, operation: "get range", key };
    return this.#attempt(attempt.operation, key, () => {
      return this.#reads.range(
        key,
        range,
        (sizeBytes) => cutRange(attempt, range, sizeBytes),
      );
    });
  }

  readInto(
    key: string,
    start: number,
    into: Uint8Array<ArrayBuffer>,
  ): Promise<number> {
    return this.#attempt(
      "read",
      key,
      () => this.#reads.fill(key, start, into),
    );
  }

  override getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    const operation = "get stream";
    return this.#attempt(operation, key, async () => {
      const file = await this.#place.open(key);
      return fileStream(
        file,
        (step) => this.#attempt(operation, key, step),
      );
    });
  }

  override head(key: string): Promise<ObjectFacts> {
    return this.#attempt("head", key, async () => {
      await this.#place.checkWay(key);
      return {
        key,
        ...await fileFacts(this.#place.files, this.#place.pathOf(key)),
      };
    });
  }

  override list(options: ListOptions = {}): Promise<ListPage> {
    const action = `list "${this.url}"`;
    return this.#word("list", action, () => listFolder(this.#place, options));
  }

  override delete(key: string): Promise<void> {
    return this.#attempt("delete", key, () => this.#place.remove(key));
  }

  override copy(from: string, to: string): Promise<ObjectFacts> {
    return this.#attempt(
      "copy",
      from,
      () =>
        this.#reads.opened(from, async (file) => {
          checkKey(to, "copy");
          const chunks = fileChunks(file, 0, file.sizeBytes());
          return await this.#place.publish(
            await this.#place.stage(chunks),
            to,
            false,
          );
        }),
    );
  }

  override rename(from: string, to: string): Promise<ObjectFacts> {
    return this.#attempt("rename", from, async () => {
      checkKey(to, "rename");
      await this.#place.checkWay(from);
      const facts = await fileFacts(
        this.#place.files,
        this.#place.pathOf(from),
      );
      await this.#place.rename(from, to);
      return { key: to, ...facts };
    });
  }

  override upload(key: string): Promise<Upload> {
    return this.#attempt("start an upload", key, () =>
      Promise.resolve(
        new FolderUpload({
          id: `upload-${++this.#uploads}`,
          key,
          url: this.url,
          place: this.#place,
          attempt: (operation, at, body) => this.#attempt(operation, at, body),
        }),
      ));
  }

  override sync(): Promise<void> {
    if (this.#poison !== undefined) return Promise.reject(this.#poison);
    return this.#word("sync", `sync "${this.url}"`, () => this.#place.sync())
      .catch((error) => {
        // After a failed fsync the kernel marks the pages clean, so a later
        // one that succeeds would say nothing about these bytes.
        if (error instanceof StorageError) this.#poison = error;
        throw error;
      });
  }

  override async admit(use: BackendUse): Promise<void> {
    const { root } = this.#place;
    const action = use === "verify" ? "read" : "write";
    await this.#word("open", `${action} below "${this.url}"`, async () => {
      // A folder that is not there yet is made by its owner before the load.
      const isThere = use === "verify" || await this.#hasRoot();
      const path = isThere ? root : this.#place.parent;
      const facts = await this.#core.probePath(path);
      if (facts.kind !== "directory") await this.#place.files.facts(path);
      // Only a system call tells "read-only" from "not yours", and one that
      // cannot succeed changes nothing.
      if (use === "create" && facts.readOnly) {
        const name = `${path}/${STAGING_FOLDER}-admit`;
        await this.#place.files.makeFolder(name);
        await this.#place.files.remove(name);
      }
    });
  }

  /** Staged files do not tell their keys: all of them, whatever the prefix. */
  unfinished(_prefix: string): Promise<readonly Unfinished[]> {
    const action = `list what is unfinished in "${this.url}"`;
    return this.#word("list", action, () => stagedFiles(this.#place));
  }

  noteEntries(note: (name: string) => Promise<void>): void {
    this.#place.entries.listen(note);
  }

  override async close(): Promise<void> {
    await this.#place.close();
  }

  /** Runs `body` for a legal key; a missing file is a missing object. */
  #attempt<T>(
    operation: string,
    key: string,
    body: () => Promise<T>,
  ): Promise<T> {
    const action = `${operation} ${quoteKey(key)} in "${this.url}"`;
    return this.#word(operation, action, async () => {
      checkKey(key, operation);
      try {
        return await body();
      } catch (error) {
        const isMissing = errnoOf(error) === "ENOENT" && await this.#hasRoot();
        if (!isMissing) throw error;
        throw objectFailure({ url: this.url, operation, key }, "NotFound");
      }
    });
  }

  async #hasRoot(): Promise<boolean> {
    return (await this.#core.probePath(this.#place.root)).kind === "directory";
  }

  async #word<T>(
    operation: string,
    action: string,
    body: () => Promise<T>,
  ): Promise<T> {
    try {
      return await body();
    } catch (cause) {
      throw diskFailure(
        { action, operation, path: this.#place.root },
        cause,
      );
    }
  }
}
