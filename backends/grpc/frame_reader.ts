/**
 * Cuts what comes over a connection into frames. Goes in: something with `read`;
 * comes out: frames whose payloads are views, each good until the next is asked
 * for.
 */
import {
  type FrameHead,
  H2_ERROR,
  HEAD_BYTES,
  readFrameHead,
} from "./frame.ts";
import { H2Error } from "./h2_payload.ts";
import { StreamEnded } from "./h2_stream.ts";

/** Payload of a frame that we take: a block of a chunk, and no more. */
export const FRAME_BYTES_MAX = 1 << 18;

export interface Frame {
  readonly head: FrameHead;
  readonly payload: Uint8Array;
}

/** One reader at a time. */
export class FrameReader {
  readonly #read: (into: Uint8Array) => Promise<number | null>;
  // A whole frame and the beginning of the next, so that reads are seldom short.
  readonly #buffer = new Uint8Array(2 * FRAME_BYTES_MAX);
  #start = 0;
  #end = 0;

  constructor(read: (into: Uint8Array) => Promise<number | null>) {
    this.#read = read;
  }

  /** Fails with `StreamEnded` when the peer leaves. */
  async next(): Promise<Frame> {
    const head = readFrameHead(await this.take(HEAD_BYTES));
    if (head.length > FRAME_BYTES_MAX) {
      throw new H2Error(H2_ERROR.frameSize, "A frame is too long");
    }
    return { head, payload: await this.take(head.length) };
  }

  /** Exactly so many bytes. */
  async take(length: number): Promise<Uint8Array> {
    if (this.#start === this.#end) this.#start = this.#end = 0;
    while (this.#end - this.#start < length) {
      if (this.#start + length > this.#buffer.length) {
        this.#buffer.copyWithin(0, this.#start, this.#end);
        this.#end -= this.#start;
        this.#start = 0;
      }
      const count = await this.#read(this.#buffer.subarray(this.#end));
      if (count === null) throw new StreamEnded("The peer closed");
      this.#end += count;
    }
    const from = this.#start;
    this.#start += length;
    return this.#buffer.subarray(from, this.#start);
  }
}
