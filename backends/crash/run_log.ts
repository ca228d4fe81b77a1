/**
 * The log of a real run as a disk would tell it: writes with their bytes, made
 * again from their stamps, and syncs that cover what had ended before they
 * began. Goes in: the core's records; comes out: what power cuts are made of.
 */
import type {
  CoreStamp,
  LogRecord,
  SpaceSpec,
  StampIdentity,
} from "../../ffi/mod.ts";
import { type DiskEvent, type DiskNode, ROOT_INODE } from "./disk_log.ts";
import type { PowerCuts } from "./power_cuts.ts";

/** The core's own making and judging of units. */
export type StampPort = Pick<CoreStamp, "fill" | "check">;

/** Everything that was done to the files of one space. */
export interface RunLog {
  readonly spec: SpaceSpec;
  /** All of them: a log that dropped one proves nothing. */
  readonly records: readonly LogRecord[];
}

/** Of every space of the core: files of a run, and units of 4 KiB a file. */
const OBJECT_BITS = 12;
const UNIT_BITS = 36;

/** Whose units those of file `file` are. */
export function identityOf(spec: SpaceSpec, file: number): StampIdentity {
  return {
    runId: spec.runId,
    runKey: spec.runKey,
    objectId: spec.files[file]?.objectId ?? 0n,
    objectTag: spec.objectTag + file,
    unitBytes: spec.unitBytes,
    objectBits: OBJECT_BITS,
    unitBits: UNIT_BITS,
    compressPermille: spec.compressPermille,
    dedupePermille: spec.dedupePermille,
  };
}

/** Where file `file` of a space is in an image. */
export function pathOf(file: number): string {
  return `/${file}`;
}

/**
 * Notes are the sequences of records: a judge knows what was promised by the
 * last one. The note that a write began comes before the write, the one that a
 * sync ended after it: a cut in between finds no promise that is not kept yet.
 */
export function cutsOf(
  { records, spec }: RunLog,
  stamp: StampPort,
  seed: number,
): PowerCuts {
  const log = new DiskLogOf(spec, stamp);
  records.forEach((record, at) => log.take(record, records.slice(at)));
  const image = new Map<string, DiskNode>([["/", { kind: "folder" }]]);
  const inodes = new Map([["/", ROOT_INODE]]);
  spec.files.forEach((_, file) => {
    const bytes = new Uint8Array(spec.fileBytes);
    image.set(pathOf(file), { kind: "file", bytes });
    inodes.set(pathOf(file), inodeOf(file));
  });
  return { start: { image, inodes }, log: log.events, seed };
}

function inodeOf(file: number): number {
  return ROOT_INODE + 1 + file;
}

class DiskLogOf {
  readonly events: DiskEvent[] = [];
  readonly #spec: SpaceSpec;
  readonly #stamp: StampPort;
  /** Place in `events` of each write, by the sequence that began it. */
  readonly #writes = new Map<number, number>();
  /** Writes that ended, by file: a sync that begins now covers them. */
  readonly #ended = new Map<number, Set<number>>();
  readonly #syncs = new Map<number, ReadonlySet<number>>();

  constructor(spec: SpaceSpec, stamp: StampPort) {
    this.#spec = spec;
    this.#stamp = stamp;
  }

  take(record: LogRecord, rest: readonly LogRecord[]): void {
    if (record.op === "write" && record.stage === "begun") {
      // A write of several rows of units is one event, of its first record.
      if (record.sequence === record.begun) this.#beginWrite(rowsOf(rest));
    } else if (record.op === "write") {
      this.#endWrite(record);
    } else if (record.op === "sync" && record.stage === "begun") {
      const ended = this.#ended.get(record.file) ?? [];
      this.#syncs.set(record.sequence, new Set(ended));
    } else if (record.op === "sync") {
      this.#endSync(record);
    }
  }

  #beginWrite(rows: readonly LogRecord[]): void {
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return;
    this.#note(last);
    this.#writes.set(first.sequence, this.events.length);
    const { unitBytes } = this.#spec;
    this.events.push({
      kind: "write",
      inode: inodeOf(first.file),
      offset: first.offset,
      bytes: this.#stamp.fill(identityOf(this.#spec, first.file), {
        unit: BigInt(first.offset / unitBytes),
        sequence: BigInt(first.stampSequence),
        writer: first.lane ?? 0,
        seconds: first.seconds,
        generations: rows.flatMap(({ bytes, generation }) =>
          Array.from({ length: bytes / unitBytes }, () => BigInt(generation))
        ),
      }),
    });
  }

  #endWrite(record: LogRecord): void {
    const at = this.#writes.get(record.begun);
    if (at === undefined || record.hasFailed) return;
    if (record.durable) {
      this.#sync(record, new Set([at]));
      return;
    }
    const ended = this.#ended.get(record.file) ?? new Set();
    this.#ended.set(record.file, ended.add(at));
  }

  #endSync(record: LogRecord): void {
    const covers = this.#syncs.get(record.begun);
    if (covers === undefined) return;
    if (!record.hasFailed) {
      this.#sync(record, covers);
      return;
    }
    // Its pages count as clean now, and no later sync writes them.
    this.events.push({ kind: "lose", inode: inodeOf(record.file) });
    this.#ended.delete(record.file);
  }

  #sync(record: LogRecord, covers: ReadonlySet<number>): void {
    this.events.push({ kind: "sync", inode: inodeOf(record.file), covers });
    this.#note(record);
  }

  #note({ sequence }: LogRecord): void {
    this.events.push({ kind: "note", note: String(sequence) });
  }
}

/** The first record of a write and those that go on with it. */
export function rowsOf(rest: readonly LogRecord[]): readonly LogRecord[] {
  const first = rest[0];
  const own = rest.filter(({ begun, stage }) =>
    stage === "begun" && begun === first?.sequence
  );
  return own;
}
