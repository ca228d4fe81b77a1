/** What an S3 store promises by its protocol, whatever else it can do. */
import type { Capability } from "../capability.ts";

/** Of objects; loads are added where there is something to load with. */
export const S3_CAPABILITIES: readonly Capability[] = [
  "read",
  "readRange",
  "write",
  "writeAtomic",
  "writeIfAbsent",
  "writeIfMatch",
  "writeStream",
  "readStream",
  "stat",
  "list",
  "listDelimiter",
  "listPaged",
  "delete",
  "copy",
  "multipart",
  "metadata",
  "checksumMd5",
  "checksumCrc32c",
  "checksumCrc64nvme",
];
