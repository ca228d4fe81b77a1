/** Promises a backend can make. Each is a sentence that can be false. */

export const CAPABILITIES = {
  read: "A whole object reads back as it was put",
  readRange: "A range returns exactly the bytes asked for",
  write: "Putting an object replaces the one before it whole",
  writeAtomic: "A reader sees the old bytes or the new ones, never a mixture",
  writeIfAbsent: "Of many that put a key if absent, exactly one succeeds",
  writeIfMatch: "A put with a condition fails once the object has changed",
  writeStream: "A streamed object becomes visible only when it is complete",
  readStream: "A stream delivers the same bytes as a whole read",
  metadata: "Head tells the content type and metadata that were put",
  checksumMd5: "A put that does not fit its MD5 is refused whole",
  checksumCrc32c: "A put that does not fit its CRC32C is refused whole",
  checksumCrc64nvme: "A put that does not fit its CRC64NVME is refused whole",
  stat: "Head tells the size that a whole read returns",
  list: "A listing holds every acknowledged key once, in order",
  listDelimiter: "A listing folds keys that share a prefix up to a delimiter",
  listPaged: "Pages together hold each key exactly once",
  delete: "A deleted object is gone for reads and listings",
  copy: "A copy holds the same bytes, and the source stays",
  rename: "A rename is atomic: one of the two keys exists at any time",
  multipart: "Parts become one object at completion and not before",
  sync: "After sync, acknowledged bytes survive a loss of power",
  block: "Bytes can be written and read at offsets under load",
  load: "Objects can be put, read and judged under load",
} as const;

export type Capability = keyof typeof CAPABILITIES;
