/**
 * The samples of one target as they were planned: their numbers, names, sizes
 * and bytes. Goes in: the plan and the core; come out: files, packed, each with
 * what an index says of its samples. The same plan gives the same bytes.
 */
import { hexToU64, splitCount, splitmix64 } from "../mod.ts";
import { objectBytes } from "../pipeline/mod.ts";
import type { SamplesAsked } from "../../profile/mod.ts";
import type { SampleAddress } from "./epoch.ts";
import type { LoaderCore, StampedBytes } from "./loader_ports.ts";
import type { PlannedSamples } from "./planned_loader.ts";
import type { SampleCodec } from "./sample_codec.ts";
import { contentBytes, madeTensor } from "./sample_content.ts";
import {
  type PackedSamples,
  type SampleFormat,
  sampleFormat,
} from "./sample_format.ts";
import type { IndexedSample } from "./sample_index.ts";
import type { Tensor } from "./tensor.ts";

/** Digest of the index, as `IndexedSample` has it. */
export const SAMPLE_DIGEST = "crc64nvme";

/** Samples that lie in one file. */
export interface SampleFile {
  readonly source: number;
  /** Below the prefix of the plan. */
  readonly name: string;
  /** Number of the first one, over all sources. */
  readonly first: number;
  readonly count: number;
}

/** A file as it is to lie on the target. */
export interface PackedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly samples: readonly IndexedSample[];
}

/** Numbers count over all sources: those of the first source come first. */
export class SampleSet {
  readonly format: SampleFormat;
  /** `null`: files are not compressed. */
  readonly codec: SampleCodec | null;
  readonly sourceCounts: readonly number[];
  readonly files: readonly SampleFile[];
  readonly #asked: SamplesAsked;
  readonly #planned: PlannedSamples;
  readonly #runId: string;
  readonly #core: LoaderCore;
  readonly #seed: bigint;
  readonly #starts: readonly number[];

  /** Fails with a `RangeError` for a codec that is not there. */
  constructor(
    planned: PlannedSamples & { readonly samples: SamplesAsked },
    { runId, core }: { readonly runId: string; readonly core: LoaderCore },
  ) {
    const { samples } = planned;
    this.#asked = samples;
    this.#planned = planned;
    this.#runId = runId;
    this.#core = core;
    this.#seed = hexToU64(planned.runKey);
    this.format = sampleFormat(samples.format, core);
    this.codec = samples.codec === "none"
      ? null
      : core.codec(samples.codec, samples.level);
    this.sourceCounts = splitCount(samples.count, samples.sources);
    let start = 0;
    this.#starts = this.sourceCounts.map((count) => (start += count) - count);
    this.files = this.sourceCounts.flatMap((count, source) =>
      this.#filesOf(source, count)
    );
  }

  get formatName(): SamplesAsked["format"] {
    return this.#asked.format;
  }

  get count(): number {
    return this.#asked.count;
  }

  numberOf({ source, sample }: SampleAddress): number {
    return (this.#starts[source] ?? 0) + sample;
  }

  /** Number of the file in which a sample lies. */
  fileOf(number: number): number {
    let [low, high] = [0, this.files.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.files[middle]?.first ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** As it stands in shards and in sentences. */
  sampleKey(number: number): string {
    const source = this.#starts.findLastIndex((start) => start <= number);
    const sample = number - (this.#starts[source] ?? 0);
    return `s${source}-${String(sample).padStart(8, "0")}`;
  }

  /** Where stamps of a sample come from; `null`: it holds something else. */
  stampOf(number: number): StampedBytes | null {
    if (this.#asked.content !== "stamps") return null;
    const { runKey } = this.#planned;
    return { runKey, runId: this.#runId, tag: number, unit: 0 };
  }

  tensor(number: number): Tensor {
    const { content, sizes } = this.#asked;
    const sizeBytes = objectBytes(sizes, this.#planned.seed, number);
    if (content !== "stamps") {
      const seed = splitmix64(this.#seed ^ BigInt(number));
      return madeTensor(content, seed, sizeBytes);
    }
    const { runKey } = this.#planned;
    const of = { runKey, runId: this.#runId, tag: number, unit: 0 };
    const bytes = this.#core.stamp(of, contentBytes(content, sizeBytes));
    return { element: "uint8", shape: [bytes.length], bytes };
  }

  /** Makes the bytes of a file, and what an index says of them. */
  async pack(file: SampleFile): Promise<PackedFile> {
    const keys = Array.from({ length: file.count }, (_, index) => ({
      key: this.sampleKey(file.first + index),
      tensor: this.tensor(file.first + index),
    }));
    const packed = await this.format.pack(keys);
    const { bytes, ranges } = this.codec === null
      ? packed
      : compressed(packed, this.codec);
    return {
      bytes,
      samples: ranges.map((range, index) => ({
        key: keys[index]?.key ?? "",
        file: file.name,
        ...range,
        digest: this.#core.digest(
          bytes.subarray(range.offset, range.offset + range.sizeBytes),
        ),
        plainBytes: packed.ranges[index]?.sizeBytes ?? 0,
      })),
    };
  }

  #filesOf(source: number, count: number): SampleFile[] {
    const { perFile, codec } = this.#asked;
    const ending = `${this.format.extension}${codec === "zstd" ? ".zst" : ""}`;
    const start = this.#starts[source] ?? 0;
    return Array.from({ length: Math.ceil(count / perFile) }, (_, index) => ({
      source,
      name: `s${source}/${String(index).padStart(7, "0")}.${ending}`,
      first: start + index * perFile,
      count: Math.min(perFile, count - index * perFile),
    }));
  }
}

/**
 * Each sample becomes a frame, and so does what lies between and behind them:
 * any tool that knows the codec makes the plain file of it again.
 */
function compressed(
  { bytes, ranges }: PackedSamples,
  codec: SampleCodec,
): PackedSamples {
  const frames: Uint8Array[] = [];
  let [plainAt, at] = [0, 0];
  const add = (end: number) => {
    const frame = codec.compress(bytes.subarray(plainAt, end));
    frames.push(frame);
    plainAt = end;
    at += frame.length;
    return { offset: at - frame.length, sizeBytes: frame.length };
  };
  const placed = ranges.map(({ offset, sizeBytes }) => {
    if (offset > plainAt) add(offset);
    return add(offset + sizeBytes);
  });
  if (plainAt < bytes.length) add(bytes.length);
  const joined = new Uint8Array(at);
  let to = 0;
  for (const frame of frames) {
    joined.set(frame, to);
    to += frame.length;
  }
  return { bytes: joined, ranges: placed };
}
