/**
 * Brings samples from storage or from the cache, each verified, and turns what
 * is wrong into findings. Goes in: numbers of samples; come out: their bytes,
 * or `null` for one that the storage does not hold as it was written.
 */
import type { LoaderLane } from "./loader_lanes.ts";
import type { LoaderCore, LoaderSite } from "./loader_ports.ts";
import { SampleExplainer } from "./explain_sample.ts";
import { LatencyBook } from "./latency_book.ts";
import type { LruCache } from "./lru_cache.ts";
import type { SampleBuffers } from "./sample_buffers.ts";
import { type DamagePlace, sampleFinding } from "./sample_damage.ts";
import type { IndexedSample } from "./sample_index.ts";
import type { SampleSet } from "./sample_set.ts";
import { SampleSource, SampleTrouble } from "./sample_source.ts";
import { storageKind } from "./storage_failure.ts";
import type { Tensor } from "./tensor.ts";

export interface SampleReaderOptions {
  readonly set: SampleSet;
  /** By the number of the sample; `null`: its put was not acknowledged. */
  readonly samples: readonly (IndexedSample | null)[];
  readonly site: LoaderSite;
  readonly keyPrefix: string;
  readonly core: LoaderCore;
  readonly nowNs: () => number;
  readonly onTrouble: "skip" | "fail";
  readonly cache: LruCache | null;
  /** Those of the cache, too. */
  readonly buffers: SampleBuffers;
}

/** Ends a load whose policy is to end at the first sample that is wrong. */
export class LoadEnded extends Error {
  constructor(trouble: SampleTrouble) {
    super(trouble.message, { cause: trouble });
    this.name = "LoadEnded";
  }
}

/** Counters since the reader was made. */
export interface ReadCounts {
  readonly missing: number;
  readonly truncated: number;
  readonly corrupt: number;
  readonly storedBytes: number;
  readonly plainBytes: number;
}

/** Shared by all workers of a step. */
export class SampleReader {
  /** From asking to having it, where the cache had it. */
  readonly hits = new LatencyBook();
  readonly #options: SampleReaderOptions;
  readonly #source: SampleSource;
  readonly #counts = { missing: 0, truncated: 0, corrupt: 0 };
  /** Of the plain bytes, for what comes out of the cache later. */
  readonly #plainDigests: string[] = [];
  readonly #explainer: SampleExplainer;
  #storedBytes = 0;
  #plainBytes = 0;

  constructor(options: SampleReaderOptions) {
    this.#options = options;
    const { buffers, core, set, samples } = options;
    this.#source = new SampleSource({
      index: {
        format: set.formatName,
        digest: "crc64nvme",
        codec: set.codec?.name ?? "none",
        samples: samples.map((sample, number) =>
          sample ?? unwritten(set, number)
        ),
      },
      format: set.format,
      read: (sample) => this.#read(sample),
      digest: (bytes) => core.digest(bytes),
      ...(set.codec === null ? {} : { codec: set.codec }),
      onTrouble: "fail",
      room: (sizeBytes) => buffers.take(sizeBytes),
    });
    this.#explainer = new SampleExplainer({ core, set, samples });
  }

  get counts(): ReadCounts {
    return {
      ...this.#counts,
      storedBytes: this.#storedBytes,
      plainBytes: this.#plainBytes,
    };
  }

  isWritten(number: number): boolean {
    return this.#options.samples[number] !== null;
  }

  /**
   * `null`: a finding was made. Fails with `LoadEnded` if that is the policy.
   * The bytes are the caller's until `release()`.
   */
  async fetch(
    number: number,
    lane: LoaderLane,
  ): Promise<Uint8Array | null> {
    const { cache, nowNs, set } = this.#options;
    try {
      if (cache === null) return await this.#bring(number, lane);
      const startNs = nowNs();
      const hits = cache.metrics.hits;
      const fetched = cache.getOrFetch(
        set.sampleKey(number),
        () => this.#bring(number, lane),
      );
      // A hit is there before the call returns, and no other in between: what
      // runs until it is awaited is not the cache's time.
      if (cache.metrics.hits > hits) this.hits.add(nowNs() - startNs);
      const bytes = await fetched;
      this.#requireIntact(number, bytes);
      return bytes;
    } catch (error) {
      if (!(error instanceof SampleTrouble)) throw error;
      return this.#passOver(error);
    }
  }

  /** Nobody looks at bytes of `fetch()`, nor at their tensor, any more. */
  release(bytes: Uint8Array): void {
    this.#options.buffers.give(bytes);
  }

  /** The tensor in such bytes; `null` as in `fetch()`. */
  decode(
    number: number,
    lane: LoaderLane,
    bytes: Uint8Array,
  ): Tensor | null {
    try {
      return this.#source.decode(number, bytes);
    } catch (error) {
      if (!(error instanceof SampleTrouble)) throw error;
      lane.found([
        sampleFinding(this.#place(number, lane, error.sample), {
          class: "foreign",
        }),
      ]);
      return this.#passOver(error);
    }
  }

  async #bring(
    number: number,
    lane: LoaderLane,
  ): Promise<Uint8Array> {
    const { buffers, core, samples } = this.#options;
    const sample = samples[number];
    if (!sample) throw new RangeError(`Sample ${number} was not written`);
    const read = lane.begun("read", number, sample.offset);
    let stored: Uint8Array | null;
    try {
      stored = await this.#read(sample);
    } catch (error) {
      read.failed(error);
      throw error;
    }
    read.done(stored?.length ?? 0);
    lane.cover("Read", stored?.length ?? 0);
    try {
      const plain = this.#source.verify(number, stored);
      if (plain === null) throw new TypeError("A source that fails skipped");
      if (stored !== null && plain !== stored) buffers.give(stored);
      lane.cover("Compared", sample.sizeBytes);
      this.#storedBytes += sample.sizeBytes;
      this.#plainBytes += plain.length;
      if (this.#options.cache !== null) {
        this.#plainDigests[number] ??= core.digest(plain);
      }
      return plain;
    } catch (error) {
      if (error instanceof SampleTrouble) {
        lane.found(
          ...await this.#explainer.explain(
            this.#place(number, lane, sample),
            { sample, stored },
          ),
        );
      }
      throw error;
    }
  }

  /** Whole files as such, so that one that is too long is seen. */
  async #read(sample: IndexedSample): Promise<Uint8Array | null> {
    const { keyPrefix, set, site } = this.#options;
    const key = keyPrefix + sample.file;
    const { offset, sizeBytes } = sample;
    try {
      const own = await this.#readInto(key, sample);
      if (own !== null) return own;
      return set.format.isShard
        ? await site.getRange(key, { start: offset, end: offset + sizeBytes })
        : await site.get(key);
    } catch (error) {
      const kind = storageKind(error);
      if (kind === "NotFound") return null;
      if (kind === "RangeNotSatisfiable") return new Uint8Array();
      throw error;
    }
  }

  /** `null`: the site gives bytes in memory of its own, or there are more. */
  async #readInto(
    key: string,
    { offset, sizeBytes }: IndexedSample,
  ): Promise<Uint8Array | null> {
    const { buffers, set, site } = this.#options;
    if (site.readInto === undefined) return null;
    const into = buffers.take(set.format.isShard ? sizeBytes : sizeBytes + 1);
    const count = await site.readInto(key, offset, into);
    if (count <= sizeBytes) return into.subarray(0, count);
    buffers.give(into);
    return null;
  }

  #passOver(trouble: SampleTrouble): null {
    this.#counts[trouble.kind]++;
    if (this.#options.onTrouble === "fail") throw new LoadEnded(trouble);
    return null;
  }

  /** Memory of this host is no storage: it is no finding, and no sample. */
  #requireIntact(number: number, bytes: Uint8Array): void {
    const digest = this.#plainDigests[number];
    if (digest === undefined || this.#options.core.digest(bytes) === digest) {
      return;
    }
    throw new Error(
      `Cannot deliver sample ${this.#options.set.sampleKey(number)}: its ` +
        "bytes changed in the cache of this program",
    );
  }

  #place(number: number, lane: LoaderLane, sample: IndexedSample): DamagePlace {
    return {
      sample: number,
      lane: lane.spec.lane,
      timeNs: this.#options.nowNs(),
      offsetBytes: sample.offset,
    };
  }
}

/** Never read: it stands for a sample that no put was acknowledged of. */
function unwritten(set: SampleSet, number: number): IndexedSample {
  const file = set.files[set.fileOf(number)]?.name ?? "";
  return {
    key: set.sampleKey(number),
    file,
    ...{ offset: 0, sizeBytes: 0, digest: "", plainBytes: 0 },
  };
}
