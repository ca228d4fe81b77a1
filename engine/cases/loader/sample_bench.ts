/**
 * What cases about training data share: a data set on the target and sources
 * that read it. Everything lies below the prefix of the case and is taken away.
 */
import {
  type ElementType,
  type IndexedSample,
  type KeyedTensor,
  type ReadRange,
  SampleBuffers,
  type SampleCodec,
  type SampleFormat,
  sampleFormat,
  type SampleFormatName,
  type SampleIndex,
  type SampleSource,
  type SampleSourceOptions,
  type Tensor,
  tensorSizeBytes,
} from "../../workloads/loader/mod.ts";
import type { CaseEnv } from "../case.ts";
import { seededBytes } from "../seeded_bytes.ts";
import { LOADER_PARTS, type LoaderParts } from "./loader_parts.ts";

/** A data set as it was put. */
export interface BenchSet {
  readonly index: SampleIndex;
  readonly format: SampleFormat;
  /** In the order of the index. */
  readonly samples: readonly KeyedTensor[];
  readonly codec: SampleCodec | null;
}

export interface BenchSetOptions {
  /** Part of the keys. */
  readonly name: string;
  readonly format: SampleFormatName;
  readonly samples: readonly KeyedTensor[];
  /** In one file where the format takes several; all if absent. */
  readonly perFile?: number;
  /** Each sample is a frame of it. */
  readonly codec?: SampleCodec;
}

/** Which tensors. */
export interface BenchTensors {
  readonly element: ElementType;
  readonly shapes: readonly (readonly number[])[];
  readonly salt: number;
}

/** One case's. */
export class SampleBench {
  readonly parts: LoaderParts;
  /** Memory of what is read, where the target fills it. */
  readonly buffers = new SampleBuffers();
  /** Of reads that nobody ends. */
  readonly signal = new AbortController().signal;
  readonly #env: CaseEnv;
  readonly #keys = new Set<string>();

  constructor(env: CaseEnv, parts: LoaderParts) {
    this.#env = env;
    this.parts = parts;
  }

  /** The key of that name, to be taken away in the end. */
  key(name: string): string {
    const key = `${this.#env.prefix}${name}`;
    this.#keys.add(key);
    return key;
  }

  /** Tensors of bytes that no other salt gives. */
  tensors({ element, shapes, salt }: BenchTensors): KeyedTensor[] {
    return shapes.map((shape, number) => {
      const sizeBytes = tensorSizeBytes(element, shape);
      const drawn = seededBytes({
        sizeBytes,
        seed: this.#env.seed,
        salt: salt * 1000 + number,
      });
      const bytes = element === "bool" ? drawn.map((byte) => byte & 1) : drawn;
      const key = `s${String(number).padStart(4, "0")}`;
      return { key, tensor: { element, shape, bytes } };
    });
  }

  /** Writes a data set: its files; the index is the caller's to keep. */
  async write(options: BenchSetOptions): Promise<BenchSet> {
    const { name, codec, samples } = options;
    const format = sampleFormat(options.format, this.#env.loader);
    const perFile = format.isShard ? options.perFile ?? samples.length : 1;
    const indexed: IndexedSample[] = [];
    for (let first = 0; first < samples.length; first += perFile) {
      const inside = samples.slice(first, first + perFile);
      const number = String(first).padStart(4, "0");
      const file = this.key(`${name}/${number}.${format.extension}`);
      const { bytes, ranges } = await format.pack(inside);
      const frames = ranges.map(({ offset, sizeBytes }) =>
        bytes.subarray(offset, offset + sizeBytes)
      );
      const stored = codec === undefined
        ? { bytes, frames }
        : joined(frames.map((frame) => codec.compress(frame)));
      await this.#env.backend.put(file, stored.bytes);
      stored.frames.forEach((frame, at) =>
        indexed.push({
          key: inside[at]?.key ?? "",
          file,
          offset: frame.byteOffset - stored.bytes.byteOffset,
          sizeBytes: frame.length,
          digest: this.#env.sha256(frame),
          plainBytes: frames[at]?.length ?? 0,
        })
      );
    }
    const index: SampleIndex = {
      format: options.format,
      digest: "sha256",
      codec: codec?.name ?? "none",
      samples: indexed,
    };
    return { index, format, samples, codec: codec ?? null };
  }

  /** Reads it from the target; `change` is what differs from the usual. */
  source(
    { index, format, codec }: Omit<BenchSet, "samples">,
    change: Partial<SampleSourceOptions> = {},
  ): SampleSource {
    return this.parts.source({
      index,
      format,
      read: this.reader(format),
      digest: this.#env.sha256,
      ...(codec === null ? {} : { codec }),
      onTrouble: "fail",
      ...change,
    });
  }

  /** Files of one sample whole, so that one that is too long is seen. */
  reader({ isShard }: Pick<SampleFormat, "isShard">): ReadRange {
    const { backend } = this.#env;
    return async ({ file, offset, sizeBytes }) => {
      try {
        if (backend.readInto !== undefined) {
          const into = this.buffers.take(sizeBytes + (isShard ? 0 : 1));
          const count = await backend.readInto(file, offset, into);
          if (count <= sizeBytes) return into.subarray(0, count);
        }
        return isShard
          ? await backend.getRange(file, {
            start: offset,
            end: offset + sizeBytes,
          })
          : await backend.get(file);
      } catch (error) {
        const kind = error instanceof Error && "kind" in error
          ? error.kind
          : undefined;
        if (kind === "NotFound") return null;
        if (kind === "RangeNotSatisfiable") return new Uint8Array();
        throw error;
      }
    };
  }

  /** Takes away what was put; what stays is seen at the release. */
  async clear(): Promise<void> {
    const { backend } = this.#env;
    for (const key of this.#keys) await backend.delete(key).catch(() => {});
  }
}

function joined(frames: readonly Uint8Array[]) {
  const sizeBytes = frames.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  return {
    bytes,
    frames: frames.map((frame) => {
      bytes.set(frame, at);
      at += frame.length;
      return bytes.subarray(at - frame.length, at);
    }),
  };
}

/** The usual way of a sample: fetched, verified, decoded. */
export async function deliver(
  source: SampleSource,
  number: number,
  signal: AbortSignal,
): Promise<Tensor | null> {
  const frame = await source.fetch(number, signal);
  return frame === null ? null : source.decode(number, frame);
}

/** The body of a case; a test hands over other parts. */
export type SampleBody = (
  bench: SampleBench,
  env: CaseEnv,
) => Promise<string>;

/** A body that has a bench, and leaves nothing behind. */
export function onSamples(
  body: SampleBody,
): (env: CaseEnv, parts?: LoaderParts) => Promise<string> {
  return async (env, parts = LOADER_PARTS) => {
    const bench = new SampleBench(env, parts);
    try {
      return await body(bench, env);
    } finally {
      await bench.clear();
    }
  };
}
