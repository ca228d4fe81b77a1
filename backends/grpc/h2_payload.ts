/**
 * What stands in the payloads of frames. Goes in: a frame; comes out: its parts,
 * or the error that ends the connection.
 */
import { FLAG, type FrameHead, H2_ERROR } from "./frame.ts";

/** The peer broke the protocol: the connection cannot go on. */
export class H2Error extends Error {
  override readonly name = "H2Error";
  /** Of RFC 9113. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The payload without what only fills it. */
export function padless(head: FrameHead, payload: Uint8Array): Uint8Array {
  if ((head.flags & FLAG.padded) === 0) return payload;
  const padding = payload[0] ?? Infinity;
  if (padding >= payload.length) {
    throw new H2Error(H2_ERROR.protocol, "A frame is all padding");
  }
  return payload.subarray(1, payload.length - padding);
}

/** The part of a header block that a frame of headers holds. */
export function headerPart(head: FrameHead, payload: Uint8Array): Uint8Array {
  const bare = padless(head, payload);
  return (head.flags & FLAG.priority) === 0 ? bare : bare.subarray(5);
}

/** Pairs of number and value. */
export function readSettings(payload: Uint8Array): (readonly [
  number,
  number,
])[] {
  if (payload.length % 6 !== 0) {
    throw new H2Error(H2_ERROR.frameSize, "Settings are cut");
  }
  const view = new DataView(
    payload.buffer,
    payload.byteOffset,
    payload.byteLength,
  );
  return Array.from({ length: payload.length / 6 }, (_, index) => [
    view.getUint16(6 * index),
    view.getUint32(6 * index + 2),
  ]);
}

/** A payload that is one number of 32 bits. */
export function readNumber(payload: Uint8Array): number {
  if (payload.length !== 4) {
    throw new H2Error(H2_ERROR.frameSize, "A frame has not four bytes");
  }
  return new DataView(payload.buffer, payload.byteOffset, 4).getUint32(0);
}
