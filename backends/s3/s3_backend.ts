/**
 * `s3://bucket/prefix`: objects below a prefix of a bucket, through the
 * official SDK. An acknowledged put is durable and visible to all, which is why
 * there is nothing left for a sync to do, and no way to show what it did.
 */
import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
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
import { StorageError } from "../errors.ts";
import { cutRange, objectFailure } from "../object_failure.ts";
import { RefusingBackend } from "../refusing_backend.ts";
import { checkedBytes, checkedStream } from "../returned_checksum.ts";
import type { StoreFaces } from "../store/store_faces.ts";
import { abortS3Uploads, unfinishedUploads } from "./abort_uploads.ts";
import { offerS3Put, S3_PUT_BYTES_MAX } from "./offer_put.ts";
import { admitBucket } from "./admit_bucket.ts";
import { deleteS3Objects } from "./delete_objects.ts";
import type { S3Connection } from "./s3_client.ts";
import { copyS3Object } from "./copy_object.ts";
import { type BucketNames, S3Attempts } from "./s3_attempts.ts";
import { keyBytesMax } from "./s3_key.ts";
import { listS3 } from "./s3_list.ts";
import {
  describedAs,
  factsOfHead,
  factsOfPut,
  wholeBody,
  wholeStream,
} from "./s3_facts.ts";
import { askingChecksum, checksumInput } from "./s3_checksum.ts";
import { S3_CAPABILITIES } from "./s3_capabilities.ts";
import type { S3Settings } from "./s3_settings.ts";
import { putS3Stream, S3Upload } from "./s3_upload.ts";

export interface S3BackendOptions extends Partial<StoreFaces> {
  readonly settings: S3Settings;
  readonly connection: S3Connection;
}

/** Claims all that Amazon S3 promises; `rename` and `sync` are not among it. */
export class S3Backend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  override readonly keyBytesMax: number;
  readonly putBytesMax = S3_PUT_BYTES_MAX;
  readonly #calls: S3Attempts;
  readonly #connection: S3Connection;

  constructor(options: S3BackendOptions) {
    super(options.block, options.store, options.streams);
    const { settings, connection } = options;
    this.url = settings.url;
    this.keyBytesMax = keyBytesMax(settings.prefix);
    this.#connection = connection;
    this.#calls = new S3Attempts(settings, connection);
    this.capabilities = new Set([
      ...S3_CAPABILITIES,
      ...(options.block === undefined ? [] : ["block" as const]),
      ...(options.store === undefined ? [] : ["load" as const]),
    ]);
  }

  get server(): string | undefined {
    return this.#connection.server();
  }

  get lastAnswer(): AnswerMark | undefined {
    return this.#connection.lastAnswer();
  }

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#put({ operation: "put", key }, bytes);
  }

  override async putIfAbsent(
    key: string,
    bytes: Uint8Array,
  ): Promise<ObjectFacts> {
    const operation = "put if absent";
    try {
      return await this.#put({ operation, key }, bytes, { IfNoneMatch: "*" });
    } catch (failure) {
      const isThere = failure instanceof StorageError &&
        failure.kind === "PreconditionFailed";
      throw isThere
        ? objectFailure(this.#calls.at(operation, key), "AlreadyExists")
        : failure;
    }
  }

  override putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    return this.#put({ operation: "put if match", key }, bytes, {
      IfMatch: etag,
    });
  }

  override putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts> {
    const more = describedAs(description);
    return this.#put({ operation: "put", key }, bytes, more);
  }

  override putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    return this.#put({ operation: "put", key }, bytes, checksumInput(checksum));
  }

  override putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const operation = "put stream";
    return this.#calls.attempt(operation, key, () =>
      putS3Stream({
        url: this.url,
        key,
        body,
        put: (bytes) => this.#put({ operation, key }, bytes),
        upload: () => this.upload(key),
      }));
  }

  offerPut(key: string, sizeBytes: number): Promise<"taken" | "too large"> {
    const offer = (names: BucketNames) =>
      offerS3Put(this.#connection, names, sizeBytes);
    return this.#calls.attempt("offer", key, offer);
  }

  override get(key: string): Promise<Uint8Array> {
    return this.#calls.attempt("get", key, async (names) => {
      const answer = await this.#getWhole(names);
      const bytes = await wholeBody(answer, this.#calls.at("get", key));
      return checkedBytes(this.#calls.checked("get", key, answer), bytes);
    });
  }

  override getRange(key: string, range: ByteRange): Promise<Uint8Array> {
    const operation = "get range";
    return this.#calls.attempt(operation, key, async (names) => {
      const { start, end } = range;
      const place = this.#calls.at(operation, key);
      if (!(start >= 0 && start < end)) {
        cutRange(place, range, (await this.head(key)).sizeBytes);
      }
      const { sdk, client } = this.#connection;
      const Range = `bytes=${start}-${end === Infinity ? "" : end - 1}`;
      return await wholeBody(
        await client.send(new sdk.GetObjectCommand({ ...names, Range })),
        place,
      );
    });
  }

  override getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    const operation = "get stream";
    return this.#calls.attempt(operation, key, async (names) => {
      const answer = await this.#getWhole(names);
      const source = checkedStream(
        this.#calls.checked(operation, key, answer),
        await wholeStream(answer, this.#calls.at(operation, key)),
      );
      return this.#calls.stream(operation, key, source);
    });
  }

  override head(key: string): Promise<ObjectFacts> {
    return this.#calls.attempt("head", key, async (names) => {
      const { sdk, client } = this.#connection;
      return factsOfHead(
        this.#calls.at("head", key),
        await client.send(
          new sdk.HeadObjectCommand({ ...names, ChecksumMode: "ENABLED" }),
        ),
      );
    });
  }

  override list(options: ListOptions = {}): Promise<ListPage> {
    return this.#calls.word(
      "list",
      `list "${this.url}"`,
      () => listS3(this.#connection, this.#calls.settings, options),
    );
  }

  override delete(key: string): Promise<void> {
    return this.#calls.attempt("delete", key, async (names) => {
      const { sdk, client } = this.#connection;
      await client.send(new sdk.DeleteObjectCommand(names));
    });
  }

  deleteKeys(keys: readonly string[]): Promise<void> {
    return this.#calls.word(
      "delete",
      `delete ${keys.length} keys in "${this.url}"`,
      () => deleteS3Objects(this.#connection, this.#calls.settings, keys),
    );
  }

  override copy(from: string, to: string): Promise<ObjectFacts> {
    return this.#calls.attempt("copy", from, async (source) => {
      const answer = await copyS3Object(
        this.#connection,
        source,
        this.#calls.names("copy", to),
      );
      const { sizeBytes } = await this.head(to);
      return factsOfPut(this.#calls.at("copy", to), sizeBytes, answer);
    });
  }

  override upload(key: string): Promise<Upload> {
    return this.#calls.attempt("start an upload", key, async (names) => {
      const { sdk, client } = this.#connection;
      const { UploadId } = await client.send(
        new sdk.CreateMultipartUploadCommand(names),
      );
      return this.joinUpload(key, UploadId ?? "");
    });
  }

  joinUpload(key: string, id: string): Upload {
    const names = this.#calls.names("join an upload", key);
    return new S3Upload({
      connection: this.#connection,
      url: this.url,
      key,
      bucket: names.Bucket,
      bucketKey: names.Key,
      uploadId: id,
      attempt: (operation, body) => this.#calls.attempt(operation, key, body),
    });
  }

  abortUploads(prefix: string): Promise<number> {
    return abortS3Uploads(this.#connection, this.#calls, prefix);
  }

  unfinished(prefix: string): Promise<readonly Unfinished[]> {
    return unfinishedUploads(this.#connection, this.#calls, prefix);
  }

  override admit(use: BackendUse): Promise<void> {
    const action = use === "verify" ? "read" : "write";
    return this.#calls.word(
      "open",
      `${action} below "${this.url}"`,
      () => admitBucket(this.#connection, this.#calls.settings, use),
    );
  }

  override close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }

  #getWhole(names: BucketNames) {
    const { sdk, client } = this.#connection;
    return client.send(askingChecksum(new sdk.GetObjectCommand(names)));
  }

  #put(
    { operation, key }: { readonly operation: string; readonly key: string },
    bytes: Uint8Array,
    more: Partial<PutObjectCommandInput> = {},
  ): Promise<ObjectFacts> {
    return this.#calls.attempt(operation, key, async (names) => {
      const { sdk, client } = this.#connection;
      // A copy, because the caller may reuse its buffer before all was sent.
      const Body = bytes.slice();
      const answer = await client.send(
        new sdk.PutObjectCommand({ ...names, Body, ...more }),
      );
      return factsOfPut(this.#calls.at(operation, key), Body.length, answer);
    });
  }
}
