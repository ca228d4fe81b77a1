/**
 * Durable names: a folder or file synced by its path, and a rename that
 * replaces nothing. Goes in: paths. Fails with a `CoreError` that names them.
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
