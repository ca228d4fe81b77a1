/** What a folder of any file system promises of its objects. */
import type { Capability } from "../capability.ts";

/** Offsets are added where there is something to load with. */
export const FOLDER_CAPABILITIES: readonly Capability[] = [
  "read",
  "readRange",
  "write",
  "writeAtomic",
  "writeIfAbsent",
  "writeStream",
  "readStream",
  "stat",
  "list",
  "listDelimiter",
  "listPaged",
  "delete",
  "copy",
  "rename",
  "multipart",
  "sync",
];
