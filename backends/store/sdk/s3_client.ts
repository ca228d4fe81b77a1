/**
 * A bucket through `@aws-sdk/client-s3`, as an application would use it: one
 * attempt for each call, no checksums but those asked for.
 */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { S3Client } from "@aws-sdk/client-s3";
import type { StoreSettings } from "../../../ffi/mod.ts";
import { clientFailure } from "./client_failure.ts";
import { RequestLimit } from "./request_limit.ts";
import type {
  BodyRange,
  ListedPage,
  PageRequest,
  StoreBody,
  StoreClient,
  StoreUpload,
} from "./store_client.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

/** Which of the endpoints, and how many requests at once. */
export interface ClientPlace {
  readonly endpoint: number;
  readonly connections: number;
}

/** Loads the SDK; sends nothing. */
export async function openS3Client(
  settings: StoreSettings,
  place: ClientPlace,
): Promise<StoreClient> {
  const sdk = await import("@aws-sdk/client-s3");
  const { endpoints, connectTimeoutMs = 10_000 } = settings;
  const { accessKey, secretKey, sessionToken } = settings;
  const agent = { keepAlive: true, maxSockets: place.connections };
  const tls = {
    ...agent,
    ...(settings.caFile !== undefined && {
      ca: await Deno.readTextFile(settings.caFile),
    }),
    ...(settings.insecure === true && { rejectUnauthorized: false }),
  };
  const client = new sdk.S3Client({
    endpoint: endpoints[place.endpoint % endpoints.length] ?? "",
    region: settings.region ?? "us-east-1",
    forcePathStyle: settings.pathStyle,
    maxAttempts: 1,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Waiting for leave to send never ends under this runtime.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(tls),
    },
    ...(accessKey !== undefined && secretKey !== undefined
      ? {
        credentials: {
          accessKeyId: accessKey,
          secretAccessKey: secretKey,
          ...(sessionToken !== undefined && { sessionToken }),
        },
      }
      : {
        // Without a key, requests go unsigned.
        credentials: { accessKeyId: "", secretAccessKey: "" },
        signer: { sign: (request) => Promise.resolve(request) },
      }),
  });
  return new S3StoreClient({ sdk, client, settings });
}

interface S3Parts {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly settings: StoreSettings;
}

class S3StoreClient implements StoreClient {
  readonly #parts: S3Parts;

  constructor(parts: S3Parts) {
    this.#parts = parts;
  }

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { sdk } = this.#parts;
    await this.#ask(bytes.length, (abortSignal) =>
      this.#parts.client.send(
        new sdk.PutObjectCommand({
          ...this.#at(key),
          ...this.#checksum(),
          Body: bytes,
        }),
        { abortSignal },
      ));
  }

  async get(key: string, range: BodyRange | null): Promise<StoreBody> {
    const { sdk, client, settings } = this.#parts;
    const limit = new RequestLimit(settings);
    try {
      const answer = await client.send(
        new sdk.GetObjectCommand({
          ...this.#at(key),
          ...(range !== null && {
            Range: `bytes=${range.start}-${range.end - 1}`,
          }),
        }),
        { abortSignal: limit.signal },
      );
      return {
        sizeBytes: answer.ContentLength ?? null,
        chunks: flow(answer.Body, limit),
      };
    } catch (cause) {
      limit.end();
      throw clientFailure(cause);
    }
  }

  async head(key: string): Promise<number> {
    const { sdk, client } = this.#parts;
    const answer = await this.#ask(
      0,
      (abortSignal) =>
        client.send(new sdk.HeadObjectCommand(this.#at(key)), { abortSignal }),
    );
    return answer.ContentLength ?? 0;
  }

  async list(request: PageRequest): Promise<ListedPage> {
    const { sdk, client, settings } = this.#parts;
    const answer = await this.#ask(0, (abortSignal) =>
      client.send(
        new sdk.ListObjectsV2Command({
          Bucket: settings.bucket,
          Prefix: request.prefix,
          MaxKeys: request.limit,
          ...(request.after !== "" && { StartAfter: request.after }),
        }),
        { abortSignal },
      ));
    return {
      entries: (answer.Contents ?? []).map((one) => ({
        key: one.Key ?? "",
        sizeBytes: one.Size ?? 0,
      })),
      isLast: answer.IsTruncated !== true,
    };
  }

  async delete(key: string): Promise<void> {
    const { sdk, client } = this.#parts;
    await this.#ask(
      0,
      (abortSignal) =>
        client.send(new sdk.DeleteObjectCommand(this.#at(key)), {
          abortSignal,
        }),
    );
  }

  async upload(key: string): Promise<StoreUpload> {
    const { sdk, client } = this.#parts;
    const at = this.#at(key);
    const { UploadId } = await this.#ask(0, (abortSignal) =>
      client.send(
        new sdk.CreateMultipartUploadCommand({ ...at, ...this.#checksum() }),
        { abortSignal },
      ));
    const tags = new Map<number, Record<string, string | undefined>>();
    return {
      put: async (number, bytes) => {
        const answer = await this.#ask(
          bytes.length,
          (abortSignal) =>
            client.send(
              new sdk.UploadPartCommand({
                ...at,
                ...this.#checksum(),
                UploadId,
                PartNumber: number,
                Body: bytes,
              }),
              { abortSignal },
            ),
        );
        const { ETag, ChecksumCRC32C, ChecksumCRC64NVME } = answer;
        tags.set(number, { ETag, ChecksumCRC32C, ChecksumCRC64NVME });
      },
      complete: async () => {
        const Parts = [...tags].sort(([a], [b]) => a - b)
          .map(([PartNumber, tag]) => ({ PartNumber, ...tag }));
        await this.#ask(0, (abortSignal) =>
          client.send(
            new sdk.CompleteMultipartUploadCommand({
              ...at,
              UploadId,
              MultipartUpload: { Parts },
            }),
            { abortSignal },
          ));
      },
      abort: async () => {
        await this.#ask(0, (abortSignal) =>
          client.send(
            new sdk.AbortMultipartUploadCommand({ ...at, UploadId }),
            { abortSignal },
          ));
      },
    };
  }

  close(): void {
    this.#parts.client.destroy();
  }

  #at(Key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#parts.settings.bucket, Key };
  }

  #checksum(): { readonly ChecksumAlgorithm?: "CRC32C" | "CRC64NVME" } {
    const { checksum } = this.#parts.settings;
    if (checksum === "crc32c") return { ChecksumAlgorithm: "CRC32C" };
    if (checksum === "crc64nvme") return { ChecksumAlgorithm: "CRC64NVME" };
    return {};
  }

  async #ask<T>(
    sentBytes: number,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const limit = new RequestLimit(this.#parts.settings, sentBytes);
    try {
      return await send(limit.signal);
    } catch (cause) {
      throw clientFailure(cause);
    } finally {
      limit.end();
    }
  }
}

/** The body as it comes; its type differs by runtime, but it can be iterated. */
async function* flow(
  body: unknown,
  limit: RequestLimit,
): AsyncGenerator<Uint8Array> {
  try {
    if (!isIterable(body)) return;
    for await (const chunk of body) {
      limit.touch();
      yield chunk;
    }
  } catch (cause) {
    throw clientFailure(cause);
  } finally {
    limit.end();
  }
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null &&
    Symbol.asyncIterator in body;
}
