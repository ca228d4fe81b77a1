/** Where chunks lie in a file, and their bytes in as few reads as is sane. */
import type { ByteSource } from "./data_file.ts";
import type { ColumnMetadata } from "./file_metadata.ts";
import { FormatError } from "./format_error.ts";
import type { RoomCore } from "./page_core.ts";

export interface ChunkPlace {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** Reads that are nearer than this become one. */
const GAP_BYTES_MAX = 64 * 1024;
/** And none becomes larger than this by it. */
const READ_BYTES_MAX = 16 * 1024 * 1024;
const MAGIC_BYTES = 4;

/** A chunk begins with its dictionary, where it has one. */
export function chunkPlace(
  metadata: ColumnMetadata,
  part: string,
  fileSizeBytes: number,
): ChunkPlace {
  const { dataPageOffset, dictionaryPageOffset } = metadata;
  const hasOwn = dictionaryPageOffset !== undefined &&
    dictionaryPageOffset >= MAGIC_BYTES;
  const offsetBytes = hasOwn
    ? Math.min(dictionaryPageOffset, dataPageOffset)
    : dataPageOffset;
  const lengthBytes = metadata.totalCompressedSize;
  const end = offsetBytes + lengthBytes;
  if (offsetBytes >= MAGIC_BYTES && lengthBytes >= 0 && end <= fileSizeBytes) {
    return { offsetBytes, lengthBytes };
  }
  throw new FormatError({
    part,
    kind: "malformed",
    reason: `it should lie from byte ${offsetBytes} to ${end} of ` +
      `${fileSizeBytes}`,
  });
}

/** Memory for one read after the other, of a source that can fill it. */
export class ReadRoom {
  readonly #core: RoomCore;
  readonly #source: ByteSource;
  #bytes = new Uint8Array(0);

  constructor(core: RoomCore, source: ByteSource) {
    this.#core = core;
    this.#source = source;
  }

  /** Valid until the next read. */
  async read(
    offsetBytes: number,
    lengthBytes: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const source = this.#source;
    if (source.readInto === undefined) {
      return await source.read(offsetBytes, lengthBytes);
    }
    if (lengthBytes > this.#bytes.length) {
      this.#bytes = this.#core.room(lengthBytes);
    }
    const to = this.#bytes.subarray(0, lengthBytes);
    return to.subarray(0, await source.readInto(offsetBytes, to));
  }
}

/**
 * Hands out each chunk with its number in `places`, in the order of the file;
 * near ones are read together. A chunk is valid until `visit` returns.
 */
export async function visitChunks(
  room: ReadRoom,
  places: readonly ChunkPlace[],
  visit: (index: number, bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const order = places.map((place, index) => ({ ...place, index }))
    .sort((a, b) => a.offsetBytes - b.offsetBytes);
  for (let first = 0; first < order.length;) {
    const start = order[first]?.offsetBytes ?? 0;
    let end = start;
    let last = first;
    for (; last < order.length; last++) {
      const next = order[last];
      if (next === undefined) break;
      const nextEnd = next.offsetBytes + next.lengthBytes;
      const isFar = next.offsetBytes - end > GAP_BYTES_MAX ||
        nextEnd - start > READ_BYTES_MAX;
      if (last > first && isFar) break;
      end = Math.max(end, nextEnd);
    }
    const bytes = await room.read(start, end - start);
    for (
      const { index, lengthBytes, offsetBytes } of order.slice(first, last)
    ) {
      const at = offsetBytes - start;
      visit(index, bytes.subarray(at, at + lengthBytes));
    }
    first = last;
  }
}
