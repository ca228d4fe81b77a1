/**
 * What an endpoint knows: containers, the blobs in them, and blocks that were
 * put and belong to no blob yet. Bytes lie in files; here are only their names.
 *
 * Design. Every change is one turn of the event loop, conditions included, so
 * that of two requests one is first. A version that was replaced keeps its
 * files until the last read of it has ended: a read never sees two versions.
 */
import type { BlobFile, BlobFolder } from "../blob_folder.ts";
import { keyBytes } from "../../key.ts";
import { KeyOrder } from "../key_order.ts";
import type { BlobRecords } from "./blob_records.ts";

/** A piece of a blob; those that came as blocks have their id. */
export interface BlobPiece extends BlobFile {
  readonly blockId?: string;
}

/** What a client told about a blob, and gets back with it. */
export interface BlobProperties {
  readonly contentType: string;
  /** Base64; of the whole blob, if anybody has told it. */
  readonly contentMd5?: string;
  /** Other headers of the content, under their answer's names. */
  readonly headers: readonly (readonly [string, string])[];
  /** Names as they were sent, without "x-ms-meta-". */
  readonly metadata: readonly (readonly [string, string])[];
}

/** One state of a blob, never changed. */
export interface BlobVersion extends BlobProperties {
  readonly name: string;
  readonly pieces: readonly BlobPiece[];
  readonly sizeBytes: number;
  /** With its quotes. */
  readonly etag: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

/** One container with all that is in it. */
export interface BlobContainer {
  readonly name: string;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly blobs: Map<string, BlobVersion>;
  /** Names of the blobs, as `keyBytes` gives them. */
  readonly order: KeyOrder;
  /** By blob, then by block id. */
  readonly staged: Map<string, Map<string, BlobPiece>>;
  /** The version before, of every blob; only where a mutant may want it. */
  readonly previous: Map<string, BlobVersion>;
}

/** All containers of one account, over one folder; `load` it first. */
export class BlobState {
  readonly folder: BlobFolder;
  readonly containers = new Map<string, BlobContainer>();
  readonly nowMs: () => number;
  readonly #records: BlobRecords;
  readonly #keepsPrevious: boolean;
  /** How many versions, stagings and reads need a file. */
  readonly #uses = new Map<string, number>();
  readonly #removals = new Set<Promise<void>>();
  #changes = 0;

  constructor(options: {
    readonly folder: BlobFolder;
    readonly records: BlobRecords;
    readonly nowMs: () => number;
    readonly keepsPrevious: boolean;
  }) {
    this.folder = options.folder;
    this.#records = options.records;
    this.nowMs = options.nowMs;
    this.#keepsPrevious = options.keepsPrevious;
  }

  /** Takes up what was saved, and removes the files that nothing names. */
  async load(): Promise<void> {
    for (const [name, versions] of this.#records.load()) {
      const container = this.makeContainer(name);
      for (const version of versions) {
        this.hold(version.pieces);
        container.blobs.set(version.name, version);
        container.order.add(keyBytes(version.name));
      }
    }
    await this.folder.sweep(new Set(this.#uses.keys()));
  }

  /** Never the same twice; it looks as Azure's do. */
  newEtag(): string {
    const mark = BigInt(this.nowMs()) * 0x1000n + BigInt(++this.#changes);
    return `"0x8D${mark.toString(16).toUpperCase().padStart(13, "0")}"`;
  }

  makeContainer(name: string): BlobContainer {
    const container: BlobContainer = {
      name,
      etag: this.newEtag(),
      modifiedMs: this.nowMs(),
      blobs: new Map(),
      order: new KeyOrder(),
      staged: new Map(),
      previous: new Map(),
    };
    this.#records.makeContainer(name);
    this.containers.set(name, container);
    return container;
  }

  dropContainer(container: BlobContainer): void {
    for (const name of [...container.blobs.keys()]) this.drop(container, name);
    for (const name of [...container.staged.keys()]) {
      this.dropStaged(container, name);
    }
    this.containers.delete(container.name);
    this.#records.dropContainer(container.name);
  }

  /** Puts a version in the place of the one before, and forgets the blocks. */
  replace(container: BlobContainer, version: BlobVersion): void {
    this.#records.save(container.name, version);
    this.hold(version.pieces);
    this.dropStaged(container, version.name);
    this.#retire(container, version.name);
    container.blobs.set(version.name, version);
    container.order.add(keyBytes(version.name));
  }

  /** As `replace` for a version with the same bytes; blocks stay. */
  redescribe(container: BlobContainer, version: BlobVersion): void {
    this.#records.save(container.name, version);
    container.blobs.set(version.name, version);
  }

  drop(container: BlobContainer, name: string): void {
    this.dropStaged(container, name);
    if (container.blobs.has(name)) this.#records.drop(container.name, name);
    this.#retire(container, name);
    container.blobs.delete(name);
    container.order.delete(keyBytes(name));
  }

  stage(container: BlobContainer, name: string, piece: BlobPiece): void {
    const staged = container.staged.get(name) ?? new Map();
    container.staged.set(name, staged);
    const before = staged.get(piece.blockId ?? "");
    this.hold([piece]);
    staged.set(piece.blockId ?? "", piece);
    if (before !== undefined) this.release([before]);
  }

  dropStaged(container: BlobContainer, name: string): void {
    const staged = container.staged.get(name);
    container.staged.delete(name);
    if (staged !== undefined) this.release([...staged.values()]);
  }

  /** Keeps the files of these pieces until as many releases. */
  hold(pieces: readonly BlobPiece[]): void {
    for (const { name } of pieces) {
      this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1);
    }
  }

  /** Removes the files that nobody needs any more. */
  release(pieces: readonly BlobPiece[]): void {
    const unused: BlobPiece[] = [];
    for (const piece of pieces) {
      const uses = (this.#uses.get(piece.name) ?? 0) - 1;
      if (uses > 0) this.#uses.set(piece.name, uses);
      else {
        this.#uses.delete(piece.name);
        unused.push(piece);
      }
    }
    if (unused.length === 0) return;
    const removal = this.folder.remove(unused);
    this.#removals.add(removal);
    removal.finally(() => this.#removals.delete(removal));
  }

  /** Waits until the files that nobody needs are gone. */
  async settle(): Promise<void> {
    await Promise.all(this.#removals);
  }

  #retire(container: BlobContainer, name: string): void {
    const version = container.blobs.get(name);
    if (version === undefined) return;
    if (!this.#keepsPrevious) return this.release(version.pieces);
    const before = container.previous.get(name);
    container.previous.set(name, version);
    if (before !== undefined) this.release(before.pieces);
  }
}
