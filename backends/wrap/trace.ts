/**
 * Records every call to a backend with the times of a clock that it is handed:
 * each attempt, also those that fail. It changes nothing of what it watches.
 */
import type {
  Backend,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
  Upload,
} from "../contract.ts";
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { ForwardingBackend } from "./forwarding_backend.ts";

/** One call, from just before to just after. */
export interface TracedCall {
  readonly operation: string;
  /** The key, or the prefix of a listing; empty where there is none. */
  readonly key: string;
  readonly startNs: number;
  readonly endNs: number;
  /** `bug` is anything thrown that is no `StorageError`. */
  readonly outcome: "ok" | "bug" | StorageErrorKind;
}

export interface TracePorts {
  /** Monotonic. */
  readonly nowNs: () => number;
  readonly onCall: (call: TracedCall) => void;
}

export class TraceBackend extends ForwardingBackend {
  readonly #ports: TracePorts;

  constructor(inner: Backend, ports: TracePorts) {
    super(inner);
    this.#ports = ports;
  }

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#trace("put", key, () => super.put(key, bytes));
  }
  override putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#trace("putIfAbsent", key, () => super.putIfAbsent(key, bytes));
  }
  override putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    const body = () => super.putIfMatch(key, bytes, etag);
    return this.#trace("putIfMatch", key, body);
  }
  override putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts> {
    const body = () => super.putDescribed(key, bytes, description);
    return this.#trace("putDescribed", key, body);
  }
  override putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    const body = () => super.putChecked(key, bytes, checksum);
    return this.#trace("putChecked", key, body);
  }
  override putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    return this.#trace("putStream", key, () => super.putStream(key, body));
  }
  override get(key: string): Promise<Uint8Array> {
    return this.#trace("get", key, () => super.get(key));
  }
  override getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    return this.#trace("getRange", key, () => super.getRange(key, range));
  }
  override getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    return this.#trace("getStream", key, () => super.getStream(key));
  }
  override head(key: string): Promise<ObjectFacts> {
    return this.#trace("head", key, () => super.head(key));
  }
  override list(options?: ListOptions): Promise<ListPage> {
    const prefix = options?.prefix ?? "";
    return this.#trace("list", prefix, () => super.list(options));
  }
  override delete(key: string): Promise<void> {
    return this.#trace("delete", key, () => super.delete(key));
  }
  override copy(from: string, to: string): Promise<ObjectFacts> {
    return this.#trace("copy", from, () => super.copy(from, to));
  }
  override rename(from: string, to: string): Promise<ObjectFacts> {
    return this.#trace("rename", from, () => super.rename(from, to));
  }
  override async upload(key: string): Promise<Upload> {
    const upload = await this.#trace("upload", key, () => super.upload(key));
    return {
      id: upload.id,
      put: (number, bytes) =>
        this.#trace("upload.put", key, () => upload.put(number, bytes)),
      complete: (parts) =>
        this.#trace("upload.complete", key, () => upload.complete(parts)),
      abort: () => this.#trace("upload.abort", key, () => upload.abort()),
    };
  }
  override sync(): Promise<void> {
    return this.#trace("sync", "", () => super.sync());
  }

  async #trace<T>(
    operation: string,
    key: string,
    body: () => Promise<T>,
  ): Promise<T> {
    const { nowNs, onCall } = this.#ports;
    const startNs = nowNs();
    let outcome: TracedCall["outcome"] = "bug";
    try {
      const result = await body();
      outcome = "ok";
      return result;
    } catch (error) {
      if (error instanceof StorageError) outcome = error.kind;
      throw error;
    } finally {
      onCall({ operation, key, startNs, endNs: nowNs(), outcome });
    }
  }
}
