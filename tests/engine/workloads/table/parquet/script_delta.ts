/** DELTA_BINARY_PACKED in plain TypeScript. */
import type { DecodeCore } from "../../../../../engine/workloads/table/parquet/page_core.ts";

type Decoding = Parameters<DecodeCore["decodeDelta"]>[0];

/** As `DecodeCore` has it. */
export function decodeDelta(
  { count, from, to, widthBytes }: Decoding,
): number {
  const view = new DataView(to.buffer, to.byteOffset, to.length);
  let made = 0;
  const read = walk(from, count, (value) => {
    if (widthBytes === 4) {
      view.setInt32(4 * made++, Number(BigInt.asIntN(32, value)), true);
    } else view.setBigInt64(8 * made++, BigInt.asIntN(64, value), true);
  });
  return made === count ? read : -1;
}

/** Small numbers, such as lengths; undefined when they are not there. */
export function decodeDeltaNumbers(
  from: Uint8Array,
  count: number,
):
  | { readonly values: readonly number[]; readonly readBytes: number }
  | undefined {
  const values: number[] = [];
  const readBytes = walk(from, count, (value) => {
    values.push(Number(BigInt.asIntN(32, value)));
  });
  if (readBytes < 0 || values.length !== count) return undefined;
  return { values, readBytes };
}

function walk(
  from: Uint8Array,
  count: number,
  take: (value: bigint) => void,
): number {
  let at = 0;
  let isCut = false;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = from[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    isCut = true;
    return 0n;
  };
  const zigzag = () => {
    const value = varint();
    return (value >> 1n) ^ -(value & 1n);
  };
  const blockSize = Number(varint());
  const miniCount = Number(varint());
  const total = Number(varint());
  let value = zigzag();
  const miniSize = blockSize / miniCount;
  const isSane = miniCount > 0 && miniCount <= from.length &&
    miniSize % 32 === 0 && blockSize <= 1 << 20;
  if (isCut || !isSane || total !== count) return -1;
  if (count > 0) take(value);
  for (let made = 1; made < count;) {
    const least = zigzag();
    const widths = from.subarray(at, at + miniCount);
    at += miniCount;
    if (isCut || widths.length < miniCount) return -1;
    for (let mini = 0; mini < miniCount && made < count; mini++) {
      const width = widths[mini] ?? 65;
      const size = miniSize * width / 8;
      if (width > 64 || size > from.length - at) return -1;
      const end = Math.min(made + miniSize, count);
      for (let index = 0; made < end; index++, made++) {
        value += least + bitsAt(from, at * 8 + index * width, width);
        take(value);
      }
      at += size;
    }
  }
  return at;
}

function bitsAt(from: Uint8Array, bit: number, count: number): bigint {
  let value = 0n;
  for (let done = 0; done < count;) {
    const used = (bit + done) & 7;
    const take = Math.min(8 - used, count - done);
    const byte = from[(bit + done) >> 3] ?? 0;
    value |= BigInt((byte >> used) & ((1 << take) - 1)) << BigInt(done);
    done += take;
  }
  return value;
}
