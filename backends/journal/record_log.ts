/**
 * A journal of records in one file that only grows. Goes in: records, in order;
 * `record_reader.ts` takes them out again.
 */
import type { CoreFilePort } from "../core_port.ts";
import {
  checkOf,
  HEAD_BYTES,
  MAGIC,
  RECORD_BYTES_MAX,
} from "./record_layout.ts";

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
