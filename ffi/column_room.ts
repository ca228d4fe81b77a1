/**
 * Memory for whole columns; fits `RoomCore` of the reader of column files. Goes
 * in: a size; comes out: zeros, below which the system was asked for large
 * pages.
 */
import type { Library } from "./_library.ts";

/** Below two large pages there may be none between both ends. */
const LARGE_BYTES_MIN = 1 << 22;

export interface RoomCalls {
  /** Fails with a `RangeError` for more than there is. */
  room(sizeBytes: number): Uint8Array<ArrayBuffer>;
}

/** The call, bound to an open library. */
export function roomCalls({ symbols }: Library): RoomCalls {
  return {
    room(sizeBytes) {
      const bytes = new Uint8Array(sizeBytes);
      if (sizeBytes >= LARGE_BYTES_MIN) {
        symbols.sv_page_room(bytes, BigInt(sizeBytes));
      }
      return bytes;
    },
  };
}
