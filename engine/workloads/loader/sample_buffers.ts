/**
 * Memory of samples that is used again. Goes in: how many bytes are needed, and
 * what is not needed any more; comes out: memory that may hold old bytes.
 *
 * Design. V8 marks its whole heap whenever 32 MiB of buffers were made since it
 * last did: for images of 150 KiB that is 240 us of each read, on the thread
 * that waits for all of them, and as much garbage beside the cache.
 */

/** Sizes per doubling: a sample takes up to a 32nd more than it has. */
const SIZES_PER_OCTAVE_BITS = 5;
const ROOM_MIN_BYTES = 64;
/** Kept for later; what comes back beyond it is left to the collector. */
const FREE_MAX_BYTES = 32 << 20;

/** What memory for so many bytes really takes. */
export function roomBytes(sizeBytes: number): number {
  if (sizeBytes <= ROOM_MIN_BYTES) return ROOM_MIN_BYTES;
  const octave = 31 - Math.clz32(Math.min(sizeBytes - 1, 2 ** 31));
  const step = 2 ** Math.max(0, octave - SIZES_PER_OCTAVE_BITS);
  return Math.ceil(sizeBytes / step) * step;
}

/** One thread's. What is never given back is collected as any memory is. */
export class SampleBuffers {
  readonly #free = new Map<number, ArrayBuffer[]>();
  /** Those given out: nothing else is taken back, and nothing twice. */
  readonly #lent = new WeakSet<ArrayBufferLike>();
  #freeBytes = 0;

  /** Bytes that lie ready. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** A view of exactly so many bytes, whatever they are. */
  take(sizeBytes: number): Uint8Array<ArrayBuffer> {
    const room = roomBytes(sizeBytes);
    const known = this.#free.get(room)?.pop();
    if (known !== undefined) this.#freeBytes -= room;
    const buffer = known ?? new ArrayBuffer(room);
    this.#lent.add(buffer);
    return new Uint8Array(buffer, 0, sizeBytes);
  }

  /** The same bytes in memory of their own. */
  copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const own = this.take(bytes.length);
    own.set(bytes);
    return own;
  }

  /** Nobody looks at `bytes` any more; of any other memory it takes nothing. */
  give({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer) || !this.#lent.delete(buffer)) return;
    const room = buffer.byteLength;
    if (this.#freeBytes + room > FREE_MAX_BYTES) return;
    this.#freeBytes += room;
    const alike = this.#free.get(room);
    if (alike === undefined) this.#free.set(room, [buffer]);
    else alike.push(buffer);
  }
}
