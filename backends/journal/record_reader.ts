/**
 * Takes records out of a journal again. Goes in: its bytes, at once or as they
 * come; comes out: the records that are whole, up to the first that is not.
 */
import {
  checkOf,
  HEAD_BYTES,
  MAGIC,
  RECORD_BYTES_MAX,
} from "./record_layout.ts";

/** Reads a journal whose end is not there yet: a stream, or a large file. */
export class RecordReader {
  #rest = new Uint8Array(0);
  #count = 0;
  #wholeBytes = 0;
  #restBytes = 0;
  #hasBegun = false;
  #isDamaged = false;

  /** Bytes up to the end of the last whole record. */
  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** Bytes that came after those: a record that is not whole yet, or damage. */
  get restBytes(): number {
    return this.#restBytes;
  }

  /** What comes next is no record of this journal, and nothing after it is. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** The records that these bytes make whole; none any more after damage. */
  push(bytes: Uint8Array): Uint8Array[] {
    if (this.#isDamaged) {
      this.#restBytes += bytes.length;
      return [];
    }
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const records: Uint8Array[] = [];
    let at = this.#begin(all);
    const view = new DataView(all.buffer);
    while (
      this.#hasBegun && !this.#isDamaged && at + HEAD_BYTES <= all.length
    ) {
      const length = view.getUint32(at, true);
      this.#isDamaged = length === 0 || length > RECORD_BYTES_MAX;
      const end = at + HEAD_BYTES + length;
      if (this.#isDamaged || end > all.length) break;
      const record = all.subarray(at + HEAD_BYTES, end);
      if (view.getUint32(at + 4, true) !== checkOf(this.#count, record)) {
        this.#isDamaged = true;
        break;
      }
      records.push(record);
      this.#count += 1;
      at = end;
    }
    this.#wholeBytes += at;
    this.#restBytes = all.length - at;
    // Of what is no journal only the length is kept.
    this.#rest = this.#isDamaged ? new Uint8Array(0) : all.slice(at);
    return records;
  }

  #begin(all: Uint8Array): number {
    if (this.#hasBegun) return 0;
    const known = Math.min(all.length, MAGIC.length);
    for (let at = 0; at < known; at++) {
      if (all[at] !== MAGIC[at]) this.#isDamaged = true;
    }
    if (this.#isDamaged || known < MAGIC.length) return 0;
    this.#hasBegun = true;
    return MAGIC.length;
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
  const reader = new RecordReader();
  const records = reader.push(bytes);
  return {
    records,
    wholeBytes: reader.wholeBytes,
    restBytes: reader.restBytes,
  };
}
