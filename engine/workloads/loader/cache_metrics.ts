/** What a cache counts: what was asked of it, and what it holds. */

/** What one entry adds to the sums. */
export interface CachedSizes {
  readonly stored: Uint8Array;
  readonly plainBytes: number;
  readonly costBytes: number;
}

/** Counters since the cache was made; the sums are of what it holds now. */
export class CacheMetrics {
  hits = 0;
  misses = 0;
  /** Misses that waited for a fetch which another one had started. */
  joins = 0;
  /** Dropped to make room, while they still counted. */
  evictions = 0;
  /** Dropped because they were too old. */
  expirations = 0;
  /** Not kept, as the limit cannot hold them at all. */
  tooLarge = 0;
  /** Kept as they are, as compression would not have made them smaller. */
  incompressible = 0;
  items = 0;
  /** With what entries cost beside their bytes: what the limit is about. */
  costBytes = 0;
  costBytesPeak = 0;
  storedBytes = 0;
  /** Before compression. */
  plainBytes = 0;

  add({ stored, plainBytes, costBytes }: CachedSizes): void {
    this.items++;
    this.storedBytes += stored.length;
    this.plainBytes += plainBytes;
    this.costBytes += costBytes;
    this.costBytesPeak = Math.max(this.costBytesPeak, this.costBytes);
  }

  remove({ stored, plainBytes, costBytes }: CachedSizes): void {
    this.items--;
    this.storedBytes -= stored.length;
    this.plainBytes -= plainBytes;
    this.costBytes -= costBytes;
  }

  /** 0 to 1; `null` before anything was asked for. */
  get hitRate(): number | null {
    const asked = this.hits + this.misses;
    return asked === 0 ? null : this.hits / asked;
  }

  /** Of what it holds, 1 or more; `null` while it holds no bytes. */
  get compressionRatio(): number | null {
    return this.storedBytes === 0 ? null : this.plainBytes / this.storedBytes;
  }
}
