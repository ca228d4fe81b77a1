/**
 * What each unit of a real run may hold after a power cut, and the core's own
 * check of an image against it: a generation that a sync made durable, or one
 * that was begun since, and never one that nobody issued.
 */
import type { LogRecord, StampWindow } from "../../ffi/mod.ts";
import type { CutState } from "./power_cuts.ts";
import { identityOf, pathOf, type RunLog, type StampPort } from "./run_log.ts";

/** Generations of one file's units, by unit. */
interface Bounds {
  /** Of the last write that is durable; 0: none. */
  readonly durable: number[];
  /** Of the last write that was begun; 0: none. */
  readonly issued: number[];
}

/** Judges states of one run, best in the order of its log. */
export class RunJudge {
  readonly #run: RunLog;
  readonly #stamp: StampPort;
  #known: { readonly sequence: number; readonly bounds: readonly Bounds[] } = {
    sequence: -1,
    bounds: [],
  };

  constructor(run: RunLog, stamp: StampPort) {
    this.#run = run;
    this.#stamp = stamp;
  }

  /** A sentence for what is wrong, or `null`. */
  judge({ image, notes }: CutState): string | null {
    const sequence = Number(notes.at(-1) ?? 0);
    if (sequence !== this.#known.sequence) {
      this.#known = { sequence, bounds: boundsAt(this.#run, sequence) };
    }
    for (const [file, bounds] of this.#known.bounds.entries()) {
      const node = image.get(pathOf(file));
      if (node?.kind !== "file") return `File ${file} is gone`;
      const sentence = this.#judgeFile(file, bounds, node.bytes);
      if (sentence !== null) return sentence;
    }
    return null;
  }

  #judgeFile(file: number, bounds: Bounds, found: Uint8Array): string | null {
    const { fileBytes, unitBytes } = this.#run.spec;
    if (found.length !== fileBytes) {
      return `File ${file} has ${found.length} bytes, and must have ${fileBytes}`;
    }
    // The core wants memory that begins at a multiple of 8.
    const bytes = new Uint8Array(found);
    const { bad, findings } = this.#stamp.check(
      identityOf(this.#run.spec, file),
      { unit: 0n, windows: windowsOf(bounds), bytes, capacity: 1 },
    );
    const [first] = findings;
    if (bad > 0 && first !== undefined) {
      const { class: name, expectedHigh, expectedLow, unit } = first;
      return `Unit ${unit} of file ${file} is ${name}: it must hold ` +
        generationsText(Number(expectedLow), Number(expectedHigh));
    }
    const unit = bounds.issued.findIndex((issued, at) =>
      issued === 0 &&
      bytes.subarray(at * unitBytes, (at + 1) * unitBytes).some((byte) =>
        byte !== 0
      )
    );
    return unit < 0
      ? null
      : `Unit ${unit} of file ${file} holds bytes, and nobody wrote it`;
  }
}

function generationsText(low: number, high: number): string {
  return low === high
    ? `generation ${high}`
    : `a generation of ${low} to ${high}`;
}

function windowsOf({ durable, issued }: Bounds): StampWindow[] {
  return issued.map((high, unit) => {
    const low = durable[unit] ?? 0;
    // Writes land in sectors: a cut may leave some of one and some of another.
    return { low: BigInt(low), high: BigInt(high), mixed: low < high };
  });
}

/** Promises as they were when the record `sequence` was the last. */
export function boundsAt(
  { records, spec }: RunLog,
  sequence: number,
): readonly Bounds[] {
  const units = spec.fileBytes / spec.unitBytes;
  const bounds = spec.files.map((): Bounds => ({
    durable: new Array(units).fill(0),
    issued: new Array(units).fill(0),
  }));
  const rows = new Map<number, LogRecord[]>();
  const ended = new Map<number, Set<number>>();
  const syncs = new Map<number, readonly number[]>();
  const raise = (which: keyof Bounds, row: LogRecord) => {
    const own = bounds[row.file]?.[which] ?? [];
    const first = row.offset / spec.unitBytes;
    for (let at = first; at < first + row.bytes / spec.unitBytes; at++) {
      own[at] = Math.max(own[at] ?? 0, row.generation);
    }
  };
  for (const record of records) {
    if (record.sequence > sequence) break;
    const { begun, file, op, stage } = record;
    const unsynced = ended.get(file) ?? new Set();
    ended.set(file, unsynced);
    if (op === "write" && stage === "begun") {
      rows.set(begun, [...rows.get(begun) ?? [], record]);
      raise("issued", record);
    } else if (stage === "begun") {
      syncs.set(begun, [...unsynced]);
    } else if (record.hasFailed) {
      if (op === "sync") unsynced.clear();
    } else if (op === "write" && !record.durable) {
      unsynced.add(begun);
    } else {
      const covered = op === "sync" ? syncs.get(begun) ?? [] : [begun];
      for (const one of covered) {
        for (const row of rows.get(one) ?? []) raise("durable", row);
      }
    }
  }
  return bounds;
}
