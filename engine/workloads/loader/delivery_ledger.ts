/**
 * Whether each sample of an epoch came exactly once. Goes in: each delivery;
 * comes out: what is missing and what came twice.
 */
import type { SampleAddress } from "./epoch.ts";

export interface DeliveryGaps {
  readonly deliveredCount: number;
  readonly missingCount: number;
  /** Deliveries beyond the first of a sample. */
  readonly repeatedCount: number;
  /** Deliveries of samples that no source has. */
  readonly strangerCount: number;
  /** The first of each, for a sentence. */
  readonly firstMissing: SampleAddress | null;
  readonly firstRepeated: SampleAddress | null;
}

/** One bit a sample: 12.5 MB for a hundred million. */
export class DeliveryLedger {
  readonly #sources: readonly Uint8Array[];
  readonly #counts: readonly number[];
  #deliveredCount = 0;
  #distinctCount = 0;
  #strangerCount = 0;
  #firstRepeated: SampleAddress | null = null;

  constructor(sourceCounts: readonly number[]) {
    this.#counts = sourceCounts;
    this.#sources = sourceCounts.map((count) =>
      new Uint8Array(Math.ceil(count / 8))
    );
  }

  note({ source, sample }: SampleAddress): void {
    this.#deliveredCount++;
    const bits = this.#sources[source];
    const count = this.#counts[source] ?? 0;
    if (bits === undefined || !(sample >= 0 && sample < count)) {
      this.#strangerCount++;
      return;
    }
    const mask = 1 << (sample & 7);
    const at = sample >>> 3;
    const known = bits[at] ?? 0;
    if ((known & mask) === 0) {
      bits[at] = known | mask;
      this.#distinctCount++;
    } else this.#firstRepeated ??= { source, sample };
  }

  /** Of all deliveries so far. */
  gaps(): DeliveryGaps {
    const total = this.#counts.reduce((sum, count) => sum + count, 0);
    const known = this.#distinctCount + this.#strangerCount;
    return {
      deliveredCount: this.#deliveredCount,
      missingCount: total - this.#distinctCount,
      repeatedCount: this.#deliveredCount - known,
      strangerCount: this.#strangerCount,
      firstMissing: this.#firstMissing(),
      firstRepeated: this.#firstRepeated,
    };
  }

  #firstMissing(): SampleAddress | null {
    for (const [source, bits] of this.#sources.entries()) {
      const count = this.#counts[source] ?? 0;
      for (let sample = 0; sample < count; sample++) {
        const isThere = (bits[sample >>> 3] ?? 0) & (1 << (sample & 7));
        if (!isThere) return { source, sample };
      }
    }
    return null;
  }
}
