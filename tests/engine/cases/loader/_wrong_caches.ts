/** Caches that are wrong in one way each. */
import {
  LruCache,
  type LruCacheOptions,
} from "../../../../engine/workloads/loader/mod.ts";

type Make = (options: LruCacheOptions) => LruCache;

class Torn extends LruCache {
  override get(key: string): Uint8Array | undefined {
    const bytes = super.get(key);
    bytes?.fill(0, Math.floor(bytes.length / 2));
    return bytes;
  }
}

/** Gives the second half of each sample as zeros. */
export const TEARING: Make = (options) => new Torn(options);

class Lent extends LruCache {
  readonly #lent = new Map<string, Uint8Array>();

  override put(key: string, bytes: Uint8Array): boolean {
    this.#lent.set(key, bytes);
    return super.put(key, bytes);
  }

  override get(key: string): Uint8Array | undefined {
    return super.get(key) === undefined ? undefined : this.#lent.get(key);
  }
}

/** Keeps what belongs to others. */
export const LENDING: Make = (options) => new Lent(options);

class Unordered extends LruCache {
  readonly #shelf = new Map<string, Uint8Array>();

  override put(key: string, bytes: Uint8Array): boolean {
    const isKept = super.put(key, bytes);
    if (!this.#shelf.has(key)) this.#shelf.set(key, bytes.slice());
    for (const first of this.#shelf.keys()) {
      if (this.#shelf.size <= this.metrics.items) break;
      this.#shelf.delete(first);
    }
    return isKept;
  }

  override get(key: string): Uint8Array | undefined {
    return this.#shelf.get(key)?.slice();
  }
}

/** Drops what was put first, however it is used. */
export const FORGETFUL_ORDER: Make = (options) => new Unordered(options);

/** Keeps entries whatever their age. */
export const IMMORTAL: Make = ({ ttlNs: _, ...options }) =>
  new LruCache(options);

class Miscounted extends LruCache {
  override get(key: string): Uint8Array | undefined {
    const bytes = super.get(key);
    if (bytes === undefined) this.metrics.misses--;
    return bytes;
  }
}

/** Forgets its misses. */
export const MISCOUNTING: Make = (options) => new Miscounted(options);

class Mixed extends LruCache {
  #last: Uint8Array = new Uint8Array();

  override async getOrFetch(
    key: string,
    bring: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const bytes = await super.getOrFetch(key, async () => {
      this.#last = await bring();
      return this.#last;
    });
    return this.metrics.joins > 3 ? this.#last.slice() : bytes;
  }
}

/** Takes the fetch of another reader for its own. */
export const MIXING: Make = (options) => new Mixed(options);

/** Has no room for more than one. */
export const TINY: Make = (options) =>
  new LruCache({
    ...options,
    limitBytes: options.sampleBytesMax + 3000,
  });

/** Takes as much as it likes. */
export const BOUNDLESS: Make = (options) =>
  new LruCache({ ...options, limitBytes: 1e12 });
