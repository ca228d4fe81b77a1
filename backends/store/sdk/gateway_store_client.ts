/**
 * A gateway of a cluster by its published requests: one attempt for each call.
 * It knows no uploads in parts.
 */
import {
  drained,
  fieldOf,
  GatewayClient,
  GatewayRefusal,
  type GatewayRequest,
  pathOf,
  textOf,
} from "../../gateway/gateway_client.ts";
import { crc32cChecksum, statedCrc32c } from "../../gateway/gateway_facts.ts";
import type { Crc32c } from "../../gateway/chunk_client.ts";
import { asClient, clientFailure } from "./client_failure.ts";
import type { ClientSettings } from "./client_settings.ts";
import { openTransport } from "./open_transport.ts";
import type { ClientPlace } from "./s3_client.ts";
import {
  type BodyRange,
  ClientFailure,
  type ListedPage,
  type PageRequest,
  type StoreBody,
  type StoreClient,
  type StoreUpload,
} from "./store_client.ts";

const PAGE_BYTES_MAX = 16 << 20;

/** Sends nothing. `crc32c` is of the core that the lane has open. */
export async function openGatewayStoreClient(
  settings: ClientSettings,
  place: ClientPlace & { readonly crc32c: Crc32c },
): Promise<StoreClient> {
  const { endpoints, checksum } = settings;
  const url = new URL(endpoints[place.endpoint % endpoints.length] ?? "");
  const http = await openTransport(settings, place.onConnect);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port === "" ? 80 : url.port);
  const client = new GatewayClient({ http, host, port });
  const { crc32c } = place;
  return new GatewayStoreClient(client, checksum === "crc32c" ? crc32c : null);
}

class GatewayStoreClient implements StoreClient {
  readonly #client: GatewayClient;
  /** `null`: puts go without a checksum. */
  readonly #crc32c: Crc32c | null;

  constructor(client: GatewayClient, crc32c: Crc32c | null) {
    this.#client = client;
    this.#crc32c = crc32c;
  }

  async put(key: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
    const target = pathOf("objects", key);
    const headers = this.#crc32c === null
      ? {}
      : { "x-checksum-crc32c": String(this.#crc32c(body)) };
    await this.#ask({ method: "PUT", target, headers, body }, drained);
  }

  async get(key: string, range: BodyRange | null): Promise<StoreBody> {
    const target = pathOf("objects", key);
    const headers = range === null
      ? {}
      : { range: `bytes=${range.start}-${range.end - 1}` };
    const answer = await this.#ask(
      { method: "GET", target, headers },
      (answer) => Promise.resolve(answer),
    );
    const length = answer.headers["content-length"];
    const stated = range === null ? statedCrc32c(answer.headers) : undefined;
    return {
      sizeBytes: length === undefined ? null : Number(length),
      chunks: flow(answer.body),
      ...(stated !== undefined && {
        checksum: { kind: "crc32c", text: crc32cChecksum(stated).base64 },
      }),
    };
  }

  async head(key: string): Promise<number> {
    const target = pathOf("objects", key);
    const headers = await this.#ask({ method: "HEAD", target }, drained);
    return Number(headers["content-length"] ?? 0);
  }

  async list({ prefix, after, limit }: PageRequest): Promise<ListedPage> {
    const query = new URLSearchParams({
      ...{ prefix, limit: String(limit) },
      ...(after !== "" && { after }),
    });
    const text = await this.#ask(
      { method: "GET", target: `/objects?${query}` },
      (answer) => textOf(answer, PAGE_BYTES_MAX),
    );
    return readPage(text);
  }

  async delete(key: string): Promise<void> {
    try {
      const target = pathOf("objects", key);
      await this.#ask({ method: "DELETE", target }, drained);
    } catch (failure) {
      const isGone = failure instanceof ClientFailure &&
        failure.status === "HTTP_NOT_FOUND";
      if (!isGone) throw failure;
    }
  }

  upload(_key: string): Promise<StoreUpload> {
    return Promise.reject(new ClientFailure("HTTP_REQUEST"));
  }

  close(): void {
    this.#client.close();
  }

  async #ask<T>(
    request: GatewayRequest,
    read: (answer: Awaited<ReturnType<GatewayClient["ask"]>>) => Promise<T>,
  ): Promise<T> {
    return await asClient(async () => {
      try {
        return await read(await this.#client.ask(request));
      } catch (cause) {
        // Servers that are away do not ask to slow down.
        const isAway = cause instanceof GatewayRefusal &&
          cause.code === "Unavailable";
        throw isAway ? new ClientFailure("HTTP_SERVER") : cause;
      }
    });
  }
}

/** Fails with `HTTP_ERROR_BODY` for what is no page. */
function readPage(text: string): ListedPage {
  let page: unknown = null;
  try {
    page = JSON.parse(text);
  } catch {
    // It is told like a page without entries.
  }
  const objects = fieldOf(page, "objects");
  if (!Array.isArray(objects)) throw new ClientFailure("HTTP_ERROR_BODY");
  const entries = objects.map((one) => ({
    key: String(fieldOf(one, "key")),
    sizeBytes: Number(fieldOf(one, "sizeBytes")),
  }));
  return { entries, isLast: fieldOf(page, "next") === undefined };
}

async function* flow(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw clientFailure(cause);
  }
}
