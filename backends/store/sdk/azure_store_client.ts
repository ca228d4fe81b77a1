/**
 * A container through `@azure/storage-blob`, as an application would use it:
 * one attempt for each call.
 */
import type {
  BlobDownloadResponseParsed,
  ContainerClient,
} from "@azure/storage-blob";
import { checksumOf } from "../../azure/azure_facts.ts";
import { SdkTransport } from "../../azure/sdk_transport.ts";
import { asClient, clientFailure } from "./client_failure.ts";
import type { ClientSettings } from "./client_settings.ts";
import { transportOptions } from "./open_transport.ts";
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

/** Loads the SDK; sends nothing. */
export async function openAzureStoreClient(
  settings: ClientSettings,
  place: ClientPlace,
): Promise<StoreClient> {
  const sdk = await import("@azure/storage-blob");
  const { endpoints, bucket, sas, bearer, proxy } = settings;
  const { caCerts, proxy: _, ...reach } = await transportOptions(
    settings,
    place.onConnect,
  );
  const transport = new SdkTransport({
    ...reach,
    ...(caCerts?.[0] !== undefined && { caCertificate: caCerts[0] }),
    ...(proxy !== undefined && { proxy }),
    ...(bearer !== undefined && {
      authorization: () => Promise.resolve(`Bearer ${bearer}`),
    }),
  });
  const pipeline = sdk.newPipeline(new sdk.AnonymousCredential(), {
    httpClient: transport,
    // A hidden second try makes false refusals of conditions and hides 503.
    retryOptions: { maxTries: 1 },
  });
  const endpoint = endpoints[place.endpoint % endpoints.length] ?? "";
  const container = new sdk.ContainerClient(
    `${endpoint}/${bucket}${sas === undefined ? "" : `?${sas}`}`,
    pipeline,
  );
  return new AzureStoreClient(container, transport);
}

class AzureStoreClient implements StoreClient {
  readonly #container: ContainerClient;
  readonly #transport: SdkTransport;

  constructor(container: ContainerClient, transport: SdkTransport) {
    this.#container = container;
    this.#transport = transport;
  }

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await asClient(() => this.#blob(key).upload(bytes, bytes.length));
  }

  async get(key: string, range: BodyRange | null): Promise<StoreBody> {
    const count = range === null ? undefined : range.end - range.start;
    const answer = await asClient(() =>
      this.#blob(key).download(range?.start ?? 0, count, {
        maxRetryRequests: 0,
      })
    );
    const stated = range === null ? checksumOf(answer) : undefined;
    return {
      sizeBytes: answer.contentLength ?? null,
      chunks: this.#flow(answer),
      ...(stated !== undefined && {
        checksum: { kind: stated.algorithm, text: stated.base64 },
      }),
    };
  }

  async head(key: string): Promise<number> {
    const answer = await asClient(() => this.#blob(key).getProperties());
    return answer.contentLength ?? 0;
  }

  readonly startsAtPrefix = true;

  async list({ prefix, limit }: PageRequest): Promise<ListedPage> {
    return await asClient(async () => {
      const pages = this.#container.listBlobsFlat({ prefix })
        .byPage({ maxPageSize: limit });
      const entries: ListedKey[] = [];
      for await (const { segment, continuationToken } of pages) {
        for (const { name, properties } of segment.blobItems) {
          const sizeBytes = properties.contentLength ?? 0;
          entries.push({ key: name, sizeBytes });
        }
        // The service may end a page early, even before it found anything.
        const isLast = !continuationToken;
        if (isLast || entries.length > 0) return { entries, isLast };
      }
      return { entries, isLast: true };
    });
  }

  async delete(key: string): Promise<void> {
    await asClient(() => this.#blob(key).deleteIfExists());
  }

  upload(key: string): Promise<StoreUpload> {
    const blob = this.#blob(key);
    const numbers = new Set<number>();
    const name = (number: number) => btoa(String(number).padStart(8, "0"));
    return Promise.resolve({
      put: async (number, bytes) => {
        await asClient(() =>
          blob.stageBlock(name(number), bytes, bytes.length)
        );
        numbers.add(number);
      },
      complete: async () => {
        const ids = [...numbers].sort((a, b) => a - b).map(name);
        await asClient(() => blob.commitBlockList(ids));
      },
      // Blocks that nobody commits go by themselves.
      abort: () => Promise.resolve(),
    });
  }

  close(): void {
    this.#transport.close();
  }

  #blob(key: string) {
    return this.#container.getBlockBlobClient(key);
  }

  /** The SDK puts an error of its own in the place of what ended a body. */
  async *#flow(answer: BlobDownloadResponseParsed): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of answer.readableStreamBody ?? []) {
        yield typeof chunk === "string"
          ? new TextEncoder().encode(chunk)
          : chunk;
      }
    } catch (cause) {
      const { clientRequestId = "" } = answer;
      const told = this.#transport.takeBodyFailure(clientRequestId);
      throw clientFailure(told ?? cause);
    }
  }
}
