/**
 * Checksums of whole objects as they travel, for tests of those who check them.
 * Far too slow for a load: there the core computes them.
 */
import { createHash } from "node:crypto";
import type { ObjectChecksum } from "./contract.ts";
import { Crc32c, Crc64Nvme } from "./reference/crc.ts";

/** The true checksum of `bytes`. */
export function checksumOf(
  algorithm: ObjectChecksum["algorithm"],
  bytes: Uint8Array,
): ObjectChecksum {
  return { algorithm, base64: digestOf(algorithm, bytes) };
}

function digestOf(
  algorithm: ObjectChecksum["algorithm"],
  bytes: Uint8Array,
): string {
  if (algorithm === "md5") {
    return createHash("md5").update(bytes).digest("base64");
  }
  const crc = algorithm === "crc32c" ? new Crc32c() : new Crc64Nvme();
  crc.update(bytes);
  return btoa(String.fromCharCode(...crc.digest()));
}
