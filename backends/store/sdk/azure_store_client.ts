/**
 * A container through `@azure/storage-blob`, as an application would use it:
 * one attempt for each call.
 */
import type { ContainerClient } from "@azure/storage-blob";
import type { StoreSettings } from "../../../ffi/mod.ts";
import { clientFailure } from "./client_failure.ts";
import { RequestLimit, type RequestLimits } from "./request_limit.ts";
import type { ClientPlace } from "./s3_client.ts";
import type {
  BodyRange,
  ListedKey,
  ListedPage,
  PageRequest,
  StoreBody,
  StoreClient,
  StoreUpload,
} from "./store_client.ts";

/** A token is as good as the run: the SDK need not ask for another. */
const FAR_MS = 8_640_000_000_000;

/** Loads the SDK; sends nothing. */
export async function openAzureStoreClient(
  settings: StoreSettings,
  place: ClientPlace,
): Promise<StoreClient> {
  const sdk = await import("@azure/storage-blob");
  const { endpoints, bucket, sas, bearer } = settings;
  const credential = bearer === undefined ? new sdk.AnonymousCredential() : {
    getToken: () =>
      Promise.resolve({ token: bearer, expiresOnTimestamp: FAR_MS }),
  };
  const pipeline = sdk.newPipeline(credential, {
    // A hidden second try makes false refusals of conditions and hides 503.
    retryOptions: { maxTries: 1 },
    keepAliveOptions: { enable: true },
  });
  const endpoint = endpoints[place.endpoint % endpoints.length] ?? "";
  const container = new sdk.ContainerClient(
    `${endpoint}/${bucket}${sas === undefined ? "" : `?${sas}`}`,
    pipeline,
  );
  return new AzureStoreClient(container, settings);
}

class AzureStoreClient implements StoreClient {
  readonly #container: ContainerClient;
  readonly #limits: RequestLimits;

  constructor(container: ContainerClient, limits: RequestLimits) {
    this.#container = container;
    this.#limits = limits;
  }

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#ask(
      bytes.length,
      (abortSignal) =>
        this.#blob(key).upload(bytes, bytes.length, { abortSignal }),
    );
  }

  async get(key: string, range: BodyRange | null): Promise<StoreBody> {
    const limit = new RequestLimit(this.#limits);
    const options = { abortSignal: limit.signal, maxRetryRequests: 0 };
    const start = range?.start ?? 0;
    const count = range === null ? undefined : range.end - range.start;
    try {
      const answer = await this.#blob(key).download(start, count, options);
      return {
        sizeBytes: answer.contentLength ?? null,
        chunks: flow(answer.readableStreamBody, limit),
      };
    } catch (cause) {
      limit.end();
      throw clientFailure(cause);
    }
  }

  async head(key: string): Promise<number> {
    const answer = await this.#ask(
      0,
      (abortSignal) => this.#blob(key).getProperties({ abortSignal }),
    );
    return answer.contentLength ?? 0;
  }

  /**
   * The service starts a listing nowhere but at its beginning, so pages are
   * passed over until one holds a key that follows.
   */
  async list({ after, prefix, limit }: PageRequest): Promise<ListedPage> {
    return await this.#ask(0, async (abortSignal) => {
      const pages = this.#container.listBlobsFlat({ prefix, abortSignal })
        .byPage({ maxPageSize: limit });
      const entries: ListedKey[] = [];
      for await (const { segment, continuationToken } of pages) {
        for (const { name, properties } of segment.blobItems) {
          if (name <= after) continue;
          const sizeBytes = properties.contentLength ?? 0;
          entries.push({ key: name, sizeBytes });
        }
        const isLast = !continuationToken;
        if (isLast || entries.length > 0) return { entries, isLast };
      }
      return { entries, isLast: true };
    });
  }

  async delete(key: string): Promise<void> {
    await this.#ask(
      0,
      (abortSignal) => this.#blob(key).deleteIfExists({ abortSignal }),
    );
  }

  upload(key: string): Promise<StoreUpload> {
    const blob = this.#blob(key);
    const numbers = new Set<number>();
    const name = (number: number) => btoa(String(number).padStart(8, "0"));
    return Promise.resolve({
      put: async (number, bytes) => {
        await this.#ask(
          bytes.length,
          (abortSignal) =>
            blob.stageBlock(name(number), bytes, bytes.length, { abortSignal }),
        );
        numbers.add(number);
      },
      complete: async () => {
        const ids = [...numbers].sort((a, b) => a - b).map(name);
        await this.#ask(
          0,
          (abortSignal) => blob.commitBlockList(ids, { abortSignal }),
        );
      },
      // Blocks that nobody commits go by themselves.
      abort: () => Promise.resolve(),
    });
  }

  close(): void {
    // The SDK keeps its connections in an agent that it does not hand out.
  }

  #blob(key: string) {
    return this.#container.getBlockBlobClient(key);
  }

  async #ask<T>(
    sentBytes: number,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const limit = new RequestLimit(this.#limits, sentBytes);
    try {
      return await send(limit.signal);
    } catch (cause) {
      throw clientFailure(cause);
    } finally {
      limit.end();
    }
  }
}

async function* flow(
  body: NodeJS.ReadableStream | undefined,
  limit: RequestLimit,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) {
      limit.touch();
      yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    }
  } catch (cause) {
    throw clientFailure(cause);
  } finally {
    limit.end();
  }
}
