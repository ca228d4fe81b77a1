/**
 * `az://container/prefix`: objects as block blobs below a prefix, through the
 * official SDK. An acknowledged put is durable and visible to all, which is
 * why there is nothing left for a sync to do, and no way to show what it did.
 */
import { Buffer } from "node:buffer";
import type { BlockFace } from "../block.ts";
import type { Capability } from "../capability.ts";
import type {
  BackendUse,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectFacts,
  Upload,
} from "../contract.ts";
import { checkKey, quoteKey } from "../key.ts";
import { cutRange } from "../object_failure.ts";
import { RefusingBackend } from "../refusing_backend.ts";
import type { StoreFace } from "../store.ts";
import { admitContainer } from "./admit_container.ts";
import type { AzureClient } from "./azure_client.ts";
import { factsOf } from "./azure_facts.ts";
import { azureCode, azureFailure } from "./azure_failure.ts";
import { AzureUpload, newUploadId } from "./azure_upload.ts";
import { blobBytes, blobStream, type Download } from "./blob_body.ts";
import { checkBlobName } from "./blob_place.ts";
import { copyBlob } from "./copy_blob.ts";
import { listBlobs } from "./list_blobs.ts";
import { putBlobStream } from "./put_blob_stream.ts";

const OBJECT_CAPABILITIES: readonly Capability[] = [
  "read",
  "readRange",
  "write",
  "writeAtomic",
  "writeIfAbsent",
  "writeIfMatch",
  "writeStream",
  "readStream",
  "stat",
  "list",
  "listDelimiter",
  "listPaged",
  "delete",
  "copy",
  "multipart",
];

export interface AzureBackendOptions {
  readonly url: string;
  readonly prefix: string;
  readonly client: AzureClient;
  /** Both faces of a load, where it has them. */
  readonly block?: BlockFace;
  readonly store?: StoreFace;
}

export class AzureBackend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly #prefix: string;
  readonly #client: AzureClient;

  constructor(options: AzureBackendOptions) {
    super(options.block, options.store);
    this.url = options.url;
    this.#prefix = options.prefix;
    this.#client = options.client;
    this.capabilities = new Set([
      ...OBJECT_CAPABILITIES,
      ...(options.block === undefined ? [] : ["block" as const]),
      ...(options.store === undefined ? [] : ["load" as const]),
    ]);
  }

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#attempt("put", key, () => this.#put(key, bytes));
  }

  override putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#attempt(
      "put if absent",
      key,
      () => this.#put(key, bytes, { ifNoneMatch: "*" }),
    );
  }

  override putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    const operation = "put if match";
    return this.#attempt(operation, key, async () => {
      try {
        return await this.#put(key, bytes, { ifMatch: etag });
      } catch (error) {
        // The service says the same of an object that changed and of one that
        // is gone; which of them it was is asked afterwards.
        if (azureCode(error) !== "ConditionNotMet") throw error;
        await this.#blob(key).getProperties();
        throw error;
      }
    });
  }

  override putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const operation = "put stream";
    return this.#attempt(operation, key, () =>
      putBlobStream({
        at: { url: this.url, operation, key },
        body,
        blob: this.#blob(key),
      }));
  }

  override get(key: string): Promise<Uint8Array> {
    const operation = "get";
    return this.#attempt(
      operation,
      key,
      async () => blobBytes(await this.#download(operation, key)),
    );
  }

  override getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const operation = "get range";
    return this.#attempt(operation, key, async () => {
      const { start, end } = range;
      if (start < 0 || end <= start) {
        const { contentLength = 0 } = await this.#blob(key).getProperties();
        cutRange({ url: this.url, operation, key }, range, contentLength);
      }
      return blobBytes(await this.#download(operation, key, range));
    });
  }

  override getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    const operation = "get stream";
    return this.#attempt(
      operation,
      key,
      async () => blobStream(await this.#download(operation, key)),
    );
  }

  override head(key: string): Promise<ObjectFacts> {
    return this.#attempt("head", key, async () => {
      const answer = await this.#blob(key).getProperties();
      return factsOf(key, answer.contentLength ?? 0, answer);
    });
  }

  override list(options: ListOptions = {}): Promise<ListPage> {
    return this.#word(
      "list",
      `list "${this.url}"`,
      () => listBlobs(this.#client.container, this.#prefix, options),
    );
  }

  override delete(key: string): Promise<void> {
    return this.#attempt("delete", key, async () => {
      try {
        await this.#blob(key).delete();
      } catch (error) {
        if (azureCode(error) !== "BlobNotFound") throw error;
      }
    });
  }

  override copy(from: string, to: string): Promise<ObjectFacts> {
    const operation = "copy";
    return this.#attempt(operation, from, async () => {
      checkKey(to, operation);
      checkBlobName({ operation, key: to }, this.#prefix);
      const facts = await copyBlob({
        source: this.#blob(from),
        read: () => this.#client.copySource(this.#prefix + from),
        target: this.#blob(to),
        id: newUploadId(),
      });
      return factsOf(to, facts.sizeBytes, facts);
    });
  }

  override upload(key: string): Promise<Upload> {
    return this.#attempt("start an upload", key, () =>
      Promise.resolve(
        new AzureUpload({
          id: newUploadId(),
          key,
          url: this.url,
          blob: this.#blob(key),
          attempt: (operation, body) => this.#attempt(operation, key, body),
        }),
      ));
  }

  override admit(use: BackendUse): Promise<void> {
    const action = use === "verify" ? "read" : "write";
    return this.#word(
      "open",
      `${action} below "${this.url}"`,
      () => admitContainer(this.#client, this.#prefix, use),
    );
  }

  override close(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }

  async #put(
    key: string,
    bytes: Uint8Array,
    conditions: { readonly ifMatch?: string; readonly ifNoneMatch?: string } =
      {},
  ): Promise<ObjectFacts> {
    // A copy, because the caller may reuse its buffer before all was sent.
    const body = Buffer.from(bytes);
    const answer = await this.#blob(key).upload(body, body.length, {
      conditions: { ...conditions },
    });
    return factsOf(key, body.length, answer);
  }

  async #download(
    operation: string,
    key: string,
    range?: ByteRange,
  ): Promise<Download> {
    const { start, end } = range ?? { start: 0, end: Infinity };
    const answer = await this.#blob(key).download(
      start,
      end === Infinity ? undefined : end - start,
      // The SDK would ask again by itself for what did not come.
      { maxRetryRequests: 0 },
    );
    return {
      answer,
      ...(range === undefined ? {} : { range }),
      action: this.#action(operation, key),
      operation,
      word: (cause) =>
        azureFailure(
          this.#attemptAt(operation, this.#action(operation, key)),
          cause,
        ),
    };
  }

  #blob(key: string) {
    return this.#client.blob(this.#prefix + key);
  }

  #action(operation: string, key: string): string {
    return `${operation} ${quoteKey(key)} in "${this.url}"`;
  }

  #attemptAt(operation: string, action: string) {
    return { action, operation, url: this.url };
  }

  /** Runs `body` for a key that can name a blob. */
  #attempt<T>(
    operation: string,
    key: string,
    body: () => Promise<T>,
  ): Promise<T> {
    return this.#word(operation, this.#action(operation, key), () => {
      checkKey(key, operation);
      checkBlobName({ operation, key }, this.#prefix);
      return body();
    });
  }

  async #word<T>(
    operation: string,
    action: string,
    body: () => Promise<T>,
  ): Promise<T> {
    try {
      return await body();
    } catch (cause) {
      throw azureFailure(this.#attemptAt(operation, action), cause);
    }
  }
}
