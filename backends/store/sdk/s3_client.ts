/**
 * A bucket through `@aws-sdk/client-s3`, as an application would use it: one
 * attempt for each call, no checksums but those asked for. Requests go over our
 * own HTTP client, because the runtime's waits for ever where a server closes
 * the connection without an answer.
 */
import type { S3Client } from "@aws-sdk/client-s3";
import type { HttpClient } from "../../http/http_client.ts";
import {
  askingChecksum,
  checksumOf,
  type StatedChecksums,
} from "../../s3/s3_checksum.ts";
import { SdkHandler } from "../../s3/sdk_handler.ts";
import { asClient, clientFailure } from "./client_failure.ts";
import type { ClientSettings } from "./client_settings.ts";
import { openTransport } from "./open_transport.ts";
import type {
  BodyRange,
  ListedPage,
  PageRequest,
  StatedChecksum,
  StoreBody,
  StoreClient,
  StoreUpload,
} from "./store_client.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

/** Which of the endpoints, modulo their count, and who counts connections. */
export interface ClientPlace {
  readonly endpoint: number;
  readonly onConnect?: () => void;
}

/** Loads the SDK; sends nothing. */
export async function openS3Client(
  settings: ClientSettings,
  place: ClientPlace,
): Promise<StoreClient> {
  const sdk = await import("@aws-sdk/client-s3");
  const { endpoints } = settings;
  const { accessKey, secretKey, sessionToken } = settings;
  const http = await openTransport(settings, place.onConnect);
  const client = new sdk.S3Client({
    endpoint: endpoints[place.endpoint % endpoints.length] ?? "",
    region: settings.region ?? "us-east-1",
    forcePathStyle: settings.pathStyle,
    maxAttempts: 1,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    expectContinueHeader: false,
    followRegionRedirects: false,
    requestHandler: new SdkHandler(http),
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
  return new S3StoreClient({ sdk, client, http, settings });
}

interface S3Parts {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly http: HttpClient;
  readonly settings: ClientSettings;
}

class S3StoreClient implements StoreClient {
  readonly #parts: S3Parts;

  constructor(parts: S3Parts) {
    this.#parts = parts;
  }

  async put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { sdk, client } = this.#parts;
    const put = { ...this.#at(key), ...this.#checksum(), Body: bytes };
    await asClient(() => client.send(new sdk.PutObjectCommand(put)));
  }

  async get(key: string, range: BodyRange | null): Promise<StoreBody> {
    const { sdk, client } = this.#parts;
    const get = {
      ...this.#at(key),
      ...(range !== null && { Range: `bytes=${range.start}-${range.end - 1}` }),
    };
    const command = new sdk.GetObjectCommand(get);
    const asked = range === null ? askingChecksum(command) : command;
    const answer = await asClient(() => client.send(asked));
    const checksum = range === null ? statedIn(answer) : undefined;
    return {
      sizeBytes: answer.ContentLength ?? null,
      chunks: flow(answer.Body),
      ...(checksum !== undefined && { checksum }),
    };
  }

  async head(key: string): Promise<number> {
    const { sdk, client } = this.#parts;
    const answer = await asClient(() =>
      client.send(new sdk.HeadObjectCommand(this.#at(key)))
    );
    return answer.ContentLength ?? 0;
  }

  async list(request: PageRequest): Promise<ListedPage> {
    const { sdk, client, settings } = this.#parts;
    const list = {
      Bucket: settings.bucket,
      Prefix: request.prefix,
      MaxKeys: request.limit,
      ...(request.after !== "" && { StartAfter: request.after }),
    };
    const answer = await asClient(() =>
      client.send(new sdk.ListObjectsV2Command(list))
    );
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
    await asClient(() =>
      client.send(new sdk.DeleteObjectCommand(this.#at(key)))
    );
  }

  async upload(key: string): Promise<StoreUpload> {
    const { sdk, client } = this.#parts;
    const start = { ...this.#at(key), ...this.#checksum() };
    const { UploadId } = await asClient(() =>
      client.send(new sdk.CreateMultipartUploadCommand(start))
    );
    const at = { ...this.#at(key), UploadId };
    const tags = new Map<number, Record<string, string | undefined>>();
    return {
      put: async (PartNumber, Body) => {
        const part = { ...at, ...this.#checksum(), PartNumber, Body };
        const { ETag, ChecksumCRC32C, ChecksumCRC64NVME } = await asClient(() =>
          client.send(new sdk.UploadPartCommand(part))
        );
        tags.set(PartNumber, { ETag, ChecksumCRC32C, ChecksumCRC64NVME });
      },
      complete: async () => {
        const Parts = [...tags].sort(([a], [b]) => a - b)
          .map(([PartNumber, tag]) => ({ PartNumber, ...tag }));
        const complete = { ...at, MultipartUpload: { Parts } };
        await asClient(() =>
          client.send(new sdk.CompleteMultipartUploadCommand(complete))
        );
      },
      abort: async () => {
        await asClient(() =>
          client.send(new sdk.AbortMultipartUploadCommand(at))
        );
      },
    };
  }

  close(): void {
    this.#parts.client.destroy();
    this.#parts.http.close();
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
}

/** The first that came; stores send one. */
function statedIn(
  answer: StatedChecksums & { readonly ChecksumCRC32?: string | undefined },
): StatedChecksum | undefined {
  const stated = checksumOf(answer);
  const text = stated?.base64 ?? answer.ChecksumCRC32;
  if (text === undefined) return undefined;
  const isOfParts = text.includes("-");
  return { kind: isOfParts ? null : stated?.algorithm ?? null, text };
}

/** The body as it comes. */
async function* flow(body: unknown): AsyncGenerator<Uint8Array> {
  if (!isIterable(body)) return;
  try {
    yield* body;
  } catch (cause) {
    throw clientFailure(cause);
  }
}

/** Its type differs by runtime, but it can be iterated in all of them. */
function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null &&
    Symbol.asyncIterator in body;
}
