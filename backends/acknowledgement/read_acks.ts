/**
 * Reads what another host kept of a run. Goes in: the bytes of its file, as
 * often as asked for; comes out: what was told, and for each unit the generation
 * that must at least be there.
 *
 * Design: two passes. The first finds up to where each file is durable, the
 * second gives the writes up to there; nothing is kept in between, so a file
 * may be larger than memory. Reading ends at the first record that is not whole:
 * all before it was told in that order, and proves what it says.
 */
import { RecordReader } from "../journal/mod.ts";
import { type AckRecord, decodeAck, type SpaceAck } from "./ack_record.ts";

/** The file from its beginning; called once for each pass. */
export type AckSource = () => AsyncIterable<Uint8Array>;

/** All that a file says, but for the writes themselves. */
export interface AckSummary {
  readonly runId: string;
  readonly state: string;
  readonly plan: string;
  readonly spaces: readonly AckedSpace[];
  readonly records: number;
  /** By the clock of the run's host. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** How the run ended; `null`: it was cut off. */
  readonly outcome: string | null;
  /** Records of the log that came faster than they were read. */
  readonly dropped: number;
  /** Bytes at the end that are no whole record, and were not read. */
  readonly restBytes: number;
}

/** A space, and what is known of each of its files. */
export interface AckedSpace extends Omit<SpaceAck, "kind"> {
  /** By file: the group up to which all is durable; 0: none. */
  readonly durable: readonly number[];
  /** Whether some write is durable. */
  readonly hasDurable: boolean;
  /** Whether some write returned. */
  readonly hasWritten: boolean;
}

/** The file is not one of ours, or says what no run says. */
export class AckFileError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "AckFileError";
  }
}

interface Space extends AckedSpace {
  readonly durable: number[];
  /** By file: the first group in which a write returned. */
  readonly firsts: Map<number, number>;
}

/** The first pass; fails with an `AckFileError`. */
export async function summarizeAcks(source: AckSource): Promise<AckSummary> {
  const reader = new RecordReader();
  const spaces: Space[] = [];
  let [runId, state, plan] = ["", "", ""];
  let [records, firstMs, lastMs, dropped] = [0, 0, 0, 0];
  let outcome: string | null = null;
  for await (const record of recordsOf(source, reader)) {
    if (records === 0 && record.kind !== "run") {
      throw new AckFileError("it does not say whose it is");
    }
    if (records++ === 0) firstMs = record.atMs;
    lastMs = record.atMs;
    if (record.kind === "run") ({ runId, state } = record);
    else if (record.kind === "plan") plan += record.text;
    else if (record.kind === "space") spaces.push(newSpace(record));
    else if (record.kind === "dropped") dropped += record.records;
    else if (record.kind === "end") outcome = record.outcome;
    else if (record.kind === "written" || record.kind === "synced") {
      note(spaceOf(spaces, record.space, record.file), record);
    }
  }
  if (records === 0) throw new AckFileError("it holds no whole record");
  return {
    ...{ runId, state, plan, records, firstMs, lastMs, outcome, dropped },
    restBytes: reader.restBytes,
    spaces: spaces.map(settled),
  };
}

/** What the second pass is about. */
export interface RangesAsked {
  readonly target: string;
  /** Also writes that returned and that no sync covers. */
  readonly expectDurable: boolean;
}

/**
 * The second pass: three numbers for each range, as `sv_floor_raise()` takes
 * them: first unit of the space, units, generation.
 */
export async function* durableRanges(
  source: AckSource,
  summary: AckSummary,
  { target, expectDurable }: RangesAsked,
): AsyncGenerator<BigUint64Array<ArrayBuffer>> {
  for await (const record of recordsOf(source, new RecordReader())) {
    if (record.kind !== "written") continue;
    const space = spaceOf(summary.spaces, record.space, record.file);
    const upTo = space.durable[record.file] ?? 0;
    if (space.target !== target) continue;
    if (record.group > upTo && !expectDurable) continue;
    const first = record.file * space.fileUnits;
    const ranges = new BigUint64Array(record.ranges.length);
    for (const [at, number] of record.ranges.entries()) {
      ranges[at] = BigInt(at % 3 === 0 ? first + number : number);
    }
    yield ranges;
  }
}

async function* recordsOf(
  source: AckSource,
  reader: RecordReader,
): AsyncGenerator<AckRecord> {
  for await (const chunk of source()) {
    for (const bytes of reader.push(chunk)) {
      try {
        yield decodeAck(bytes);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new AckFileError(
          "it holds a record that this version cannot read",
        );
      }
    }
  }
}

function newSpace({ kind: _, ...told }: SpaceAck): Space {
  const durable = Array.from({ length: told.files }, () => 0);
  const firsts = new Map<number, number>();
  return { ...told, durable, firsts, hasDurable: false, hasWritten: false };
}

function spaceOf<S extends AckedSpace>(
  spaces: readonly S[],
  space: number,
  file: number,
): S {
  const found = spaces.find((one) => one.space === space);
  if (found !== undefined && file < found.files) return found;
  throw new AckFileError(`it names file ${file} of a space that it never told`);
}

function note(
  { durable, firsts }: Space,
  { file, group, kind }: Extract<AckRecord, { kind: "written" | "synced" }>,
): void {
  if (kind === "synced") {
    durable[file] = Math.max(durable[file] ?? 0, group);
  } else firsts.set(file, Math.min(firsts.get(file) ?? Infinity, group));
}

function settled({ firsts, ...space }: Space): AckedSpace {
  return {
    ...space,
    hasWritten: firsts.size > 0,
    hasDurable: [...firsts].some(([file, group]) =>
      group <= (space.durable[file] ?? 0)
    ),
  };
}
