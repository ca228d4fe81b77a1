/**
 * The checksums of S3 while bytes flow by. Goes in: an algorithm and bytes;
 * comes out: the digest as S3 writes it, base64 of the big-endian value.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Crc32c, Crc64Nvme } from "../crc.ts";

/** As headers and XML name them, in lower and in upper case. */
export const CHECKSUMS = [
  "crc32",
  "crc32c",
  "crc64nvme",
  "sha1",
  "sha256",
] as const;

export type ChecksumName = typeof CHECKSUMS[number];

/** A checksum that was told or computed. */
export interface Checksum {
  readonly name: ChecksumName;
  readonly base64: string;
}

/**
 * Of the whole object, or of the parts' checksums one after another; told
 * apart because only the first can be compared with another upload's.
 */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** The algorithm called `text` in any case; `undefined` for none. */
export function checksumName(text: string): ChecksumName | undefined {
  return CHECKSUMS.find((name) => name === text.toLowerCase());
}

/** As error sentences and XML elements name it. */
export function checksumLabel(name: ChecksumName): string {
  return name.toUpperCase();
}

/** One running sum or hash. */
export interface Digest {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

/** Starts a checksum; `md5` is what ETags and Content-MD5 are made of. */
export function startDigest(name: ChecksumName | "md5"): Digest {
  if (name === "crc32") return new Crc32();
  if (name === "crc32c") return new Crc32c();
  if (name === "crc64nvme") return new Crc64Nvme();
  const hash = createHash(name);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => new Uint8Array(hash.digest()),
  };
}

class Crc32 implements Digest {
  #register = 0;

  update(bytes: Uint8Array): void {
    this.#register = crc32(bytes, this.#register);
  }

  digest(): Uint8Array {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.#register >>> 0);
    return bytes;
  }
}

/** Base64 as headers carry digests. */
export function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Lower-case hex as ETags and signatures carry digests. */
export function hexOf(bytes: Uint8Array): string {
  return bytes.toHex();
}

/**
 * The bytes that `text` stands for; `undefined` unless it is base64 of exactly
 * `sizeBytes`.
 */
export function bytesOfBase64(
  text: string,
  sizeBytes: number,
): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    return undefined;
  }
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return bytes.length === sizeBytes ? bytes : undefined;
}

/** Bytes of a digest. */
export function digestBytes(name: ChecksumName | "md5"): number {
  const sizes = {
    crc32: 4,
    crc32c: 4,
    crc64nvme: 8,
    sha1: 20,
    sha256: 32,
    md5: 16,
  };
  return sizes[name];
}
