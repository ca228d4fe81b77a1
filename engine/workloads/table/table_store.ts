/**
 * The storage of one table: paths below it in, bytes out. Everything goes
 * through the object face of a target, so that its faults and its way past the
 * page cache apply. Fails with what the target fails with.
 */
import type { Backend } from "../../../backends/mod.ts";
import type { ByteSource } from "./data_format.ts";
import { StoredSink } from "./stored_sink.ts";
import { isStorageFailure, TableError } from "./table_error.ts";
import { keyOfPath, tableRoot } from "./table_path.ts";
import type { TablePorts } from "./table_ports.ts";

export interface TableStoreOptions {
  readonly backend: Backend;
  /** Of the table, as seen from the target; "" is the target itself. */
  readonly path: string;
  readonly ports: TablePorts;
}

/** One file below a table. */
export interface StoredFile {
  /** Below the table. */
  readonly path: string;
  readonly sizeBytes: number;
}

export class TableStore {
  readonly backend: Backend;
  readonly ports: TablePorts;
  /** Keys of the table begin with it. */
  readonly root: string;
  /** Bytes that were read since it was made. */
  readBytes = 0;

  /** Throws `InvalidArgument` for a path that is none. */
  constructor(options: TableStoreOptions) {
    this.backend = options.backend;
    this.ports = options.ports;
    this.root = tableRoot(options.path);
  }

  /** As people are told it. */
  get url(): string {
    const { url } = this.backend;
    return this.root === ""
      ? url
      : `${url}${url.endsWith("/") ? "" : "/"}${this.root.slice(0, -1)}`;
  }

  async get(path: string): Promise<Uint8Array> {
    const bytes = await this.backend.get(this.#key(path));
    this.readBytes += bytes.length;
    return bytes;
  }

  async put(path: string, bytes: Uint8Array): Promise<void> {
    await this.backend.put(this.#key(path), bytes);
  }

  /** Fails with `AlreadyExists` where something is; see `commit_protocol.ts`. */
  async putNew(path: string, bytes: Uint8Array): Promise<void> {
    await this.backend.putIfAbsent(this.#key(path), bytes);
  }

  /** Bytes of a file, or `null` if there is none. */
  async sizeOf(path: string): Promise<number | null> {
    try {
      return (await this.backend.head(this.#key(path))).sizeBytes;
    } catch (error) {
      if (isStorageFailure(error, "NotFound")) return null;
      throw error;
    }
  }

  /** All files whose path begins so, page by page. */
  async *list(prefix: string): AsyncGenerator<StoredFile> {
    let after: string | undefined;
    do {
      const page = await this.backend.list({
        prefix: this.#key(prefix, true),
        ...(after === undefined ? {} : { after }),
      });
      for (const { key, sizeBytes } of page.objects) {
        yield { path: key.slice(this.root.length), sizeBytes };
      }
      after = page.next;
    } while (after !== undefined);
  }

  async delete(path: string): Promise<void> {
    await this.backend.delete(this.#key(path));
  }

  /** A file to be written; it is seen once it is closed, and durable then. */
  create(path: string): StoredSink {
    return new StoredSink({
      backend: this.backend,
      key: this.#key(path),
      crc32c: (bytes, seed) => this.ports.crc32c(bytes, seed),
    });
  }

  /** A file to be read in ranges. `FileMissing` names it if it is gone. */
  async open(path: string): Promise<ByteSource> {
    const key = this.#key(path);
    const sizeBytes = await this.sizeOf(path);
    if (sizeBytes === null) {
      throw new TableError(
        "FileMissing",
        `Cannot read "${path}" of table "${this.url}": a manifest names it, ` +
          "and it is not there",
      );
    }
    return {
      sizeBytes,
      read: async (offsetBytes, lengthBytes) => {
        const end = Math.min(offsetBytes + lengthBytes, sizeBytes);
        if (offsetBytes >= end) return new Uint8Array(0);
        const range = { start: offsetBytes, end };
        const bytes = await this.backend.getRange(key, range);
        this.readBytes += bytes.length;
        return ownBytes(bytes);
      },
      ...this.#fillFrom(key),
    };
  }

  /** Where the backend can read into memory that is used again. */
  #fillFrom(key: string): Pick<ByteSource, "readInto"> {
    const { backend } = this;
    if (backend.readInto === undefined) return {};
    return {
      readInto: async (offsetBytes, to) => {
        const count = await backend.readInto?.(key, offsetBytes, to) ?? 0;
        this.readBytes += count;
        return count;
      },
    };
  }

  #key(path: string, isPrefix = false): string {
    return isPrefix ? `${this.root}${path}` : keyOfPath(this.root, path);
  }
}

/** The same bytes, of memory that nobody shares with another thread. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint8Array(bytes);
}
