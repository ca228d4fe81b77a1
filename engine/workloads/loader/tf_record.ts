/**
 * TFRecord: records one after another, each with its length, a masked CRC32C
 * of the length and one of the bytes. Goes in: records; comes out: the file
 * and where each record lies, and back.
 */
import type { ByteRange } from "./byte_range.ts";
import { type Crc32, crc32c } from "./reflected_crc.ts";
import { SampleFault, type SampleFaultKind } from "./sample_fault.ts";

const LENGTH_BYTES = 8;
const SUM_BYTES = 4;
const HEAD_BYTES = LENGTH_BYTES + SUM_BYTES;
const MASK_DELTA = 0xa282ead8;

/**
 * Rotated by 15 bits and moved, because a CRC over bytes that hold their own
 * CRC tells little (`crc32c.h` of LevelDB, which TensorFlow took it from).
 */
export function maskedCrc(sum: number): number {
  return (((sum >>> 15) | (sum << 17)) + MASK_DELTA) >>> 0;
}

export interface TfRecordFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each record, with its length and both sums. */
  readonly ranges: readonly ByteRange[];
}

/** `sum` may be the core's CRC32C, which is faster. */
export function writeTfRecords(
  records: readonly Uint8Array[],
  sum: Crc32 = crc32c,
): TfRecordFile {
  const framesBytes = records.reduce(
    (total, record) => total + HEAD_BYTES + record.length + SUM_BYTES,
    0,
  );
  const bytes = new Uint8Array(framesBytes);
  const view = new DataView(bytes.buffer);
  const ranges: ByteRange[] = [];
  let at = 0;
  for (const record of records) {
    const sizeBytes = HEAD_BYTES + record.length + SUM_BYTES;
    ranges.push({ offset: at, sizeBytes });
    view.setBigUint64(at, BigInt(record.length), true);
    const lengthSum = sum(bytes.subarray(at, at + LENGTH_BYTES));
    view.setUint32(at + LENGTH_BYTES, maskedCrc(lengthSum), true);
    bytes.set(record, at + HEAD_BYTES);
    view.setUint32(
      at + HEAD_BYTES + record.length,
      maskedCrc(sum(record)),
      true,
    );
    at += sizeBytes;
  }
  return { bytes, ranges };
}

/**
 * Records are views of `bytes`. Fails with a `SampleFault` at the first record
 * that is cut or whose sums do not fit, as TensorFlow's reader does.
 */
export function readTfRecords(
  bytes: Uint8Array,
  sum: Crc32 = crc32c,
): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const number = records.length;
    if (bytes.length - at < HEAD_BYTES) {
      throw fault("truncated", bytes.length, `record ${number} has no length`);
    }
    const lengthSum = sum(bytes.subarray(at, at + LENGTH_BYTES));
    if (view.getUint32(at + LENGTH_BYTES, true) !== maskedCrc(lengthSum)) {
      throw fault(
        "checksum",
        at,
        `the CRC32C of the length of record ${number} does not fit`,
      );
    }
    const length = view.getBigUint64(at, true);
    const start = at + HEAD_BYTES;
    const left = bytes.length - start - SUM_BYTES;
    if (length > BigInt(Math.max(0, left)) || left < 0) {
      throw fault(
        "truncated",
        bytes.length,
        `record ${number} has ${length} bytes, and the file ends before`,
      );
    }
    const end = start + Number(length);
    const record = bytes.subarray(start, end);
    if (view.getUint32(end, true) !== maskedCrc(sum(record))) {
      throw fault(
        "checksum",
        start,
        `the CRC32C of record ${number} does not fit`,
      );
    }
    records.push(record);
    at = end + SUM_BYTES;
  }
  return records;
}

function fault(kind: SampleFaultKind, atByte: number, reason: string) {
  return new SampleFault({ format: "TFRecord", kind, atByte, reason });
}
