/**
 * How much memory rows may take that come from a few bytes of a file. A run of
 * one value, a null or a page that unpacks to a thousand times its size take
 * next to nothing on disk, and counts in a file may say anything. In: bytes on
 * disk, and room before it is taken; out: a `FormatError` for too much of it.
 */
import { FormatError } from "./format_error.ts";

/** Whatever the file: 100 columns of a million alike values fit in it. */
const FREE_BYTES = 1 << 30;
/** And so much more for each byte that was read. */
const BYTES_PER_BYTE = 64;

/** Of all columns that are read at once. */
export class RoomLimit {
  #allowedBytes = FREE_BYTES;
  #takenBytes = 0;

  /** Bytes of chunks, before their pages are looked at. */
  grant(diskSizeBytes: number): void {
    this.#allowedBytes += BYTES_PER_BYTE * diskSizeBytes;
  }

  /** Before the room is made; `part` is what it is for. */
  take(sizeBytes: number, part: string): void {
    this.#takenBytes += sizeBytes;
    if (this.#takenBytes <= this.#allowedBytes) return;
    throw new FormatError({
      part,
      kind: "unsupported",
      reason: `its rows would take ${this.#takenBytes} bytes of memory with ` +
        `those read before, and may take ${this.#allowedBytes} for what they ` +
        `take on disk: read fewer columns at once`,
    });
  }
}
