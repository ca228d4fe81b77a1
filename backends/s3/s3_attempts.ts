/**
 * What every call of the backend has in common: a key that can be sent, the
 * bucket's names of it, and a sentence for what goes wrong.
 */
import type { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";
import type { Attempt } from "../object_failure.ts";
import type { CheckedAnswer } from "../returned_checksum.ts";
import { type StatedChecksums, wholeChecksumOf } from "./s3_checksum.ts";
import type { S3Connection } from "./s3_client.ts";
import { s3Failure } from "./s3_failure.ts";
import { bucketKey } from "./s3_key.ts";
import type { S3Settings } from "./s3_settings.ts";

/** Where an object is, in the words of the SDK. */
export interface BucketNames {
  readonly Bucket: string;
  readonly Key: string;
}

/** Calls below one prefix of one bucket. */
export class S3Attempts {
  readonly settings: S3Settings;
  readonly connection: S3Connection;

  constructor(settings: S3Settings, connection: S3Connection) {
    this.settings = settings;
    this.connection = connection;
  }

  at(operation: string, key: string): Attempt {
    return { url: this.settings.url, operation, key };
  }

  /** What the bytes of `answer` are to be held against. */
  checked(
    operation: string,
    key: string,
    answer: StatedChecksums,
  ): CheckedAnswer {
    const action = this.#action(operation, key);
    return { action, operation, checksum: wholeChecksumOf(answer) };
  }

  /** Fails with `InvalidKey` for a key that cannot be sent. */
  names(operation: string, key: string): BucketNames {
    const { bucket, prefix } = this.settings;
    return { Bucket: bucket, Key: bucketKey({ operation, key }, prefix) };
  }

  /** Runs `body` with the names of a key; words what it throws. */
  attempt<T>(
    operation: string,
    key: string,
    body: (names: BucketNames) => Promise<T>,
  ): Promise<T> {
    return this.word(
      operation,
      this.#action(operation, key),
      () => body(this.names(operation, key)),
    );
  }

  /** Runs `body`; `action` follows "Cannot" if it fails. */
  async word<T>(
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

  /** What `cause` means for this call. */
  failure(operation: string, key: string, cause: unknown): StorageError {
    return this.#wordOf(operation, this.#action(operation, key), cause);
  }

  /** A stream that fails in our words. */
  stream(
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
          controller.error(this.failure(operation, key, cause));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }

  #action(operation: string, key: string): string {
    return `${operation} ${quoteKey(key)} in "${this.settings.url}"`;
  }

  #wordOf(operation: string, action: string, cause: unknown): StorageError {
    const { url, bucket, region } = this.settings;
    const nowMs = Date.now();
    return s3Failure({ action, operation, url, bucket, region, nowMs }, cause);
  }
}
