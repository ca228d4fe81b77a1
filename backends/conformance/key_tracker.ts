/** Notes every key that a case may have made, to take it away afterwards. */
import type {
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
  Upload,
} from "../contract.ts";
import { StorageError } from "../errors.ts";
import { ForwardingBackend } from "../wrap/forwarding_backend.ts";

export class KeyTracker extends ForwardingBackend {
  readonly #keys = new Set<string>();

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    this.#keys.add(key);
    return super.put(key, bytes);
  }
  override putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    this.#keys.add(key);
    return super.putIfAbsent(key, bytes);
  }
  override putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    this.#keys.add(key);
    return super.putIfMatch(key, bytes, etag);
  }
  override putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts> {
    this.#keys.add(key);
    return super.putDescribed(key, bytes, description);
  }
  override putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    this.#keys.add(key);
    return super.putChecked(key, bytes, checksum);
  }
  override putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    this.#keys.add(key);
    return super.putStream(key, body);
  }
  override copy(from: string, to: string): Promise<ObjectFacts> {
    this.#keys.add(to);
    return super.copy(from, to);
  }
  override rename(from: string, to: string): Promise<ObjectFacts> {
    this.#keys.add(to);
    return super.rename(from, to);
  }
  override upload(key: string): Promise<Upload> {
    this.#keys.add(key);
    return super.upload(key);
  }

  /**
   * Deletes all that was noted; returns the keys that could not be. Without
   * the capability `delete` nothing can, and where nothing can be read back
   * (`null:`) nothing stays either.
   */
  async clean(): Promise<string[]> {
    const keys = [...this.#keys];
    if (!this.capabilities.has("delete")) {
      return this.capabilities.has("read") ? keys : [];
    }
    const left: string[] = [];
    for (const key of keys) {
      // A key that no backend takes was not put either.
      const isLegal = key !== "" && key.isWellFormed() &&
        new TextEncoder().encode(key).length <= 1024;
      if (!isLegal) continue;
      await this.inner.delete(key).catch((error) => {
        const wasNeverTaken = error instanceof StorageError &&
          error.kind === "InvalidKey";
        if (!wasNeverTaken) left.push(key);
      });
    }
    return left;
  }
}
