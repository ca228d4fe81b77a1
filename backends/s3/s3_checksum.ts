/** Checksums as the SDK's fields name them. */
import type { ObjectChecksum } from "../contract.ts";
import { onBuild } from "./on_build.ts";

/** Fields of an answer that state checksums. */
export interface StatedChecksums {
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumCRC64NVME?: string | undefined;
}

/** The field of a put that states this checksum. */
export function checksumInput({ algorithm, base64 }: ObjectChecksum) {
  switch (algorithm) {
    case "md5":
      return { ContentMD5: base64 };
    case "crc32c":
      return { ChecksumCRC32C: base64 };
    case "crc64nvme":
      return { ChecksumCRC64NVME: base64 };
  }
}

/**
 * Has the store send the checksum of the object. Beside the SDK's own switch
 * for it: that would let the SDK compare some of them, in words of its own.
 */
export function askingChecksum<C>(command: C): C {
  return onBuild(command, (headers) => {
    headers["x-amz-checksum-mode"] = "ENABLED";
  });
}

/** That of all bytes; one over the checksums of parts says nothing of them. */
export function wholeChecksumOf(
  answer: StatedChecksums,
): ObjectChecksum | undefined {
  const checksum = checksumOf(answer);
  return checksum?.base64.includes("-") ? undefined : checksum;
}

/** The checksum that an answer states; `undefined` if it has none we know. */
export function checksumOf(
  answer: StatedChecksums,
): ObjectChecksum | undefined {
  if (answer.ChecksumCRC32C !== undefined) {
    return { algorithm: "crc32c", base64: answer.ChecksumCRC32C };
  }
  if (answer.ChecksumCRC64NVME !== undefined) {
    return { algorithm: "crc64nvme", base64: answer.ChecksumCRC64NVME };
  }
  return undefined;
}
