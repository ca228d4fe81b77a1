/**
 * A backend that refuses everything. Others extend it and override what they
 * declare, so that what is not declared is refused in one place, in one way.
 */
import type { BlockFace } from "./block.ts";
import type { Capability } from "./capability.ts";
import type {
  Backend,
  BackendUse,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
  Upload,
} from "./contract.ts";
import { StorageError } from "./errors.ts";
import type { StoreFace } from "./store.ts";
import type { StreamFace } from "./stream_face.ts";

/** The promise that a put with this checksum needs. */
export const CHECKSUM_CAPABILITY = {
  md5: "checksumMd5",
  crc32c: "checksumCrc32c",
  crc64nvme: "checksumCrc64nvme",
} as const satisfies Readonly<Record<ObjectChecksum["algorithm"], Capability>>;

/** Extend it; a subclass overrides exactly the methods that it declares. */
export abstract class RefusingBackend implements Backend {
  abstract readonly url: string;
  abstract readonly capabilities: ReadonlySet<Capability>;
  readonly keyBytesMax?: number;
  readonly block?: BlockFace;
  readonly store?: StoreFace;
  readonly streams?: StreamFace;

  constructor(
    block?: BlockFace,
    store?: StoreFace,
    streams?: (self: Backend) => StreamFace,
  ) {
    if (block !== undefined) this.block = block;
    if (store !== undefined) this.store = store;
    if (streams !== undefined) this.streams = streams(this);
  }

  put(_key: string, _bytes: Uint8Array): Promise<ObjectFacts> {
    return this.refuse("put", "write");
  }
  putIfAbsent(_key: string, _bytes: Uint8Array): Promise<ObjectFacts> {
    return this.refuse("put if absent", "writeIfAbsent");
  }
  putIfMatch(
    _key: string,
    _bytes: Uint8Array,
    _etag: string,
  ): Promise<ObjectFacts> {
    return this.refuse("put if match", "writeIfMatch");
  }
  putDescribed(
    _key: string,
    _bytes: Uint8Array,
    _description: ObjectDescription,
  ): Promise<ObjectFacts> {
    return this.refuse("put described", "metadata");
  }
  putChecked(
    _key: string,
    _bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    return this.refuse("put checked", CHECKSUM_CAPABILITY[checksum.algorithm]);
  }
  putStream(
    _key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    return body.cancel().then(() => this.refuse("put stream", "writeStream"));
  }
  get(_key: string): Promise<Uint8Array> {
    return this.refuse("get", "read");
  }
  getRange(_key: string, _range: ByteRange): Promise<Uint8Array> {
    return this.refuse("get range", "readRange");
  }
  getStream(_key: string): Promise<ReadableStream<Uint8Array>> {
    return this.refuse("get stream", "readStream");
  }
  head(_key: string): Promise<ObjectFacts> {
    return this.refuse("head", "stat");
  }
  list(_options?: ListOptions): Promise<ListPage> {
    return this.refuse("list", "list");
  }
  delete(_key: string): Promise<void> {
    return this.refuse("delete", "delete");
  }
  copy(_from: string, _to: string): Promise<ObjectFacts> {
    return this.refuse("copy", "copy");
  }
  rename(_from: string, _to: string): Promise<ObjectFacts> {
    return this.refuse("rename", "rename");
  }
  upload(_key: string): Promise<Upload> {
    return this.refuse("start an upload", "multipart");
  }
  sync(): Promise<void> {
    return this.refuse("sync", "sync");
  }
  admit(_use: BackendUse): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Rejects with kind `Unsupported`, naming the promise that is not made. */
  protected refuse(
    operation: string,
    capability: Capability,
  ): Promise<never> {
    return Promise.reject(
      new StorageError(
        `Cannot ${operation} in "${this.url}": it does not claim the ` +
          `capability "${capability}"`,
        {
          kind: "Unsupported",
          operation,
          context: [["url", this.url], ["capability", capability]],
        },
      ),
    );
  }
}
