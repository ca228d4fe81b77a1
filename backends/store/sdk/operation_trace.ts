/**
 * What is noted of one operation of a script lane while it runs, for a lane
 * that keeps its operations. Goes in: its beginning; comes out: a row.
 */
import type { KeptOperation } from "../../../ffi/mod.ts";

/** What is known when it begins. */
type TraceStart = Pick<
  KeptOperation,
  "op" | "place" | "startNs" | "intendedNs" | "isWarmup"
>;

/** Handed along with the context of its operation. */
export class OperationTrace {
  /** Requests so far, of all parts. */
  attempts = 0;
  /** Put, or found in a body that was compared; 0: none. */
  generation = 0;
  /** Of a range. */
  offset = 0;
  readonly #start: TraceStart;

  constructor(start: TraceStart) {
    this.#start = start;
  }

  /** The operation as it ended; `status` as the core has it. */
  row(end: {
    readonly endNs: number;
    readonly status: number;
    readonly bytes?: number;
    readonly firstByteNs?: number;
  }): KeptOperation {
    const { attempts, generation, offset } = this;
    return {
      ...this.#start,
      ...{ attempts, generation, offset, endNs: end.endNs },
      bytes: end.bytes ?? 0,
      firstByteNs: end.firstByteNs ?? null,
      status: end.status,
    };
  }
}
