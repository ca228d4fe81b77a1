/**
 * What is read of a folder of objects: a whole one, a range, or as much as fits
 * the caller's memory. Goes in: keys; come out: bytes. Fails with raw errors
 * of the system or the core; `FolderBackend` words them.
 *
 * Design. Where the core can, a read is one call: what a small file costs
 * otherwise is threads that hand over, five times or more. All bytes of a read
 * come from one file, even if another one takes its name meanwhile.
 */
import type { ByteRange } from "../contract.ts";
import type { CoreFilePort } from "../core_port.ts";
import { errnoOf } from "./disk_failure.ts";
import { fillFrom, readChunks } from "./file_chunks.ts";
import { SYSTEM_FILES } from "./folder_files.ts";
import type { FolderCore, FolderPlace } from "./folder_place.ts";

/** Objects up to here are read before their size is known. */
const SMALL_BYTES = 1 << 16;
/** Memory of so many of them is kept for the next. */
const SPARE_MAX = 8;
/** Memory for a range is made before it is known whether it is there. */
const RANGE_BYTES_MAX = 4 << 20;

export interface FolderReadsOptions {
  readonly core: FolderCore;
  readonly place: FolderPlace;
  /** Whether bytes bypass the page cache. */
  readonly direct: boolean;
}

type ReadBelow = NonNullable<FolderCore["readBelow"]>;

/** One folder's. */
export class FolderReads {
  readonly #place: FolderPlace;
  readonly #direct: boolean;
  /** Only where names are the system's own: it does not ask anybody else. */
  readonly #readBelow: ReadBelow | undefined;
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];

  constructor({ core, place, direct }: FolderReadsOptions) {
    this.#place = place;
    this.#direct = direct;
    this.#readBelow = place.files === SYSTEM_FILES
      ? core.readBelow?.bind(core)
      : undefined;
  }

  /** Fills `into` from `start`; fewer bytes only where the object ends. */
  async fill(
    key: string,
    start: number,
    into: Uint8Array<ArrayBuffer>,
  ): Promise<number> {
    const read = await this.#below(key, { start, into });
    return read?.count ??
      await this.opened(key, (file) => fillFrom(file, start, into));
  }

  async whole(key: string): Promise<Uint8Array> {
    const small = await this.#small(key);
    if (small instanceof Uint8Array) return small;
    if (small !== null) {
      const into = new Uint8Array(small.sizeBytes);
      const read = await this.#below(key, { start: 0, into, fitting: true });
      if (read?.sizeBytes === into.length) {
        return requireAll(into, read.count, 0);
      }
    }
    return await this.opened(
      key,
      (file) => readChunks(file, 0, file.sizeBytes()),
    );
  }

  /** `clip` cuts the range to an object of that size, or refuses it. */
  async range(
    key: string,
    { start, end }: ByteRange,
    clip: (sizeBytes: number) => ByteRange,
  ): Promise<Uint8Array> {
    const length = end - start;
    if (start >= 0 && length > 0 && length <= RANGE_BYTES_MAX) {
      const into = new Uint8Array(length);
      const read = await this.#below(key, { start, into });
      if (read !== null) {
        const found = clip(read.sizeBytes).end - start;
        const whole = requireAll(into.subarray(0, found), read.count, start);
        return found === length ? whole : whole.slice();
      }
    }
    return await this.opened(key, (file) => {
      const clipped = clip(file.sizeBytes());
      return readChunks(file, clipped.start, clipped.end);
    });
  }

  /** Hands `body` the file of an object, which is closed when it ends. */
  async opened<T>(
    key: string,
    body: (file: CoreFilePort) => Promise<T>,
  ): Promise<T> {
    const file = await this.#place.open(key);
    try {
      return await body(file);
    } finally {
      file.close();
    }
  }

  /** The size of one that is not small; `null`: the core has no such call. */
  async #small(
    key: string,
  ): Promise<Uint8Array | { readonly sizeBytes: number } | null> {
    if (this.#readBelow === undefined) return null;
    const into = this.#spare.pop() ?? new Uint8Array(SMALL_BYTES);
    try {
      const read = await this.#below(key, { start: 0, into, fitting: true });
      if (read === null || read.sizeBytes > into.length) return read;
      const whole = into.subarray(0, read.sizeBytes);
      return requireAll(whole, read.count, 0).slice();
    } finally {
      if (this.#spare.length < SPARE_MAX) this.#spare.push(into);
    }
  }

  async #below(key: string, { start, into, fitting = false }: {
    readonly start: number;
    readonly into: Uint8Array<ArrayBuffer>;
    readonly fitting?: boolean;
  }) {
    if (this.#readBelow === undefined) return null;
    const at = {
      root: this.#place.root,
      name: this.#place.nameOf(key),
      direct: this.#direct,
      ...{ offset: start, fitting },
    };
    try {
      return await this.#readBelow(at, into);
    } catch (error) {
      // The kernel says that there is a link, and not which one it is.
      if (errnoOf(error) === "ELOOP") await this.#place.checkWay(key);
      throw error;
    }
  }
}

/** `bytes`, if `count` of them came or more. */
function requireAll(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  start: number,
): Uint8Array<ArrayBuffer> {
  if (count >= bytes.length) return bytes;
  throw new Error(
    `the file ends at ${start + count}, not at ${start + bytes.length}`,
  );
}
