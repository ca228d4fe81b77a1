/**
 * The journal of a copy on disk: read once, then appended to, and synced once a
 * second by whoever has it. A line that a power cut takes back costs nothing
 * but time: the copy that goes on compares what it comes upon.
 */
import {
  type CopyState,
  type JournalLine,
  journalText,
  readJournal,
} from "../../engine/mod.ts";
import { WriteFailed } from "../context.ts";
import { UsageError } from "../usage_error.ts";

/** What of the core a journal needs. */
export interface FileLocks {
  /** Fails at once with EAGAIN while another holder has it. */
  lockFile(path: string): Disposable;
}

const EMPTY: CopyState = {
  ends: null,
  done: new Map(),
  begun: new Map(),
  sizeBytes: 0,
};

/** Has one holder at a time, whatever ends a process. */
export class CopyJournal {
  readonly state: CopyState;
  readonly isKept: boolean;
  /** An earlier process wrote to it, and may have done more than it says. */
  readonly isResumed: boolean;
  readonly #file: Deno.FsFile | null;
  readonly #path: string;
  readonly #lock: Disposable | null;
  #isDirty = false;

  private constructor(
    path: string,
    held: { readonly file: Deno.FsFile; readonly lock: Disposable } | null,
    state: CopyState,
  ) {
    const { file, lock } = held ?? { file: null, lock: null };
    this.#path = path;
    this.#lock = lock;
    this.#file = file;
    this.state = state;
    this.isKept = file !== null;
    this.isResumed = state.ends !== null;
  }

  /** Keeps nothing, and there is nothing to go on from. */
  static none(): CopyJournal {
    return new CopyJournal("", null, EMPTY);
  }

  /**
   * Fails with a `UsageError` if it is of another copy, in use, or no journal.
   */
  static open(
    core: FileLocks,
    path: string,
    ends: { readonly source: string; readonly destination: string },
  ): CopyJournal {
    const file = openFile(path);
    let lock: Disposable | undefined;
    try {
      lock = lockOf(core, path);
      const state = stateOf(path);
      refuseOther(path, state, ends);
      // What a crash cut off would join the next line.
      file.truncateSync(state.sizeBytes);
      file.seekSync(0, Deno.SeekMode.End);
      const journal = new CopyJournal(path, { file, lock }, state);
      if (state.ends === null) journal.append({ line: "copy", ...ends });
      return journal;
    } catch (error) {
      lock?.[Symbol.dispose]();
      file.close();
      throw error;
    }
  }

  append(line: JournalLine): void {
    if (this.#file === null) return;
    const bytes = new TextEncoder().encode(journalText(line));
    try {
      for (let at = 0; at < bytes.length;) {
        at += this.#file.writeSync(bytes.subarray(at));
      }
      this.#isDirty = true;
    } catch (error) {
      throw new WriteFailed(`write the journal "${this.#path}"`, error);
    }
  }

  sync(): void {
    if (this.#file === null || !this.#isDirty) return;
    this.#isDirty = false;
    try {
      this.#file.syncDataSync();
    } catch (error) {
      throw new WriteFailed(`sync the journal "${this.#path}"`, error);
    }
  }

  /** Synced, too. */
  close(): void {
    try {
      this.sync();
    } finally {
      this.#release();
    }
  }

  #release(): void {
    this.#lock?.[Symbol.dispose]();
    this.#file?.close();
  }
}

function openFile(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { read: true, write: true, create: true });
  } catch (error) {
    throw new WriteFailed(`open the journal "${path}"`, error);
  }
}

/** Two copies that go on from one journal would send each part twice. */
function lockOf(core: FileLocks, path: string): Disposable {
  try {
    return core.lockFile(path);
  } catch (error) {
    const isHeld = error instanceof Error && "statusName" in error &&
      error.statusName === "EAGAIN";
    if (!isHeld) throw error;
    throw new UsageError([
      `Cannot use the journal "${path}": another copy is under way with it: ` +
      "wait for its end, or name a file of its own",
    ]);
  }
}

function stateOf(path: string): CopyState {
  try {
    return readJournal(Deno.readTextFileSync(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError([
      `Cannot use "${path}" as the journal of a copy: ${error.message}: name ` +
      "a file of its own",
    ]);
  }
}

function refuseOther(
  path: string,
  { ends }: CopyState,
  wanted: { readonly source: string; readonly destination: string },
): void {
  if (ends === null) return;
  if (
    ends.source === wanted.source && ends.destination === wanted.destination
  ) return;
  throw new UsageError([
    `Cannot go on with the journal "${path}": it is of a copy from ` +
    `"${ends.source}" to "${ends.destination}": name those, or another file`,
  ]);
}
