/** A log of a space as the core keeps it, made by hand. */
import type { LogRecord } from "../../../ffi/mod.ts";

const UNIT_BYTES = 4096;

/** Appends records in the order in which things happen. */
export class HandLog {
  readonly records: LogRecord[] = [];
  readonly #all = new Map<number, LogRecord>();
  #sequence = 0;

  /** Begins a write of units with these generations; gives its number. */
  write(unit: number, generations: readonly number[], file = 0): number {
    const begun = this.#sequence + 1;
    for (const [index, generation] of generations.entries()) {
      this.#add({
        begun,
        file,
        offset: (unit + index) * UNIT_BYTES,
        bytes: UNIT_BYTES,
        generation,
        more: index + 1 < generations.length,
      });
    }
    return begun;
  }

  sync(file = 0): number {
    return this.#add({ op: "sync", file, begun: this.#sequence + 1 });
  }

  end(begun: number, over: Partial<LogRecord> = {}): void {
    this.#add({
      ...this.#all.get(begun),
      stage: "ended",
      more: false,
      begun,
      ...over,
    });
  }

  /** A write that begins and ends at once. */
  wrote(unit: number, generations: readonly number[], file = 0): void {
    this.end(this.write(unit, generations, file));
  }

  synced(file = 0): void {
    this.end(this.sync(file));
  }

  /** What came since the last call. */
  take(): LogRecord[] {
    return this.records.splice(0);
  }

  #add(over: Partial<LogRecord>): number {
    const sequence = ++this.#sequence;
    const record: LogRecord = {
      timeNs: sequence,
      stage: "begun",
      op: "write",
      begun: sequence,
      lane: 0,
      file: 0,
      offset: 0,
      bytes: 0,
      generation: 0,
      stampSequence: 0,
      seconds: 0,
      more: false,
      durable: false,
      hasFailed: false,
      ...over,
      sequence,
    };
    this.records.push(record);
    this.#all.set(sequence, record);
    return sequence;
  }
}
