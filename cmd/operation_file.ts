/**
 * The file of an operation log. Comes in: its bytes, one part after the other;
 * goes out: a file that holds what it held before until a run has begun, since
 * a run that is refused must not cost the log of an earlier one.
 */
import { WriteFailed } from "./context.ts";
import { isStream, refuseDisk } from "./store/atomic_file.ts";

/** From `open()` until `close()`; nothing is written before `begin()`. */
export class OperationFile {
  readonly path: string;
  readonly #file: Deno.FsFile;
  readonly #isMade: boolean;
  readonly #isStream: boolean;
  readonly #begun = Promise.withResolvers<void>();
  #hasBegun = false;
  #putBytes = 0;

  private constructor(path: string, { file, isMade }: OpenedFile) {
    this.path = path;
    this.#file = file;
    this.#isMade = isMade;
    this.#isStream = isStream(path);
    // Told to who writes, and to nobody when nobody does.
    this.#begun.promise.catch(() => {});
  }

  /** Fails with a `WriteFailed` that names the file as it was `typed`. */
  static async open(path: string, typed: string): Promise<OperationFile> {
    refuseDisk(path);
    try {
      return new OperationFile(path, await openFile(path));
    } catch (error) {
      throw new WriteFailed(`write "${typed}"`, error);
    }
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** What the system took so far, also of a put that failed. */
  get putBytes(): number {
    return this.#putBytes;
  }

  /** From now on the file is this run's: what it held is gone. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#begun.resolve(this.#isStream ? undefined : this.#file.truncate(0));
  }

  /** Waits for `begin()`; fails with what the disk says. */
  async put(bytes: Uint8Array): Promise<void> {
    await this.#begun.promise;
    for (let at = 0; at < bytes.length;) {
      const count = await this.#file.write(bytes.subarray(at));
      at += count;
      this.#putBytes += count;
    }
  }

  /** Fails with what the disk says; a pipe or a device has nothing to sync. */
  async sync(): Promise<void> {
    if (!this.#isStream) await this.#file.sync();
  }

  /** Leaves nothing where nothing was and nothing began. */
  async close(): Promise<void> {
    const isOurs = this.#isMade && !this.#hasBegun &&
      this.#file.statSync().size === 0;
    this.#file.close();
    if (isOurs) await Deno.remove(this.path).catch(() => {});
  }
}

interface OpenedFile {
  readonly file: Deno.FsFile;
  readonly isMade: boolean;
}

async function openFile(path: string): Promise<OpenedFile> {
  try {
    const file = await Deno.open(path, { write: true, createNew: true });
    return { file, isMade: true };
  } catch {
    // It is there, or the second attempt says why it cannot be.
    const file = await Deno.open(path, { write: true, create: true });
    return { file, isMade: false };
  }
}
