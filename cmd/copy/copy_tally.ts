/** How a copy stands: objects and bytes done, under way, and gone wrong. */
import type { StreamCounters } from "../../backends/mod.ts";
import type { CopyOutcome, CopyResult } from "../../engine/mod.ts";

/** Something that was found wrong, or that failed, of one object. */
export interface CopyTrouble {
  readonly key: string;
  /** The storage is wrong, the world failed, or it cannot be done as asked. */
  readonly kind: "finding" | "failed" | "refused";
  readonly text: string;
}

/** What was written, is no object, and stays at the destination. */
export interface Leftover {
  readonly key: string;
  /** Of an upload, or of a file in the staging folder. */
  readonly name: string;
  /** Why it could not be taken away; `null`: kept to go on with. */
  readonly failure: string | null;
}

/** One object under way. */
export interface ObjectProgress {
  begun(sizeBytes: number): void;
  counters(counters: StreamCounters): void;
  /** A step beside the stream is asked for again. */
  retried(): void;
  end(): void;
}

interface Flight {
  readBytes: number;
  doneBytes: number;
  memoryBytes: number;
}

export interface CopyTallyOptions {
  readonly totalObjects: number;
  /** Objects are read and compared, and written nowhere. */
  readonly isRead: boolean;
  /** One sentence. */
  readonly describe: (error: unknown) => string;
  readonly kindOf: (error: unknown) => CopyTrouble["kind"];
}

/** Plain numbers; who draws them reads them when it likes. */
export class CopyTally {
  /** Of all that is to be copied. */
  readonly totalObjects: number;
  started = 0;
  copiedObjects = 0;
  /** Done in an earlier run, and still there. */
  passedObjects = 0;
  /** Of those. */
  doneBeforeBytes = 0;
  interruptedObjects = 0;
  copiedBytes = 0;
  /** Of parts that the destination had already. */
  passedBytes = 0;
  retries = 0;
  memoryPeakBytes = 0;
  /** Objects of which somebody else said, too, what their bytes are. */
  readonly agreed = { source: 0, manifest: 0, destination: 0 };
  readonly troubles: CopyTrouble[] = [];
  readonly leftovers: Leftover[] = [];
  readonly #flights = new Set<Flight>();
  readonly #options: CopyTallyOptions;

  constructor(options: CopyTallyOptions) {
    this.totalObjects = options.totalObjects;
    this.#options = options;
  }

  /** Bytes of ended objects, and of those under way so far. */
  get movedBytes(): number {
    let bytes = this.copiedBytes;
    for (const { doneBytes } of this.#flights) bytes += doneBytes;
    return bytes;
  }

  get endedObjects(): number {
    return this.copiedObjects + this.passedObjects + this.troubles.length;
  }

  get findings(): number {
    return this.countOf("finding");
  }

  countOf(kind: CopyTrouble["kind"]): number {
    return this.troubles.filter((trouble) => trouble.kind === kind).length;
  }

  begin(_key: string): ObjectProgress {
    const flight: Flight = { readBytes: 0, doneBytes: 0, memoryBytes: 0 };
    let retries = 0;
    this.started++;
    this.#flights.add(flight);
    return {
      begun: () => {},
      counters: (counters) => {
        const { writtenBytes, passedBytes, digestedBytes } = counters;
        flight.readBytes = counters.readBytes;
        flight.doneBytes = this.#options.isRead
          ? digestedBytes
          : writtenBytes + passedBytes;
        // Between two looks it may have held as much as it ever did.
        flight.memoryBytes = counters.memoryPeakBytes;
        this.retries += counters.retries - retries;
        retries = counters.retries;
        let memoryBytes = 0;
        for (const one of this.#flights) memoryBytes += one.memoryBytes;
        this.memoryPeakBytes = Math.max(this.memoryPeakBytes, memoryBytes);
      },
      retried: () => {
        this.retries++;
      },
      end: () => {
        this.#flights.delete(flight);
      },
    };
  }

  /** Neither an object nor gone: what people pay for must be named. */
  left(key: string, name: string, failure: unknown): void {
    const text = failure === null ? null : this.#options.describe(failure);
    this.leftovers.push({ key, name, failure: text });
  }

  /** The destination stated, or gave back, what was written. */
  confirmed(): void {
    this.agreed.destination++;
  }

  /** An earlier run copied it; `ended` is told of it too. */
  doneBefore(sizeBytes: number): void {
    this.doneBeforeBytes += sizeBytes;
  }

  interrupted(): void {
    this.interruptedObjects++;
  }

  ended(result: CopyResult<CopyOutcome | null>): void {
    const { key } = result;
    if ("error" in result) {
      const text = this.#options.describe(result.error);
      const kind = this.#options.kindOf(result.error);
      this.troubles.push({ key, kind, text });
    } else if (result.outcome === null) {
      this.passedObjects++;
    } else if (result.outcome.state === "differs") {
      const text = differenceText(key, result.outcome);
      this.troubles.push({ key, kind: "finding", text });
    } else {
      const { facts, counters, memoryBytes } = result.outcome;
      this.copiedObjects++;
      const witnesses = new Set(Object.values(result.outcome.agreed));
      if (witnesses.has("source")) this.agreed.source++;
      if (witnesses.has("manifest")) this.agreed.manifest++;
      this.copiedBytes += facts.sizeBytes;
      this.passedBytes += counters.passedBytes;
      this.memoryPeakBytes = Math.max(this.memoryPeakBytes, memoryBytes);
    }
  }
}

type Difference = Extract<CopyOutcome, { state: "differs" }>;

function differenceText(key: string, difference: Difference): string {
  const { kind, witness, stated, found } = difference;
  const who = {
    source: "the source states",
    manifest: "the manifest states",
    destination: "was written",
  }[witness];
  const what = witness === "destination" ? "was read back" : "was read";
  return `${JSON.stringify(key)}: ${kind} ${stated} ${who}, and ` +
    `${found === "" ? "something else" : found} ${what}` +
    // It is the evidence; to take it away is up to people.
    (witness === "destination" ? ": it is still there" : "");
}
