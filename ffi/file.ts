/**
 * One file as an object: opened to be read, or created to be appended to. All
 * of it runs off the main thread; a call is over before the next may start.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";

export interface FileOptions {
  /** Makes a new file to append to, and fails when it exists; else reads. */
  readonly create: boolean;
  /** Past the page cache; any length and offset still works. */
  readonly direct: boolean;
}

const CREATE = 1;
const DIRECT = 2;

/** Fails with a `CoreError` that names the path. */
export async function openFile(
  library: Library,
  path: string,
  options: FileOptions,
): Promise<CoreFile> {
  const name = library.cString(path);
  const flags = (options.create ? CREATE : 0) | (options.direct ? DIRECT : 0);
  const slot = handleSlot();
  const status = await library.blocking(
    library.symbols.sv_file_open(name, flags, slot),
    ...[name, slot],
  );
  const operation = options.create ? "create file" : "open file";
  library.must(status, { operation, subject: path });
  return new CoreFile(library, path, handleIn(slot));
}

/** An open file; a call that overlaps another one fails with STATE. */
export class CoreFile implements Disposable {
  readonly path: string;
  readonly #library: Library;
  #handle: Deno.PointerObject | null;
  #busy = false;

  constructor(library: Library, path: string, handle: Deno.PointerObject) {
    this.#library = library;
    this.path = path;
    this.#handle = handle;
  }

  /** Of a file that is written: what was appended so far. */
  sizeBytes(): number {
    const operation = "size file";
    const size = this.#library.symbols.sv_file_size(this.#open(operation));
    return this.#library.must(size, { operation, subject: this.path });
  }

  /** Fills `buffer` from `offset`; fewer bytes only at the end of the file. */
  read(buffer: Uint8Array<ArrayBuffer>, offset: number): Promise<number> {
    const { symbols } = this.#library;
    return this.#exclusive("read file", (handle) => {
      const length = BigInt(buffer.byteLength);
      const call = symbols.sv_file_read(handle, buffer, length, BigInt(offset));
      return this.#library.blocking(call, buffer);
    });
  }

  /** Appends all of `bytes`, which must not change until it resolves. */
  async append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { symbols } = this.#library;
    await this.#exclusive("append to file", (handle) => {
      const length = BigInt(bytes.byteLength);
      const call = symbols.sv_file_append(handle, bytes, length);
      return this.#library.blocking(call, bytes);
    });
  }

  /** Returns once bytes and length survive a loss of power. */
  async sync(): Promise<void> {
    const { symbols } = this.#library;
    await this.#exclusive("sync file", (handle) => {
      return this.#library.blocking(symbols.sv_file_sync(handle));
    });
  }

  /** What was appended and not synced may be lost; harmless when repeated. */
  close(): void {
    if (this.#handle === null) return;
    if (this.#busy) {
      throw this.#library.misuse("close file", `"${this.path}" is in use`);
    }
    this.#library.symbols.sv_file_close(this.#handle);
    this.#handle = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, `"${this.path}" is closed`);
  }

  async #exclusive(
    operation: string,
    call: (handle: Deno.PointerObject) => Promise<number | bigint>,
  ): Promise<number> {
    const handle = this.#open(operation);
    if (this.#busy) {
      throw this.#library.misuse(operation, `"${this.path}" is in use`);
    }
    this.#busy = true;
    try {
      const status = await call(handle);
      return this.#library.must(status, { operation, subject: this.path });
    } finally {
      this.#busy = false;
    }
  }
}
