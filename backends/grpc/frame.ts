/**
 * Frames of HTTP/2 (RFC 9113, section 4) and their numbers. Goes in: the facts
 * of a frame; comes out: its head of nine bytes, and back.
 */

/** Kinds of frames. */
export const FRAME = {
  headers: 1,
  data: 0,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goAway: 7,
  window: 8,
  continuation: 9,
} as const;

/** Flags; what one means depends on the kind. */
export const FLAG = {
  ack: 1,
  endStream: 1,
  endHeaders: 4,
  padded: 8,
  priority: 32,
} as const;

/** Why a stream or a connection is ended. */
export const H2_ERROR = {
  none: 0,
  protocol: 1,
  flowControl: 3,
  frameSize: 6,
  refused: 7,
  cancel: 8,
  compression: 9,
} as const;

/** Numbers of settings. */
export const SETTING = {
  tableBytes: 1,
  push: 2,
  streams: 3,
  windowBytes: 4,
  frameBytes: 5,
} as const;

/** What a client sends before anything else. */
export const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** Bytes of a frame's head. */
export const HEAD_BYTES = 9;
/** Bytes of a payload that everybody takes. */
export const FRAME_BYTES_DEFAULT = 16_384;
/** Bytes that may be under way until settings say otherwise. */
export const WINDOW_BYTES_DEFAULT = 65_535;

export interface FrameHead {
  readonly kind: number;
  readonly flags: number;
  readonly stream: number;
  /** Bytes of what follows. */
  readonly length: number;
}

/** Reads the head at the start of `bytes`, which hold at least nine. */
export function readFrameHead(bytes: Uint8Array): FrameHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  return {
    length: view.getUint32(0) >>> 8,
    kind: view.getUint8(3),
    flags: view.getUint8(4),
    stream: view.getUint32(5) & 0x7fffffff,
  };
}

/** A whole frame; the payload is copied. */
export function frame(
  head: Omit<FrameHead, "length">,
  payload: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEAD_BYTES + payload.length);
  writeFrameHead(bytes, { ...head, length: payload.length });
  bytes.set(payload, HEAD_BYTES);
  return bytes;
}

/** Writes nine bytes at the start of `into`. */
export function writeFrameHead(into: Uint8Array, head: FrameHead): void {
  const view = new DataView(into.buffer, into.byteOffset, HEAD_BYTES);
  view.setUint32(0, head.length << 8 | head.kind);
  view.setUint8(4, head.flags);
  view.setUint32(5, head.stream);
}

/** A payload of settings. */
export function settingsPayload(
  settings: readonly (readonly [number, number])[],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(6 * settings.length);
  const view = new DataView(bytes.buffer);
  settings.forEach(([number, value], index) => {
    view.setUint16(6 * index, number);
    view.setUint32(6 * index + 2, value);
  });
  return bytes;
}

/** A payload of one number of 32 bits. */
export function numberPayload(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
