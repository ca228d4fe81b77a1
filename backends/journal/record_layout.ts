/**
 * The bytes of a journal, little endian: 8 bytes "SVJRNL01", then for each
 * record its length (4), the CRC-32 of its number and bytes (4), and the bytes.
 * The number is not stored: a record that was written for another place does
 * not fit its own.
 */
import { crc32 } from "node:zlib";

/** What a journal begins with. */
export const MAGIC: Uint8Array<ArrayBuffer> = new TextEncoder()
  .encode("SVJRNL01");

/** Before each record: its length and its check. */
export const HEAD_BYTES = 8;

/** A length beyond that is damage, not a record. */
export const RECORD_BYTES_MAX = 1 << 20;

/** The check of record `number`, counted from 0. */
export function checkOf(number: number, record: Uint8Array): number {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, BigInt(number), true);
  return crc32(record, crc32(head));
}
