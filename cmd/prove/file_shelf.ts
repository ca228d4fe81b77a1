/**
 * Files at rest, read and changed behind the back of whoever has them open: of
 * a folder, or the memory that the core keeps its files in.
 */

/** Files by their number in the space. */
export class FileShelf {
  readonly #paths: readonly string[];

  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** The whole of a file. */
  read(file: number): Uint8Array {
    return Deno.readFileSync(this.#path(file));
  }

  write(file: number, offsetBytes: number, bytes: Uint8Array): void {
    using open = Deno.openSync(this.#path(file), { write: true });
    open.seekSync(offsetBytes, Deno.SeekMode.Start);
    for (let rest = bytes; rest.length > 0;) {
      rest = rest.subarray(open.writeSync(rest));
    }
  }

  /** Cuts a file off, or makes it longer with zeros. */
  resize(file: number, sizeBytes: number): void {
    using open = Deno.openSync(this.#path(file), { write: true });
    open.truncateSync(sizeBytes);
  }

  #path(file: number): string {
    const path = this.#paths[file];
    if (path !== undefined) return path;
    throw new TypeError(`There is no file ${file} among ${this.#paths.length}`);
  }
}

/** The files of a space in memory, in their order; this process holds them. */
export function memoryPaths(): string[] {
  const folder = "/proc/self/fd";
  return [...Deno.readDirSync(folder)]
    .map(({ name }) => Number(name))
    .sort((a, b) => a - b)
    .map((descriptor) => `${folder}/${descriptor}`)
    .filter((path) => leadsTo(path).startsWith("/memfd:stor-verify "));
}

/** "" for a descriptor that was closed meanwhile. */
function leadsTo(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
