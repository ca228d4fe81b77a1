/**
 * Durable names: a folder or file synced by its path, a rename that replaces
 * nothing, locks, and names that no text can say. Goes in: paths. Fails with a `CoreError` that names them.
 */
import type { Library } from "./_library.ts";

/** fsync of a directory or file: its names survive a loss of power. */
export async function syncPath(library: Library, path: string): Promise<void> {
  const name = library.cString(path);
  const status = await library.blocking(
    library.symbols.sv_path_sync(name),
    name,
  );
  library.must(status, { operation: "sync path", subject: path });
}

/** Fails with EEXIST when `to` exists, and never replaces it. */
export async function renameNew(
  library: Library,
  from: string,
  to: string,
): Promise<void> {
  const [source, target] = [library.cString(from), library.cString(to)];
  const status = await library.blocking(
    library.symbols.sv_path_rename_new(source, target),
    ...[source, target],
  );
  library.must(status, {
    operation: `rename "${from}" to new name`,
    subject: to,
  });
}

/** Entries of a folder whose names are no UTF-8: listings leave them out. */
export async function countForeignNames(
  library: Library,
  path: string,
): Promise<number> {
  const name = library.cString(path);
  const count = new BigUint64Array(1);
  const status = await library.blocking(
    library.symbols.sv_path_foreign_names(name, count),
    name,
    count,
  );
  library.must(status, { operation: "count names in", subject: path });
  return Number(count[0] ?? 0n);
}

/** A lock on a file, until it is closed or the process has ended. */
export class PathLock implements Disposable {
  readonly #library: Library;
  #lock: number;

  /** Fails at once: with EAGAIN if another holder has it. */
  constructor(library: Library, path: string) {
    const lock = library.symbols.sv_path_lock(library.cString(path));
    library.must(lock, { operation: "lock", subject: path });
    this.#library = library;
    this.#lock = lock;
  }

  /** Harmless when repeated. */
  close(): void {
    this.#library.symbols.sv_path_unlock(this.#lock);
    this.#lock = -1;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
