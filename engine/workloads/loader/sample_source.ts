/**
 * Reads samples of one data set wherever it lies, and gives out none that is
 * not what was written. Goes in: an index and a way to read ranges; come out:
 * samples, and by policy an end or a count for those that are not there.
 */
import type { IndexedSample, SampleIndex } from "./sample_index.ts";
import type { SampleCodec } from "./sample_codec.ts";
import { SampleFault } from "./sample_fault.ts";
import type { SampleFormat } from "./sample_format.ts";
import type { Tensor } from "./tensor.ts";

/** `null`: there is no such file. Fewer bytes than asked for: it ends. */
export type ReadRange = (
  sample: IndexedSample,
  signal: AbortSignal,
) => Promise<Uint8Array | null>;

export interface SampleSourceOptions {
  readonly index: SampleIndex;
  /** Of the index. */
  readonly format: SampleFormat;
  readonly read: ReadRange;
  /** Digest of bytes in hexadecimal, of the kind that the index names. */
  readonly digest: (bytes: Uint8Array) => string;
  /** Needed where the index names one. */
  readonly codec?: SampleCodec;
  /** What a sample that is missing or wrong does: end the load, or count. */
  readonly onTrouble: "fail" | "skip";
  /** Where the memory of what is decompressed comes from; absent: its own. */
  readonly room?: (sizeBytes: number) => Uint8Array<ArrayBuffer>;
}

/** Why a sample was not delivered. */
export type SampleTroubleKind = "missing" | "truncated" | "corrupt";

/** Evidence that the storage does not hold a sample: names it and its place. */
export class SampleTrouble extends Error {
  readonly kind: SampleTroubleKind;
  readonly sample: IndexedSample;

  constructor(kind: SampleTroubleKind, sample: IndexedSample, reason: string) {
    const { key, file, offset } = sample;
    super(
      `Cannot deliver sample "${key}" of "${file}" at byte ${offset}: ` +
        reason,
    );
    this.name = "SampleTrouble";
    this.kind = kind;
    this.sample = sample;
  }
}

/** How often each happened since the source was made. */
export interface SampleCounts {
  readonly delivered: number;
  readonly missing: number;
  readonly truncated: number;
  readonly corrupt: number;
}

/** Frames come as they lie in the file, so that a cache can keep them. */
export class SampleSource {
  readonly #options: SampleSourceOptions;
  readonly #counts = { delivered: 0, missing: 0, truncated: 0, corrupt: 0 };

  /** A `RangeError` for an index whose codec is not the one that is here. */
  constructor(options: SampleSourceOptions) {
    this.#options = options;
    const { index, codec } = options;
    if (index.codec === (codec?.name ?? "none")) return;
    throw new RangeError(
      `Cannot read samples in "${index.codec}": what is here reads ` +
        `"${codec?.name ?? "none"}"`,
    );
  }

  get counts(): SampleCounts {
    return { ...this.#counts };
  }

  /**
   * The bytes of one sample, right to the last bit, decompressed. `null`: it
   * was passed over and counted. Fails with a `SampleTrouble` where the policy
   * says so, and with what `read()` fails with always.
   */
  async fetch(
    number: number,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    const sample = this.#sampleAt(number);
    return this.verify(number, await this.#options.read(sample, signal));
  }

  /** As `fetch()`, of stored bytes that are here already. */
  verify(number: number, stored: Uint8Array | null): Uint8Array | null {
    const sample = this.#sampleAt(number);
    return this.#orTrouble(() => this.#check(sample, stored));
  }

  /** The tensor in such bytes; counts it, whether they were cached or not. */
  decode(number: number, frame: Uint8Array): Tensor | null {
    const sample = this.#sampleAt(number);
    const tensor = this.#orTrouble(() => {
      try {
        return this.#options.format.unpack(frame, sample.key);
      } catch (error) {
        if (!(error instanceof SampleFault)) throw error;
        const kind = error.kind === "truncated" ? "truncated" : "corrupt";
        throw new SampleTrouble(kind, sample, error.reason);
      }
    });
    if (tensor !== null) this.#counts.delivered++;
    return tensor;
  }

  #check(sample: IndexedSample, stored: Uint8Array | null): Uint8Array {
    if (stored === null) {
      throw new SampleTrouble("missing", sample, "there is no such file");
    }
    const { sizeBytes, digest, plainBytes } = sample;
    if (stored.length !== sizeBytes) {
      throw new SampleTrouble(
        stored.length < sizeBytes ? "truncated" : "corrupt",
        sample,
        `${stored.length} bytes came, and ${sizeBytes} were written`,
      );
    }
    const found = this.#options.digest(stored);
    if (found !== digest) {
      throw new SampleTrouble(
        "corrupt",
        sample,
        `its ${this.#options.index.digest} is ${found}, and ${digest} was ` +
          "written",
      );
    }
    const { codec, room } = this.#options;
    return codec?.decompress(stored, plainBytes, room?.(plainBytes)) ?? stored;
  }

  #sampleAt(number: number): IndexedSample {
    const sample = this.#options.index.samples[number];
    if (sample !== undefined) return sample;
    throw new RangeError(
      `Cannot read sample ${number}: the index has ` +
        `${this.#options.index.samples.length}, counted from 0`,
    );
  }

  #orTrouble<T>(look: () => T): T | null {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof SampleTrouble)) throw error;
      this.#counts[error.kind]++;
      if (this.#options.onTrouble === "fail") throw error;
      return null;
    }
  }
}
