/**
 * `az://container/prefix`: objects as block blobs below a prefix, through the
 * official SDK. An acknowledged put is durable and visible to all, which is
 * why there is nothing left for a sync to do, and no way to show what it did.
 */
import { Buffer } from "node:buffer";
import type { BlockBlobUploadOptions } from "@azure/storage-blob";
import type { Capability } from "../capability.ts";
import type {
  AnswerMark,
  BackendUse,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
  Unfinished,
  Upload,
} from "../contract.ts";
import { RefusingBackend } from "../refusing_backend.ts";
import { keyBytesMax } from "../s3/s3_key.ts";
import type { StoreFaces } from "../store/store_faces.ts";
import { abortBlocks, unfinishedBlocks } from "./abort_blocks.ts";
import { admitContainer } from "./admit_container.ts";
import { AzureAttempts } from "./azure_attempts.ts";
import type { AzureClient } from "./azure_client.ts";
import {
  checksumHeader,
  checksumOf,
  factsOf,
  headFacts,
} from "./azure_facts.ts";
import { azureCode } from "./azure_failure.ts";
import { AzureUpload, newUploadId } from "./azure_upload.ts";
import { blobBytes, blobStream } from "./blob_body.ts";
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
  "metadata",
  "checksumMd5",
  "checksumCrc64nvme",
  "stat",
  "list",
  "listDelimiter",
  "listPaged",
  "delete",
  "copy",
  "multipart",
];

export interface AzureBackendOptions extends Partial<StoreFaces> {
  readonly url: string;
  readonly prefix: string;
  readonly client: AzureClient;
}

export class AzureBackend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  override readonly keyBytesMax: number;
  readonly #calls: AzureAttempts;

  constructor(options: AzureBackendOptions) {
    super(options.block, options.store, options.streams);
    this.url = options.url;
    this.keyBytesMax = keyBytesMax(options.prefix);
    this.#calls = new AzureAttempts(options);
    this.capabilities = new Set([
      ...OBJECT_CAPABILITIES,
      ...(options.block === undefined ? [] : ["block" as const]),
      ...(options.store === undefined ? [] : ["load" as const]),
    ]);
  }

  get server(): string | undefined {
    return this.#calls.client.server();
  }

  get lastAnswer(): AnswerMark | undefined {
    return this.#calls.client.lastAnswer();
  }

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#calls.attempt("put", key, () => this.#put(key, bytes));
  }

  override putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    const conditions = { ifNoneMatch: "*" };
    return this.#calls.attempt(
      "put if absent",
      key,
      () => this.#put(key, bytes, { conditions }),
    );
  }

  override putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    return this.#calls.attempt("put if match", key, async () => {
      try {
        return await this.#put(key, bytes, { conditions: { ifMatch: etag } });
      } catch (error) {
        // The service says the same of an object that changed and of one that
        // is gone; which of them it was is asked afterwards.
        if (azureCode(error) !== "ConditionNotMet") throw error;
        await this.#calls.blob(key).getProperties();
        throw error;
      }
    });
  }

  override putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts> {
    const { contentType, metadata } = description;
    return this.#calls.attempt(
      "put described",
      key,
      () =>
        this.#put(key, bytes, {
          blobHTTPHeaders: { blobContentType: contentType },
          metadata: { ...metadata },
        }),
    );
  }

  override putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    if (checksum.algorithm === "crc32c") {
      return super.putChecked(key, bytes, checksum);
    }
    return this.#calls.attempt("put checked", key, async () => {
      const blob = this.#calls.blob(key, checksumHeader(checksum));
      const body = Buffer.from(bytes);
      const answer = await blob.upload(body, body.length);
      const told = checksumOf(answer);
      return {
        ...factsOf(key, body.length, answer),
        ...(told === undefined ? {} : { checksum: told }),
      };
    });
  }

  override putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const operation = "put stream";
    return this.#calls.attempt(operation, key, () =>
      putBlobStream({
        at: this.#calls.at(operation, key),
        body,
        blob: this.#calls.blob(key),
      }));
  }

  override get(key: string): Promise<Uint8Array> {
    const operation = "get";
    return this.#calls.attempt(
      operation,
      key,
      async () => blobBytes(await this.#calls.download(operation, key)),
    );
  }

  override getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const operation = "get range";
    return this.#calls.attempt(
      operation,
      key,
      async () => blobBytes(await this.#calls.download(operation, key, range)),
    );
  }

  override getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    const operation = "get stream";
    return this.#calls.attempt(
      operation,
      key,
      async () => blobStream(await this.#calls.download(operation, key)),
    );
  }

  override head(key: string): Promise<ObjectFacts> {
    return this.#calls.attempt(
      "head",
      key,
      async () => headFacts(key, await this.#calls.blob(key).getProperties()),
    );
  }

  override list(options: ListOptions = {}): Promise<ListPage> {
    const { client, prefix } = this.#calls;
    return this.#calls.word(
      "list",
      `list "${this.url}"`,
      () => listBlobs(client.container, prefix, options),
    );
  }

  override delete(key: string): Promise<void> {
    return this.#calls.attempt("delete", key, async () => {
      try {
        await this.#calls.blob(key).delete();
      } catch (error) {
        if (azureCode(error) !== "BlobNotFound") throw error;
      }
    });
  }

  override copy(from: string, to: string): Promise<ObjectFacts> {
    const operation = "copy";
    const { client, prefix } = this.#calls;
    return this.#calls.attempt(operation, from, async () => {
      this.#calls.check(operation, to);
      const facts = await copyBlob({
        source: this.#calls.blob(from),
        read: () => client.copySource(prefix + from),
        target: this.#calls.blob(to),
        id: newUploadId(),
      });
      return factsOf(to, facts.sizeBytes, facts);
    });
  }

  override upload(key: string): Promise<Upload> {
    return this.#calls.attempt(
      "start an upload",
      key,
      () => Promise.resolve(this.resumeUpload(key, newUploadId())),
    );
  }

  resumeUpload(key: string, id: string): Upload {
    return new AzureUpload({
      id,
      key,
      url: this.url,
      blob: this.#calls.blob(key),
      attempt: (operation, body) => this.#calls.attempt(operation, key, body),
    });
  }

  /** The blocks of one key are one upload here, whoever put them. */
  abortUploads(prefix: string): Promise<number> {
    return abortBlocks(this.#calls, prefix);
  }

  unfinished(prefix: string): Promise<readonly Unfinished[]> {
    return unfinishedBlocks(this.#calls, prefix);
  }

  override admit(use: BackendUse): Promise<void> {
    const action = use === "verify" ? "read" : "write";
    const { client, prefix } = this.#calls;
    return this.#calls.word(
      "open",
      `${action} below "${this.url}"`,
      () => admitContainer(client, prefix, use),
    );
  }

  override close(): Promise<void> {
    this.#calls.client.close();
    return Promise.resolve();
  }

  async #put(
    key: string,
    bytes: Uint8Array,
    options: BlockBlobUploadOptions = {},
  ): Promise<ObjectFacts> {
    // A copy, because the caller may reuse its buffer before all was sent.
    const body = Buffer.from(bytes);
    const answer = await this.#calls.blob(key).upload(
      body,
      body.length,
      options,
    );
    return factsOf(key, body.length, answer);
  }
}
