/**
 * Puts frames on a connection one after another, whichever stream they are of.
 * Goes in: frames; comes out: bytes in order. A frame that failed fails all
 * that follow it.
 */
import { frame, HEAD_BYTES, writeFrameHead } from "./frame.ts";

/** A frame without its length. */
export interface FrameParts {
  readonly kind: number;
  readonly flags?: number;
  readonly stream: number;
  readonly payload?: Uint8Array;
}

/** Small frames go in one piece; the bytes of larger ones are not copied. */
const JOIN_BYTES_MAX = 4096;

/** One for each connection. */
export class FrameWriter {
  readonly #write: (bytes: Uint8Array) => Promise<number>;
  #last: Promise<void> = Promise.resolve();

  constructor(write: (bytes: Uint8Array) => Promise<number>) {
    this.#write = write;
  }

  /** Resolves once the system has it; `payload` must not change until then. */
  send(parts: FrameParts): Promise<void> {
    const { kind, flags = 0, stream, payload = new Uint8Array() } = parts;
    const { length } = payload;
    if (length <= JOIN_BYTES_MAX) {
      // Copied at once: the caller may use its buffer again.
      return this.raw(frame({ kind, flags, stream }, payload));
    }
    const head = new Uint8Array(HEAD_BYTES);
    writeFrameHead(head, { kind, flags, stream, length });
    return this.raw(head, payload);
  }

  /** As `send`, of bytes that are no frame, or whole ones. */
  raw(...pieces: readonly Uint8Array[]): Promise<void> {
    this.#last = this.#last.then(async () => {
      for (const piece of pieces) {
        for (let at = 0; at < piece.length;) {
          at += await this.#write(at === 0 ? piece : piece.subarray(at));
        }
      }
    });
    return this.#last;
  }

  /** As `send`; whoever reads finds out that the connection is gone. */
  quietly(parts: FrameParts): void {
    this.send(parts).catch(() => {});
  }
}
