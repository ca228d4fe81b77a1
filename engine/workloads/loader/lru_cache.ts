/**
 * Keeps the samples used last within a limit of bytes that counts what each
 * entry costs beside its bytes. Goes in: samples by key; come out: copies of
 * them, and counters of all that happened.
 */
import { UsageError } from "../../profile/mod.ts";
import { CacheMetrics } from "./cache_metrics.ts";
import { roomBytes, type SampleBuffers } from "./sample_buffers.ts";
import type { SampleCodec } from "./sample_codec.ts";

/**
 * What an entry costs beside its bytes and its key. Measured with Deno 2.6.8:
 * resident memory grew by 720 bytes an entry of 64, 810 of 1000 and 1120 of
 * 16384. Half of it, and a cache of small samples takes 1.4 times its limit.
 */
export const ENTRY_OVERHEAD_BYTES = 1024;
/** V8 keeps text in one or two bytes a character. */
const KEY_CHARACTER_BYTES = 2;

export interface LruCacheOptions {
  /** Of all entries, with what they cost beside their bytes. */
  readonly limitBytes: number;
  /** The largest sample that will come; the limit must hold it. */
  readonly sampleBytesMax: number;
  /** Of the longest key that will come. */
  readonly keyCharactersMax: number;
  /** How long an entry counts since it was put; absent: forever. */
  readonly ttlNs?: number;
  readonly nowNs: () => number;
  /** Absent: samples are kept as they are. */
  readonly codec?: SampleCodec;
  /**
   * Where the memory of entries and copies comes from and goes to; what an
   * entry takes there is what it costs. Absent: of their own.
   */
  readonly buffers?: SampleBuffers;
}

interface Entry {
  readonly stored: Uint8Array;
  readonly plainBytes: number;
  readonly isCompressed: boolean;
  readonly putNs: number;
  readonly costBytes: number;
}

function costOf(keyCharacters: number, bytes: number): number {
  return bytes + keyCharacters * KEY_CHARACTER_BYTES + ENTRY_OVERHEAD_BYTES;
}

/** One thread's: two workers have two caches. */
export class LruCache {
  readonly metrics = new CacheMetrics();
  readonly #options: LruCacheOptions;
  /** The one used last stands last: a `Map` keeps the order of insertion. */
  readonly #entries = new Map<string, Entry>();
  readonly #pending = new Map<string, Promise<Uint8Array>>();

  /** Fails with a `UsageError` for a limit that cannot hold one sample. */
  constructor(options: LruCacheOptions) {
    this.#options = options;
    const { limitBytes, sampleBytesMax, keyCharactersMax, ttlNs } = options;
    const mistakes = [];
    const neededBytes = costOf(
      keyCharactersMax,
      options.buffers === undefined
        ? sampleBytesMax
        : roomBytes(sampleBytesMax),
    );
    if (!(limitBytes >= neededBytes)) {
      mistakes.push({
        path: "limit",
        sentence: `${limitBytes} bytes hold no sample of ${sampleBytesMax} ` +
          `bytes: give ${neededBytes} or more`,
      });
    }
    if (ttlNs !== undefined && !(ttlNs > 0)) {
      mistakes.push({
        path: "ttl",
        sentence: `${ttlNs} ns let no entry live: give more, or leave it out`,
      });
    }
    if (mistakes.length > 0) throw new UsageError("Cannot cache", mistakes);
  }

  /** A copy, or `undefined`; counts as a hit or a miss. */
  get(key: string): Uint8Array | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined && this.#isExpired(entry)) {
      this.#drop(key, entry);
      this.metrics.expirations++;
    } else if (entry !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.metrics.hits++;
      return this.#open(entry);
    }
    this.metrics.misses++;
    return undefined;
  }

  /**
   * Keeps a copy; an entry of the same key is replaced. `false`: it is larger
   * than the whole limit, was not kept, and is counted as such.
   */
  put(key: string, bytes: Uint8Array): boolean {
    const old = this.#entries.get(key);
    if (old !== undefined) this.#drop(key, old);
    const entry = this.#pack(key, bytes);
    if (entry.costBytes > this.#options.limitBytes) {
      this.metrics.tooLarge++;
      this.#options.buffers?.give(entry.stored);
      return false;
    }
    this.#makeRoom(entry.costBytes);
    this.#entries.set(key, entry);
    this.metrics.add(entry);
    return true;
  }

  /**
   * The sample, from here or from `bring()`, in memory that is the caller's.
   * Callers that miss at the same time wait for one fetch, and share its
   * failure, which is not kept.
   */
  async getOrFetch(
    key: string,
    bring: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const known = this.get(key);
    if (known !== undefined) return known;
    const running = this.#pending.get(key);
    if (running !== undefined) {
      this.metrics.joins++;
      // The one who brought it goes on only after all who joined have a copy.
      return this.#copy(await running);
    }
    const started = bring();
    this.#pending.set(key, started);
    try {
      const bytes = await started;
      this.put(key, bytes);
      return bytes;
    } finally {
      this.#pending.delete(key);
    }
  }

  /** Drops every expired entry; `get()` alone finds only those asked for. */
  sweep(): void {
    for (const [key, entry] of this.#entries) {
      if (!this.#isExpired(entry)) continue;
      this.#drop(key, entry);
      this.metrics.expirations++;
    }
  }

  #pack(key: string, bytes: Uint8Array): Entry {
    const compressed = this.#options.codec?.compress(bytes);
    const isCompressed = compressed !== undefined &&
      compressed.length < bytes.length;
    if (compressed !== undefined && !isCompressed) {
      this.metrics.incompressible++;
    }
    // A copy: a view would keep the whole buffer of its owner in memory.
    const stored = this.#copy(isCompressed ? compressed : bytes);
    return {
      stored,
      plainBytes: bytes.length,
      isCompressed,
      putNs: this.#options.nowNs(),
      costBytes: costOf(key.length, stored.buffer.byteLength),
    };
  }

  #open({ stored, plainBytes, isCompressed }: Entry): Uint8Array {
    const { buffers, codec } = this.#options;
    if (!isCompressed || codec === undefined) return this.#copy(stored);
    return codec.decompress(stored, plainBytes, buffers?.take(plainBytes));
  }

  #copy(bytes: Uint8Array): Uint8Array {
    return this.#options.buffers?.copy(bytes) ?? bytes.slice();
  }

  #makeRoom(costBytes: number): void {
    const roomBytes = this.#options.limitBytes - costBytes;
    for (const [key, entry] of this.#entries) {
      if (this.metrics.costBytes <= roomBytes) return;
      this.#drop(key, entry);
      if (this.#isExpired(entry)) this.metrics.expirations++;
      else this.metrics.evictions++;
    }
  }

  #drop(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.metrics.remove(entry);
    this.#options.buffers?.give(entry.stored);
  }

  #isExpired({ putNs }: Entry): boolean {
    const { ttlNs, nowNs } = this.#options;
    return ttlNs !== undefined && nowNs() - putNs >= ttlNs;
  }
}
