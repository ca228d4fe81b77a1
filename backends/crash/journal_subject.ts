/**
 * A journal of records held against what was promised: every record that was
 * made durable is there, in order, and nothing that was not begun. Its bugs are
 * those that journals have had: a count before the data, a promise before the
 * fsync.
 */
import { RecordLog, recoverRecords } from "../journal/mod.ts";
import { seededBytes, seededNumbers } from "../seeded.ts";
import type { CrashDisk, DiskOmissions } from "./crash_disk.ts";
import type { CrashSubject } from "./subject.ts";

export interface JournalSubjectOptions {
  readonly id: string;
  readonly promise: string;
  readonly omits?: DiskOmissions;
  /** A bug: records are promised before the fsync. */
  readonly isHasty?: boolean;
  /** A bug: records are found by a count that is made durable before them. */
  readonly countsFirst?: boolean;
}

const JOURNAL = "/journal";
const COUNT = "/count";
const BATCHES = 24;
const BATCH_MAX = 4;
const BYTES_MAX = 1400;

export function journalSubject(options: JournalSubjectOptions): CrashSubject {
  const { id, promise, omits } = options;
  return {
    id,
    promise,
    ...(omits === undefined ? {} : { omits }),
    work: (disk, seed) => work(options, disk, seed),
    judge: (disk, notes) => judge(options, disk, notes),
  };
}

async function work(
  options: JournalSubjectOptions,
  disk: CrashDisk,
  seed: number,
): Promise<void> {
  const create = { create: true, direct: false };
  const file = await disk.core.openFile(JOURNAL, create);
  const count = options.countsFirst
    ? await disk.core.openFile(COUNT, create)
    : undefined;
  const journal = await RecordLog.create(file);
  await disk.core.pathSync("/");
  const next = seededNumbers(seed);
  let number = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const size = 1 + next() % BATCH_MAX;
    if (count !== undefined) {
      disk.note(`begin ${number + size}`);
      // The last byte of the file counts, one byte for each record.
      await count.append(new Uint8Array(size).fill(1));
      await count.sync();
    }
    for (let at = 0; at < size; at += 1) {
      disk.note(`begin ${++number}`);
      await journal.append(recordOf(number));
    }
    if (options.isHasty) disk.note(`done ${number}`);
    await journal.sync();
    disk.note(`done ${number}`);
  }
}

function recordOf(number: number): Uint8Array<ArrayBuffer> {
  const next = seededNumbers(number);
  return seededBytes(1 + next() % BYTES_MAX, number, 3);
}

function judge(
  options: JournalSubjectOptions,
  disk: CrashDisk,
  notes: readonly string[],
): Promise<string | null> {
  const node = disk.image().get(JOURNAL);
  const bytes = node?.kind === "file" ? node.bytes : new Uint8Array(0);
  const { records } = recoverRecords(bytes);
  const last = (what: string) =>
    Math.max(
      0,
      ...notes.map((note) => note.split(" "))
        .map(([word, number]) => word === what ? Number(number) : 0),
    );
  const [done, begun] = [last("done"), last("begin")];
  return Promise.resolve(
    journalFault({ records, done, begun }) ??
      (options.countsFirst ? countFault(disk, records.length) : null),
  );
}

interface JournalFacts {
  readonly records: readonly Uint8Array[];
  /** Number of the last record that was promised, and of the last begun. */
  readonly done: number;
  readonly begun: number;
}

function journalFault({ records, done, begun }: JournalFacts): string | null {
  if (records.length < done) {
    return `${records.length} records are left of ${done} that were promised`;
  }
  if (records.length > begun) {
    return `${records.length} records are there, and ${begun} were begun`;
  }
  const wrong = records.findIndex((record, at) => {
    const wanted = recordOf(at + 1);
    return record.length !== wanted.length ||
      record.some((value, byte) => wanted[byte] !== value);
  });
  return wrong < 0 ? null : `Record ${wrong + 1} is not what was appended`;
}

/** Who believes the count reads records that are not there. */
function countFault(disk: CrashDisk, records: number): string | null {
  const node = disk.image().get(COUNT);
  const counted = node?.kind === "file"
    ? node.bytes.filter((value) => value === 1).length
    : 0;
  return counted <= records
    ? null
    : `The count says ${counted} records, and ${records} are there`;
}
