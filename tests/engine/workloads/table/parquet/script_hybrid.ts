/** RLE and bit-packed runs, in plain TypeScript. */
import type { DecodeCore } from "../../../../../engine/workloads/table/parquet/page_core.ts";

type Decoding = Parameters<DecodeCore["decodeHybrid"]>[0];
type Encoding = Parameters<DecodeCore["encodeHybrid"]>[0];

/** As `DecodeCore` has it. */
export function decodeHybrid(
  { from, to, valueMax, widthBits }: Decoding,
): number {
  const widthBytes = Math.ceil(widthBits / 8);
  let [at, made] = [0, 0];
  while (made < to.length) {
    let [header, scale] = [0, 1];
    for (let byte = 0x80; byte >= 0x80; scale *= 128) {
      byte = from[at++] ?? -1;
      if (byte < 0 || scale > 2 ** 35) return -1;
      header += (byte & 0x7f) * scale;
    }
    const isPacked = header % 2 === 1;
    const runs = Math.floor(header / 2);
    if (runs === 0) return -1;
    if (!isPacked) {
      if (at + widthBytes > from.length) return -1;
      let value = 0;
      for (let byte = widthBytes - 1; byte >= 0; byte--) {
        value = value * 256 + (from[at + byte] ?? 0);
      }
      at += widthBytes;
      if (value > valueMax) return -1;
      const end = Math.min(made + runs, to.length);
      to.fill(value, made, end);
      made = end;
      continue;
    }
    const count = Math.min(runs * 8, to.length - made);
    // The last group may be cut off behind its last value.
    if (Math.ceil(count * widthBits / 8) > from.length - at) return -1;
    for (let index = 0; index < count; index++) {
      const value = bitsAt(from, at * 8 + index * widthBits, widthBits);
      if (value > valueMax) return -1;
      to[made++] = value;
    }
    at = Math.min(from.length, at + runs * widthBits);
  }
  return at;
}

function bitsAt(from: Uint8Array, bit: number, count: number): number {
  let value = 0;
  for (let done = 0; done < count;) {
    const used = (bit + done) & 7;
    const take = Math.min(8 - used, count - done);
    const byte = from[(bit + done) >> 3] ?? 0;
    value += ((byte >> used) & ((1 << take) - 1)) * 2 ** done;
    done += take;
  }
  return value;
}

/** As `DecodeCore` has it: long runs as such, all else packed in eights. */
export function encodeHybrid({ to, values, widthBits }: Encoding): number {
  const widthBytes = Math.ceil(widthBits / 8);
  let out = 0;
  const header = (value: number) => {
    let left = value;
    for (; left >= 128; left = Math.floor(left / 128)) {
      to[out++] = (left % 128) | 0x80;
    }
    to[out++] = left;
  };
  const runAt = (start: number) => {
    let end = start + 1;
    while (end < values.length && values[end] === values[start]) end++;
    return end - start;
  };
  for (let at = 0; at < values.length;) {
    const run = runAt(at);
    if (run >= 8 || at + run === values.length) {
      header(run * 2);
      const value = values[at] ?? 0;
      for (let byte = 0; byte < widthBytes; byte++) {
        to[out++] = Math.floor(value / 2 ** (8 * byte)) % 256;
      }
      at += run;
      continue;
    }
    let end = at;
    while (end < values.length && runAt(end) < 16) end += 8;
    end = Math.min(end, at + Math.ceil((values.length - at) / 8) * 8);
    const groups = (end - at) / 8;
    header(groups * 2 + 1);
    to.fill(0, out, out + groups * widthBits);
    for (let index = 0; at + index < Math.min(end, values.length); index++) {
      const value = values[at + index] ?? 0;
      for (let bit = 0; bit < widthBits; bit++) {
        const place = index * widthBits + bit;
        const isSet = Math.floor(value / 2 ** bit) % 2;
        const byte = out + (place >> 3);
        to[byte] = (to[byte] ?? 0) | (isSet << (place & 7));
      }
    }
    out += groups * widthBits;
    at = Math.min(end, values.length);
  }
  return out;
}
