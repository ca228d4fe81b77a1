/**
 * What every call of the backend has in common: a key that can name a blob, the
 * blob of it, and a sentence for what goes wrong.
 */
import type { BlockBlobClient } from "@azure/storage-blob";
import type { ByteRange } from "../contract.ts";
import type { StorageError } from "../errors.ts";
import { quoteKey } from "../key.ts";
import { type Attempt, cutRange } from "../object_failure.ts";
import { bucketKey } from "../s3/s3_key.ts";
import type { AzureClient } from "./azure_client.ts";
import { azureFailure } from "./azure_failure.ts";
import type { Download } from "./blob_body.ts";

/** Calls below one prefix of one container. */
export class AzureAttempts {
  readonly url: string;
  readonly prefix: string;
  readonly client: AzureClient;

  constructor(options: {
    readonly url: string;
    readonly prefix: string;
    readonly client: AzureClient;
  }) {
    this.url = options.url;
    this.prefix = options.prefix;
    this.client = options.client;
  }

  /** The blob of a key that was checked. */
  blob(
    key: string,
    headers?: Readonly<Record<string, string>>,
  ): BlockBlobClient {
    return this.client.blob(this.prefix + key, headers);
  }

  at(operation: string, key: string): Attempt {
    return { url: this.url, operation, key };
  }

  /** Fails with `InvalidKey` unless the key can name a blob. */
  check(operation: string, key: string): void {
    bucketKey({ operation, key }, this.prefix);
  }

  /** Runs `body` for a key that can name a blob. */
  attempt<T>(
    operation: string,
    key: string,
    body: () => Promise<T>,
  ): Promise<T> {
    return this.word(operation, this.#action(operation, key), () => {
      this.check(operation, key);
      return body();
    });
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
      throw this.#failure(operation, action, cause);
    }
  }

  /** Starts to read: one request, whatever comes of it. */
  async download(
    operation: string,
    key: string,
    range?: ByteRange,
  ): Promise<Download> {
    if (range !== undefined && (range.start < 0 || range.end <= range.start)) {
      const { contentLength = 0 } = await this.blob(key).getProperties();
      cutRange(this.at(operation, key), range, contentLength);
    }
    const answer = await this.blob(key).download(
      range?.start ?? 0,
      range === undefined ? undefined : range.end - range.start,
      // The SDK would ask again by itself for what did not come.
      { maxRetryRequests: 0 },
    );
    const action = this.#action(operation, key);
    return {
      answer,
      ...(range === undefined ? {} : { range }),
      action,
      operation,
      word: (cause) => {
        const failure = this.client.takeBodyFailure(
          answer.clientRequestId ?? "",
        );
        return this.#failure(operation, action, failure ?? cause);
      },
    };
  }

  #action(operation: string, key: string): string {
    return `${operation} ${quoteKey(key)} in "${this.url}"`;
  }

  #failure(operation: string, action: string, cause: unknown): StorageError {
    return azureFailure({ action, operation, url: this.url }, cause);
  }
}
