/**
 * WebDataset shards: a tar archive in which files of one stem, one behind the
 * other, are a sample. Goes in: samples; comes out: the shard and where each
 * sample lies, and back.
 */
import type { ByteRange } from "./byte_range.ts";
import { SampleFault } from "./sample_fault.ts";
import { readTar, type TarFile, writeTar } from "./tar.ts";

/** One sample: `key.npy` and `key.cls` are two parts of `key`. */
export interface ShardSample {
  /** May hold slashes, and no point behind the last of them. */
  readonly key: string;
  /** By extension, without the point in front. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

export interface Shard {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each sample: its files with their headers. */
  readonly ranges: readonly ByteRange[];
}

/** A `RangeError` for a key that would be read back as another. */
export function writeShard(samples: readonly ShardSample[]): Shard {
  const seen = new Set<string>();
  const files: TarFile[] = [];
  for (const { key, parts } of samples) {
    if (seen.has(key) || parts.size === 0 || stemOf(`${key}.x`) !== key) {
      throw new RangeError(
        `Cannot write sample "${key}" into a shard: it needs a key of its ` +
          "own without a point in its last part, and at least one file",
      );
    }
    seen.add(key);
    for (const [extension, bytes] of parts) {
      files.push({ name: `${key}.${extension}`, bytes });
    }
  }
  const { bytes, ranges: ofFiles } = writeTar(files);
  const ranges: ByteRange[] = [];
  let first = 0;
  for (const { parts } of samples) {
    const own = ofFiles.slice(first, first + parts.size);
    first += parts.size;
    const sizeBytes = own.reduce((sum, range) => sum + range.sizeBytes, 0);
    ranges.push({ offset: own[0]?.offset ?? 0, sizeBytes });
  }
  return { bytes, ranges };
}

/**
 * Parts are views of `bytes`; `isPart` as in `readTar()`. Fails with a
 * `SampleFault`, also for a sample whose files do not lie together: a reader
 * that streams would take it for two.
 */
export function readShard(bytes: Uint8Array, isPart = false): ShardSample[] {
  const samples = new Map<string, Map<string, Uint8Array>>();
  let last: string | undefined;
  for (const { name, bytes: part } of readTar(bytes, isPart).files) {
    const atByte = part.byteOffset - bytes.byteOffset;
    const key = stemOf(name);
    const extension = name.slice(key.length + 1);
    if (extension === "") throw fault(atByte, `"${name}" has no extension`);
    const known = samples.get(key);
    if (known !== undefined && key !== last) {
      throw fault(atByte, `the files of sample "${key}" do not lie together`);
    }
    const parts = known ?? new Map<string, Uint8Array>();
    if (parts.has(extension)) throw fault(atByte, `"${name}" is there twice`);
    parts.set(extension, part);
    samples.set(key, parts);
    last = key;
  }
  return [...samples].map(([key, parts]) => ({ key, parts }));
}

/** Up to the first point behind the last slash. */
function stemOf(name: string): string {
  const point = name.indexOf(".", name.lastIndexOf("/") + 1);
  return point === -1 ? name : name.slice(0, point);
}

function fault(atByte: number, reason: string) {
  return new SampleFault({
    format: "WebDataset",
    kind: "malformed",
    atByte,
    reason,
  });
}
