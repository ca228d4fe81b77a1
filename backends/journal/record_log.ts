/**
 * A journal of records in one file that only grows. Goes in: records, in order;
 * comes out after a crash: those that are whole, up to the first that is not.
 *
 * Layout, little endian: 8 bytes "SVJRNL01", then for each record its length
 * (4), the CRC-32 of its number and bytes (4), and the bytes. The number is not
 * stored: a record that was written for another place does not fit its own.
 */
import { crc32 } from "node:zlib";
import type { CoreFilePort } from "../core_port.ts";

const MAGIC = new TextEncoder().encode("SVJRNL01");
const HEAD_BYTES = 8;
/** A length beyond that is damage, not a record. */
const RECORD_BYTES_MAX = 1 << 20;

/** A journal that is being written; one writer. */
export class RecordLog {
  readonly #file: Pick<CoreFilePort, "append" | "sync">;
  #count = 0;

  private constructor(file: Pick<CoreFilePort, "append" | "sync">) {
    this.#file = file;
  }

  /** Begins a journal in an empty file; its folder is the caller's to sync. */
  static async create(
    file: Pick<CoreFilePort, "append" | "sync">,
  ): Promise<RecordLog> {
    await file.append(MAGIC);
    await file.sync();
    return new RecordLog(file);
  }

  /** Not durable before `sync()`; a `RangeError` for more than 1 MiB. */
  async append(record: Uint8Array): Promise<void> {
    if (record.length === 0 || record.length > RECORD_BYTES_MAX) {
      throw new RangeError(`A record of ${record.length} bytes cannot be kept`);
    }
    const bytes = new Uint8Array(HEAD_BYTES + record.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, record.length, true);
    view.setUint32(4, checkOf(this.#count, record), true);
    bytes.set(record, HEAD_BYTES);
    this.#count += 1;
    await this.#file.append(bytes);
  }

  /** Returns once all records so far survive a loss of power. */
  async sync(): Promise<void> {
    await this.#file.sync();
  }
}

/** What is left of a journal. */
export interface Recovered {
  readonly records: readonly Uint8Array[];
  /** Bytes up to the end of the last whole record. */
  readonly wholeBytes: number;
  /** Bytes after that: a record that was being written, or damage. */
  readonly restBytes: number;
}

/** Reads a journal; one without a whole beginning has no records. */
export function recoverRecords(bytes: Uint8Array): Recovered {
  const records: Uint8Array[] = [];
  const isOurs = MAGIC.every((value, at) => bytes[at] === value);
  let at = isOurs ? MAGIC.length : 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  while (isOurs && at + HEAD_BYTES <= bytes.length) {
    const length = view.getUint32(at, true);
    const end = at + HEAD_BYTES + length;
    if (length === 0 || length > RECORD_BYTES_MAX || end > bytes.length) break;
    const record = bytes.subarray(at + HEAD_BYTES, end);
    if (view.getUint32(at + 4, true) !== checkOf(records.length, record)) break;
    records.push(record);
    at = end;
  }
  return { records, wholeBytes: at, restBytes: bytes.length - at };
}

function checkOf(number: number, record: Uint8Array): number {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, BigInt(number), true);
  return crc32(record, crc32(head));
}
