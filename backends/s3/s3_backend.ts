/**
 * `s3://bucket/prefix`: objects below a prefix of a bucket, through the
 * official SDK. An acknowledged put is durable and visible to all, which is why
 * there is nothing left for a sync to do, and no way to show what it did.
 */
import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { BlockFace } from "../block.ts";
import type { Capability } from "../capability.ts";
import type {
  BackendUse,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
  Upload,
} from "../contract.ts";
import { quoteKey } from "../key.ts";
import { cutRange, objectFailure } from "../object_failure.ts";
import { RefusingBackend } from "../refusing_backend.ts";
import type { StoreFace } from "../store.ts";
import { admitBucket } from "./admit_bucket.ts";
import type { S3Connection } from "./s3_client.ts";
import { s3Failure } from "./s3_failure.ts";
import { bucketKey, keyBytesMax } from "./s3_key.ts";
import { listS3 } from "./s3_list.ts";
import { describedAs, factsOfHead, factsOfPut, wholeBody } from "./s3_facts.ts";
import { checksumInput } from "./s3_checksum.ts";
import type { S3Settings } from "./s3_settings.ts";
import { putS3Stream, S3Upload } from "./s3_upload.ts";

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
  "metadata",
  "checksumMd5",
  "checksumCrc32c",
  "checksumCrc64nvme",
];

export interface S3BackendOptions {
  readonly settings: S3Settings;
  readonly connection: S3Connection;
  /** Both faces of a load, where it has them. */
  readonly block?: BlockFace;
  readonly store?: StoreFace;
}

/** Claims all that Amazon S3 promises; `rename` and `sync` are not among it. */
export class S3Backend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  override readonly keyBytesMax: number;
  readonly #settings: S3Settings;
  readonly #connection: S3Connection;

  constructor(options: S3BackendOptions) {
    super(options.block, options.store);
    this.url = options.settings.url;
    this.#settings = options.settings;
    this.#connection = options.connection;
    this.keyBytesMax = keyBytesMax(options.settings.prefix);
    this.capabilities = new Set([
      ...OBJECT_CAPABILITIES,
      ...(options.block === undefined ? [] : ["block" as const]),
      ...(options.store === undefined ? [] : ["load" as const]),
    ]);
  }

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#attempt("put", key, (at) => this.#put(key, at, bytes));
  }

  override putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    const operation = "put if absent";
    return this.#attempt(operation, key, async (at) => {
      try {
        return await this.#put(key, at, bytes, { IfNoneMatch: "*" });
      } catch (cause) {
        const failure = this.#failure(operation, key, cause);
        if (failure.kind !== "PreconditionFailed") throw failure;
        throw objectFailure(
          { url: this.url, operation, key },
          "AlreadyExists",
        );
      }
    });
  }

  override putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    return this.#attempt(
      "put if match",
      key,
      (at) => this.#put(key, at, bytes, { IfMatch: etag }),
    );
  }

  override putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts> {
    return this.#attempt(
      "put",
      key,
      (at) => this.#put(key, at, bytes, describedAs(description)),
    );
  }

  override putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    return this.#attempt(
      "put",
      key,
      (at) => this.#put(key, at, bytes, checksumInput(checksum)),
    );
  }

  override putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const operation = "put stream";
    return this.#attempt(operation, key, (at) =>
      putS3Stream({
        url: this.url,
        key,
        body,
        put: (bytes) => this.#put(key, at, bytes),
        upload: () => this.upload(key),
      }));
  }

  override get(key: string): Promise<Uint8Array> {
    return this.#attempt("get", key, async (at) => {
      const { sdk, client } = this.#connection;
      return await wholeBody(
        await client.send(new sdk.GetObjectCommand(at)),
        { operation: "get", key, url: this.url },
      );
    });
  }

  override getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const operation = "get range";
    return this.#attempt(operation, key, async (at) => {
      const { start, end } = range;
      const place = { url: this.url, operation, key };
      if (!(start >= 0 && start < end)) {
        cutRange(place, range, (await this.head(key)).sizeBytes);
      }
      const { sdk, client } = this.#connection;
      const Range = `bytes=${start}-${end === Infinity ? "" : end - 1}`;
      return await wholeBody(
        await client.send(new sdk.GetObjectCommand({ ...at, Range })),
        place,
      );
    });
  }

  override getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    const operation = "get stream";
    return this.#attempt(operation, key, async (at) => {
      const { sdk, client } = this.#connection;
      const answer = await client.send(new sdk.GetObjectCommand(at));
      const source = answer.Body?.transformToWebStream() ??
        new Blob([]).stream();
      return this.#worded(operation, key, source);
    });
  }

  override head(key: string): Promise<ObjectFacts> {
    return this.#attempt("head", key, async (at) => {
      const { sdk, client } = this.#connection;
      return factsOfHead(
        { operation: "head", key, url: this.url },
        await client.send(
          new sdk.HeadObjectCommand({ ...at, ChecksumMode: "ENABLED" }),
        ),
      );
    });
  }

  override list(options: ListOptions = {}): Promise<ListPage> {
    const { url, bucket, prefix } = this.#settings;
    return this.#word(
      "list",
      `list "${url}"`,
      () => listS3(this.#connection, { url, bucket, prefix }, options),
    );
  }

  override delete(key: string): Promise<void> {
    return this.#attempt("delete", key, async (at) => {
      const { sdk, client } = this.#connection;
      await client.send(new sdk.DeleteObjectCommand(at));
    });
  }

  override copy(from: string, to: string): Promise<ObjectFacts> {
    const operation = "copy";
    return this.#attempt(operation, from, async ({ Bucket, Key }) => {
      const { sdk, client } = this.#connection;
      const target = bucketKey({ operation, key: to }, this.#settings.prefix);
      const answer = await client.send(
        new sdk.CopyObjectCommand({
          Bucket,
          Key: target,
          CopySource: `${Bucket}/${
            Key.split("/").map(encodeURIComponent).join("/")
          }`,
        }),
      );
      const place = { operation, key: to, url: this.url };
      const { sizeBytes } = await this.head(to);
      return factsOfPut(place, sizeBytes, answer.CopyObjectResult);
    });
  }

  override upload(key: string): Promise<Upload> {
    return this.#attempt("start an upload", key, async (at) => {
      const { sdk, client } = this.#connection;
      const { UploadId } = await client.send(
        new sdk.CreateMultipartUploadCommand(at),
      );
      return new S3Upload({
        connection: this.#connection,
        url: this.url,
        key,
        bucket: at.Bucket,
        bucketKey: at.Key,
        uploadId: UploadId ?? "",
        attempt: (operation, body) => this.#attempt(operation, key, body),
      });
    });
  }

  override admit(use: BackendUse): Promise<void> {
    const action = use === "verify" ? "read" : "write";
    return this.#word(
      "open",
      `${action} below "${this.url}"`,
      () => admitBucket(this.#connection, this.#settings, use),
    );
  }

  override close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }

  async #put(
    key: string,
    at: { readonly Bucket: string; readonly Key: string },
    bytes: Uint8Array,
    more: Partial<PutObjectCommandInput> = {},
  ): Promise<ObjectFacts> {
    const { sdk, client } = this.#connection;
    // A copy, because the caller may reuse its buffer before all was sent.
    const Body = bytes.slice();
    const answer = await client.send(
      new sdk.PutObjectCommand({ ...at, Body, ...more }),
    );
    return factsOfPut(
      { operation: "put", key, url: this.url },
      Body.length,
      answer,
    );
  }

  /** A stream that fails in our words. */
  #worded(
    operation: string,
    key: string,
    source: ReadableStream<Uint8Array>,
  ): ReadableStream<Uint8Array> {
    const reader = source.getReader();
    return new ReadableStream({
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (cause) {
          controller.error(this.#failure(operation, key, cause));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }

  /** Runs `body` with the bucket's names of a key that can be sent. */
  #attempt<T>(
    operation: string,
    key: string,
    body: (at: { Bucket: string; Key: string }) => Promise<T>,
  ): Promise<T> {
    const { bucket, prefix } = this.#settings;
    return this.#word(
      operation,
      this.#action(operation, key),
      () =>
        body({ Bucket: bucket, Key: bucketKey({ operation, key }, prefix) }),
    );
  }

  #action(operation: string, key: string): string {
    return `${operation} ${quoteKey(key)} in "${this.url}"`;
  }

  #failure(operation: string, key: string, cause: unknown) {
    return this.#wordOf(operation, this.#action(operation, key), cause);
  }

  #wordOf(operation: string, action: string, cause: unknown) {
    const { url, bucket, region } = this.#settings;
    const nowMs = Date.now();
    return s3Failure({ action, operation, url, bucket, region, nowMs }, cause);
  }

  async #word<T>(
    operation: string,
    action: string,
    body: () => Promise<T>,
  ): Promise<T> {
    try {
      return await body();
    } catch (cause) {
      throw this.#wordOf(operation, action, cause);
    }
  }
}
