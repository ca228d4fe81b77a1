/** What storage does to bytes, on copies of them. Pure. */

/** One bit is another. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  const at = Math.floor(bit / 8);
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

/** All bytes are the same. */
export function filled(sizeBytes: number, byte: number): Uint8Array {
  return new Uint8Array(sizeBytes).fill(byte);
}

/** Moved towards the end; zeros come in, and the last bytes are gone. */
export function shifted(bytes: Uint8Array, byBytes: number): Uint8Array {
  const moved = new Uint8Array(bytes.length);
  moved.set(bytes.subarray(0, bytes.length - byBytes), byBytes);
  return moved;
}

/** Each pair of bytes changes places, as on the wrong side of a bus. */
export function byteSwapped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => bytes[index ^ 1] ?? byte);
}

/** One after another. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const sizeBytes = pieces.reduce((sum, { length }) => sum + length, 0);
  const all = new Uint8Array(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
