/**
 * What the endpoint keeps of an object: its facts, and which blobs hold its
 * bytes. Saved as one small file; that file's name is what makes it visible.
 */
import type { BlobFile } from "../blob_folder.ts";
import type { Checksum, ChecksumType } from "./checksum.ts";

/** A checksum that was verified when the object came in. */
export interface ObjectChecksum extends Checksum {
  readonly type: ChecksumType;
}

/** A part of an object that was uploaded in parts. */
export interface ObjectPart {
  readonly number: number;
  readonly sizeBytes: number;
}

/** An object that is not visible yet. */
export interface Draft {
  /** Without quotes. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Answered as they came: Content-Type, metadata and the like. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly checksum?: ObjectChecksum;
  /** Present for an object that was uploaded in parts. */
  readonly parts?: readonly ObjectPart[];
  readonly blobs: readonly BlobFile[];
}

/** An object that was visible at some time. */
export interface Version extends Draft {
  readonly bucket: string;
  readonly key: string;
  readonly modifiedMs: number;
  /** Grows with every write of the store. */
  readonly sequence: number;
}

/** A version of a saved text; `undefined` if it is none. */
export function parseVersion(text: string): Version | undefined {
  try {
    const found: unknown = JSON.parse(text);
    const isVersion = typeof found === "object" && found !== null &&
      "blobs" in found && Array.isArray(found.blobs) && "key" in found &&
      "sequence" in found;
    // The endpoint wrote the file itself; a half-written one is no JSON.
    return isVersion ? found as Version : undefined;
  } catch {
    return undefined;
  }
}
