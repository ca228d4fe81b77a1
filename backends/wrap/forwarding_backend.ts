/**
 * A backend that passes every call on to another. Wrappers extend it and
 * override what they change.
 */
import type { BlockFace } from "../block.ts";
import type { Capability } from "../capability.ts";
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
} from "../contract.ts";
import type { StoreFace } from "../store.ts";
import type { StreamFace } from "../stream_face.ts";

/** Extend it; what is not overridden goes to `inner` as it is. */
export class ForwardingBackend implements Backend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly keyBytesMax?: number;
  readonly putBytesMax?: number;
  readonly offerPut?: NonNullable<Backend["offerPut"]>;
  readonly block?: BlockFace;
  readonly store?: StoreFace;
  readonly streams?: StreamFace;
  protected readonly inner: Backend;

  constructor(inner: Backend) {
    this.inner = inner;
    this.url = inner.url;
    this.capabilities = inner.capabilities;
    if (inner.keyBytesMax !== undefined) this.keyBytesMax = inner.keyBytesMax;
    if (inner.putBytesMax !== undefined) this.putBytesMax = inner.putBytesMax;
    if (inner.offerPut !== undefined) {
      this.offerPut = (key, sizeBytes) =>
        inner.offerPut?.(key, sizeBytes) ?? Promise.resolve("taken");
    }
    if (inner.block !== undefined) this.block = inner.block;
    if (inner.store !== undefined) this.store = inner.store;
    if (inner.streams !== undefined) this.streams = inner.streams;
  }

  get server(): string | undefined {
    return this.inner.server;
  }

  put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.inner.put(key, bytes);
  }
  putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.inner.putIfAbsent(key, bytes);
  }
  putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    return this.inner.putIfMatch(key, bytes, etag);
  }
  putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts> {
    return this.inner.putDescribed(key, bytes, description);
  }
  putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    return this.inner.putChecked(key, bytes, checksum);
  }
  putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    return this.inner.putStream(key, body);
  }
  get(key: string): Promise<Uint8Array> {
    return this.inner.get(key);
  }
  getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    return this.inner.getRange(key, range);
  }
  getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    return this.inner.getStream(key);
  }
  head(key: string): Promise<ObjectFacts> {
    return this.inner.head(key);
  }
  list(options?: ListOptions): Promise<ListPage> {
    return this.inner.list(options);
  }
  delete(key: string): Promise<void> {
    return this.inner.delete(key);
  }
  copy(from: string, to: string): Promise<ObjectFacts> {
    return this.inner.copy(from, to);
  }
  rename(from: string, to: string): Promise<ObjectFacts> {
    return this.inner.rename(from, to);
  }
  upload(key: string): Promise<Upload> {
    return this.inner.upload(key);
  }
  sync(): Promise<void> {
    return this.inner.sync();
  }
  admit(use: BackendUse): Promise<void> {
    return this.inner.admit(use);
  }
  close(): Promise<void> {
    return this.inner.close();
  }
}
