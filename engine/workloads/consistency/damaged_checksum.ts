/** A checksum that no body of ours has, in a kind that the store checks. */
import type { Capability, ObjectChecksum } from "../../../backends/mod.ts";

const KINDS: readonly {
  readonly claim: Capability;
  readonly algorithm: ObjectChecksum["algorithm"];
  readonly sizeBytes: number;
}[] = [
  { claim: "checksumMd5", algorithm: "md5", sizeBytes: 16 },
  { claim: "checksumCrc32c", algorithm: "crc32c", sizeBytes: 4 },
  { claim: "checksumCrc64nvme", algorithm: "crc64nvme", sizeBytes: 8 },
];

/**
 * All ones: of an MD5 that fits nobody has heard, and a sum of a few bits fits
 * one body in four billions. Fails with a `RangeError` if no sum is claimed.
 */
export function damagedChecksum(
  claims: ReadonlySet<Capability>,
): ObjectChecksum {
  const kind = KINDS.find(({ claim }) => claims.has(claim));
  if (kind === undefined) throw new RangeError("No checksum is claimed");
  const bytes = new Uint8Array(kind.sizeBytes).fill(0xFF);
  return { algorithm: kind.algorithm, base64: bytes.toBase64() };
}
