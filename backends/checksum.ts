/**
 * Checksums of whole objects as they travel, for control and for cases. Too slow
 * for a load (0.3 GB/s): there the core computes them.
 */
import { createHash } from "node:crypto";
import type { ObjectChecksum } from "./contract.ts";
import { Crc32c, Crc64Nvme } from "./reference/crc.ts";

/** Of bytes in order. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** Of all so far; ends it. */
  base64(): string;
}

/** The true checksum of `bytes`. */
export function checksumOf(
  algorithm: ObjectChecksum["algorithm"],
  bytes: Uint8Array,
): ObjectChecksum {
  const running = runningChecksum(algorithm);
  running.update(bytes);
  return { algorithm, base64: running.base64() };
}

/** For bytes that come in pieces. */
export function runningChecksum(
  algorithm: ObjectChecksum["algorithm"],
): RunningChecksum {
  if (algorithm === "md5") {
    const hash = createHash("md5");
    return {
      update: (bytes) => void hash.update(bytes),
      base64: () => hash.digest("base64"),
    };
  }
  const crc = algorithm === "crc32c" ? new Crc32c() : new Crc64Nvme();
  return {
    update: (bytes) => crc.update(bytes),
    base64: () => btoa(String.fromCharCode(...crc.digest())),
  };
}
