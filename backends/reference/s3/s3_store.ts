/**
 * Buckets and their objects, in memory and over a folder. Goes in: drafts whose
 * bytes are in blobs; comes out: versions. A write is judged and made visible
 * in one step that nothing can come between.
 *
 * Design: bytes lie in `blobs`, one record per object in `buckets/NAME`, named
 * after its place in the order of writes. The rename of a record is the write.
 * Nothing is synced: this endpoint promises no survival of a power loss.
 */
import { keyBytes } from "../../key.ts";
import { BlobFolder } from "../blob_folder.ts";
import { KeyOrder } from "../key_order.ts";
import { S3Error } from "./s3_error.ts";
import { type Draft, parseVersion, type Version } from "./version.ts";

/** One bucket: its objects by `keyBytes` of their keys. */
export interface Bucket {
  readonly name: string;
  readonly createdMs: number;
  readonly objects: Map<string, Version>;
  readonly order: KeyOrder;
  /** What was overwritten or deleted, oldest first; kept only for lies. */
  readonly past: Map<string, Version[]>;
}

export interface S3StoreOptions {
  readonly folder: string;
  /** Keeps what is overwritten, so that a mutant can serve it. */
  readonly keepsPast: boolean;
  readonly nowMs: () => number;
}

/** One folder has one store. */
export class S3Store {
  readonly blobs: BlobFolder;
  readonly buckets = new Map<string, Bucket>();
  readonly #options: S3StoreOptions;
  readonly #pins = new Map<Version, number>();
  /** Versions whose blobs go once nobody reads them. */
  readonly #retired = new Set<Version>();
  readonly #removing = new Set<Promise<void>>();
  #sequence = 0;

  private constructor(options: S3StoreOptions) {
    this.#options = options;
    this.blobs = new BlobFolder(`${options.folder}/blobs`);
  }

  /** Takes up what an earlier store left in the folder. */
  static async open(options: S3StoreOptions): Promise<S3Store> {
    const store = new S3Store(options);
    await Deno.mkdir(`${options.folder}/blobs`, { recursive: true });
    await Deno.mkdir(`${options.folder}/buckets`, { recursive: true });
    await store.#load();
    return store;
  }

  /** Number of the latest write. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Fails with `NoSuchBucket`. */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket !== undefined) return bucket;
    throw new S3Error("NoSuchBucket", { details: [["BucketName", name]] });
  }

  createBucket(name: string): Bucket {
    Deno.mkdirSync(this.#bucketPath(name));
    return this.#addBucket(name, this.#options.nowMs());
  }

  /** Fails with `BucketNotEmpty`. */
  deleteBucket(name: string): void {
    const bucket = this.bucket(name);
    if (bucket.objects.size > 0) throw new S3Error("BucketNotEmpty");
    Deno.removeSync(this.#bucketPath(name), { recursive: true });
    this.buckets.delete(name);
  }

  find(bucket: Bucket, key: string): Version | undefined {
    return bucket.objects.get(keyBytes(key));
  }

  /**
   * Makes `draft` visible as `key`. `judge` sees what is there and may throw;
   * then the draft's blobs are the caller's to remove.
   */
  commit(
    place: { readonly bucket: Bucket; readonly key: string },
    draft: Draft,
    judge: (current: Version | undefined) => void = () => {},
  ): Version {
    const { bucket, key } = place;
    if (this.buckets.get(bucket.name) !== bucket) {
      throw new S3Error("NoSuchBucket", {
        details: [["BucketName", bucket.name]],
      });
    }
    const bytes = keyBytes(key);
    const current = bucket.objects.get(bytes);
    judge(current);
    const version: Version = {
      ...draft,
      bucket: bucket.name,
      key,
      modifiedMs: this.#options.nowMs(),
      sequence: ++this.#sequence,
    };
    this.#saveRecord(version);
    bucket.objects.set(bytes, version);
    if (current === undefined) bucket.order.add(bytes);
    else this.#retire(bucket, current);
    return version;
  }

  /** Returns what was deleted; `judge` as for `commit`. */
  delete(
    place: { readonly bucket: Bucket; readonly key: string },
    judge: (current: Version | undefined) => void = () => {},
  ): Version | undefined {
    const { bucket, key } = place;
    const bytes = keyBytes(key);
    const current = bucket.objects.get(bytes);
    judge(current);
    if (current === undefined) return undefined;
    this.#sequence++;
    bucket.objects.delete(bytes);
    bucket.order.delete(bytes);
    this.#retire(bucket, current);
    return current;
  }

  /** Keeps the blobs of `version` until the returned function is called. */
  pin(version: Version): () => void {
    this.#pins.set(version, (this.#pins.get(version) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#pins.get(version) ?? 1) - 1;
      if (left > 0) this.#pins.set(version, left);
      else {
        this.#pins.delete(version);
        if (this.#retired.delete(version)) this.discard(version.blobs);
      }
    };
  }

  /** Removes blobs that no record names; `close` tells what went wrong. */
  discard(blobs: Draft["blobs"]): void {
    const removing = this.blobs.remove(blobs);
    this.#removing.add(removing);
    removing.then(() => this.#removing.delete(removing), () => {});
  }

  async close(): Promise<void> {
    await Promise.all(this.#removing);
  }

  #retire(bucket: Bucket, version: Version): void {
    Deno.removeSync(this.#recordPath(version));
    if (this.#options.keepsPast) {
      const bytes = keyBytes(version.key);
      const past = bucket.past.get(bytes) ?? [];
      bucket.past.set(bytes, [...past, version]);
    } else if (this.#pins.has(version)) this.#retired.add(version);
    else this.discard(version.blobs);
  }

  #saveRecord(version: Version): void {
    const path = this.#recordPath(version);
    const staged = `${this.#options.folder}/staged.json`;
    Deno.writeTextFileSync(staged, JSON.stringify(version));
    Deno.renameSync(staged, path);
  }

  async #load(): Promise<void> {
    const named = new Set<string>();
    for await (const entry of Deno.readDir(`${this.#options.folder}/buckets`)) {
      const path = this.#bucketPath(entry.name);
      const { birthtime, mtime } = await Deno.stat(path);
      const createdMs = (birthtime ?? mtime)?.getTime() ?? 0;
      const bucket = this.#addBucket(entry.name, createdMs);
      for (const version of await readRecords(path)) {
        this.#sequence = Math.max(this.#sequence, version.sequence);
        const bytes = keyBytes(version.key);
        const other = bucket.objects.get(bytes);
        // A record that was replaced just before the process was killed.
        if (other !== undefined) Deno.removeSync(this.#recordPath(other));
        bucket.objects.set(bytes, version);
        bucket.order.add(bytes);
      }
      for (const { blobs } of bucket.objects.values()) {
        blobs.forEach(({ name }) => named.add(name));
      }
    }
    await this.blobs.sweep(named);
  }

  #addBucket(name: string, createdMs: number): Bucket {
    const bucket: Bucket = {
      name,
      createdMs,
      objects: new Map(),
      order: new KeyOrder(),
      past: new Map(),
    };
    this.buckets.set(name, bucket);
    return bucket;
  }

  #bucketPath(name: string): string {
    return `${this.#options.folder}/buckets/${name}`;
  }

  #recordPath({ bucket, sequence }: Version): string {
    const name = String(sequence).padStart(16, "0");
    return `${this.#bucketPath(bucket)}/${name}.json`;
  }
}

/** In the order in which they were written. */
async function readRecords(path: string): Promise<Version[]> {
  const versions: Version[] = [];
  for await (const { name } of Deno.readDir(path)) {
    const version = parseVersion(await Deno.readTextFile(`${path}/${name}`));
    if (version !== undefined) versions.push(version);
  }
  return versions.sort((a, b) => a.sequence - b.sequence);
}
