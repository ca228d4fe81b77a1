/**
 * Puts header blocks together that came in several frames. Goes in: frames of
 * headers in order; comes out: the headers, once their block is whole.
 */
import { FLAG, FRAME, type FrameHead, H2_ERROR } from "./frame.ts";
import { H2Error, headerPart } from "./h2_payload.ts";
import { type HeaderList, HpackReader } from "./hpack.ts";

/** What a whole block says. */
export interface BlockHeaders {
  readonly stream: number;
  readonly headers: HeaderList;
  /** Nothing follows on the stream. */
  readonly isLast: boolean;
}

const BLOCK_BYTES_MAX = 64 << 10;

/** One for each connection: blocks build upon those before them. */
export class HeaderBlocks {
  readonly #hpack = new HpackReader();
  #first: FrameHead | null = null;
  #block: number[] = [];

  /** Fails with `H2Error` when another frame comes into a block. */
  expect({ kind, stream }: FrameHead): void {
    const isPart = kind === FRAME.continuation;
    const isOpen = this.#first !== null;
    if (isOpen !== isPart || (isOpen && this.#first?.stream !== stream)) {
      throw new H2Error(H2_ERROR.protocol, "A header block is interrupted");
    }
  }

  /** `null` until the block is whole. */
  add(head: FrameHead, payload: Uint8Array): BlockHeaders | null {
    const isPart = head.kind === FRAME.continuation;
    this.#first ??= head;
    this.#block.push(...(isPart ? payload : headerPart(head, payload)));
    if (this.#block.length > BLOCK_BYTES_MAX) {
      throw new H2Error(H2_ERROR.protocol, "A header block is too long");
    }
    if ((head.flags & FLAG.endHeaders) === 0) return null;
    const { stream, flags } = this.#first;
    const block = Uint8Array.from(this.#block);
    this.#first = null;
    this.#block = [];
    try {
      const headers = this.#hpack.read(block);
      return { stream, headers, isLast: (flags & FLAG.endStream) !== 0 };
    } catch (cause) {
      throw new H2Error(H2_ERROR.compression, String(cause));
    }
  }
}
