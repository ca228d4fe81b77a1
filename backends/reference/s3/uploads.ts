/**
 * Uploads in parts that are not complete. Goes in: parts whose bytes are in
 * blobs; comes out: what completion needs. In memory only: an upload does not
 * survive its endpoint, and its blobs are swept when the next one starts.
 */
import type { BlobFile } from "../blob_folder.ts";
import type { Checksum, ChecksumName, ChecksumType } from "./checksum.ts";
import { S3Error } from "./s3_error.ts";
import type { Bucket, S3Store } from "./s3_store.ts";
import type { Draft } from "./version.ts";

/** A part that was acknowledged. */
export interface StoredPart {
  readonly number: number;
  /** Without quotes: the MD5 of its bytes. */
  readonly etag: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly checksum?: Checksum;
  readonly blobs: readonly BlobFile[];
}

export interface OpenUpload {
  readonly id: string;
  readonly bucket: Bucket;
  readonly key: string;
  readonly headers: Draft["headers"];
  readonly checksum?: {
    readonly name: ChecksumName;
    readonly type: ChecksumType;
  };
  readonly startedMs: number;
  readonly parts: Map<number, StoredPart>;
}

/** All open uploads of a store, in the order in which they began. */
export class Uploads {
  readonly #store: S3Store;
  readonly #open = new Map<string, OpenUpload>();

  constructor(store: S3Store) {
    this.#store = store;
  }

  start(upload: Omit<OpenUpload, "id" | "parts">): OpenUpload {
    const id = crypto.randomUUID().replaceAll("-", "");
    const opened = { ...upload, id, parts: new Map() };
    this.#open.set(id, opened);
    return opened;
  }

  /** Fails with `NoSuchUpload`, also for one of another key. */
  find(id: string, bucket: Bucket, key: string): OpenUpload {
    const upload = this.#open.get(id);
    if (upload?.bucket === bucket && upload.key === key) return upload;
    throw new S3Error("NoSuchUpload", { details: [["UploadId", id]] });
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  ofBucket(bucket: Bucket): OpenUpload[] {
    return [...this.#open.values()].filter((one) => one.bucket === bucket);
  }

  /** Takes the place of an earlier part of that number. */
  putPart(upload: OpenUpload, part: StoredPart): void {
    if (this.#open.get(upload.id) !== upload) {
      this.#store.discard(part.blobs);
      throw new S3Error("NoSuchUpload", { details: [["UploadId", upload.id]] });
    }
    const replaced = upload.parts.get(part.number);
    upload.parts.set(part.number, part);
    if (replaced !== undefined && replaced.blobs !== part.blobs) {
      this.#store.discard(replaced.blobs);
    }
  }

  /** Ends it; the blobs of all parts but those `kept` are removed. */
  end(upload: OpenUpload, kept: readonly StoredPart[]): void {
    this.#open.delete(upload.id);
    for (const part of upload.parts.values()) {
      if (!kept.includes(part)) this.#store.discard(part.blobs);
    }
  }
}
