/**
 * The journal of a copy on disk: read once, then appended to. Its lines are
 * synced once a second and whenever an object is done, so that what it says is
 * there is there.
 */
import {
  type CopyState,
  type JournalLine,
  journalText,
  readJournal,
} from "../../engine/mod.ts";
import { WriteFailed } from "../context.ts";
import { UsageError } from "../usage_error.ts";

const EMPTY: CopyState = {
  ends: null,
  done: new Map(),
  begun: new Map(),
  sizeBytes: 0,
};

/** Without a file nothing is kept, and there is nothing to go on from. */
export class CopyJournal {
  readonly state: CopyState;
  readonly isKept: boolean;
  readonly #file: Deno.FsFile | null;
  readonly #path: string;
  #isDirty = false;

  private constructor(
    path: string,
    file: Deno.FsFile | null,
    state: CopyState,
  ) {
    this.#path = path;
    this.#file = file;
    this.state = state;
    this.isKept = file !== null;
  }

  /** Fails with a `UsageError` if it is of another copy, or no journal. */
  static open(
    path: string | undefined,
    ends: { readonly source: string; readonly destination: string },
  ): CopyJournal {
    if (path === undefined) return new CopyJournal("", null, EMPTY);
    const file = openFile(path);
    try {
      const state = stateOf(path);
      refuseOther(path, state, ends);
      // What a crash cut off would join the next line.
      file.truncateSync(state.sizeBytes);
      file.seekSync(0, Deno.SeekMode.End);
      const journal = new CopyJournal(path, file, state);
      if (state.ends === null) journal.append({ line: "copy", ...ends });
      return journal;
    } catch (error) {
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
      if (line.line === "done") this.sync();
    } catch (error) {
      throw new WriteFailed(`write the journal "${this.#path}"`, error);
    }
  }

  sync(): void {
    if (this.#file === null || !this.#isDirty) return;
    this.#file.syncDataSync();
    this.#isDirty = false;
  }

  close(): void {
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
