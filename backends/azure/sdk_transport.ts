/**
 * Carries the SDK's requests over our own HTTP client: what the SDK built and
 * signed goes out unchanged, and what came is handed back. Never a second try,
 * never a redirect followed.
 */
import { Readable } from "node:stream";
import type {
  HttpHeaders,
  HttpOperationResponse,
  IHttpClient,
  WebResource,
} from "@azure/storage-blob";
import type { AnswerMark } from "../contract.ts";
import type { Detour } from "../../ffi/mod.ts";
import { HttpClient } from "../http/http_client.ts";
import { HttpFailure, type HttpStep } from "../http/http_failure.ts";

/** How the server is reached; the file of `caFile` was read by now. */
export interface SdkTransportOptions {
  readonly caCertificate?: string;
  readonly insecure?: boolean;
  /** `http://[user:password@]host:port`. */
  readonly proxy?: string;
  readonly detours?: readonly Detour[];
  readonly connectTimeoutMs: number;
  readonly stallTimeoutMs: number;
  /** 0: none. */
  readonly requestTimeoutMs: number;
  /** Hears of every step of every connection. */
  readonly onStep?: (step: HttpStep) => void;
  /** The header `authorization` where no policy of the SDK signs. */
  readonly authorization?: () => Promise<string>;
}

/** A client of the SDK's kind; `close` it to let its connections go. */
export class SdkTransport implements IHttpClient {
  /** How the server named itself in its last answer. */
  server: string | undefined;
  /** Of the latest request; `undefined` until it is answered. */
  lastAnswer: AnswerMark | undefined;
  readonly #http: HttpClient;
  readonly #authorization: (() => Promise<string>) | undefined;
  /** By request id, until somebody asks. */
  readonly #bodyFailures = new Map<string, unknown>();

  constructor(options: SdkTransportOptions) {
    this.#authorization = options.authorization;
    this.#http = openHttp(options);
  }

  /** Fails with an `HttpFailure`; an answer of any status is no failure. */
  async sendRequest(request: WebResource): Promise<HttpOperationResponse> {
    this.lastAnswer = undefined;
    const url = new URL(request.url);
    const isTls = url.protocol === "https:";
    const body = bodyBytes(request.body);
    const response = await this.#http.send({
      method: request.method,
      isTls,
      host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
      target: `${url.pathname}${url.search}`,
      headers: await this.#headers(request, url.host, body),
      ...(body === undefined ? {} : { body }),
    });
    const { status } = response;
    this.server = response.headers["server"] ?? this.server;
    const requestId = response.headers["x-ms-request-id"];
    this.lastAnswer = {
      status,
      ...(requestId === undefined ? {} : { requestId }),
    };
    const answer = {
      request,
      status,
      headers: answered(request.headers, response.headers),
    };
    if (request.streamResponseStatusCodes?.has(status)) {
      if (response.headers["content-length"] === undefined) {
        await response.body.cancel();
        throw new HttpFailure(
          `${url.host} told no length, so nobody can tell whether all came`,
          { step: "exchange", reason: "cut-short" },
        );
      }
      const chunks = this.#noting(request.requestId, response.body);
      const readable = Readable.from(chunks, { objectMode: false });
      return { ...answer, readableStreamBody: readable };
    }
    return { ...answer, bodyAsText: await new Response(response.body).text() };
  }

  /**
   * What ended the body of this request, if it failed. The SDK puts an error
   * of its own in its place, which says nothing of time-outs and resets.
   */
  takeBodyFailure(requestId: string): unknown {
    const failure = this.#bodyFailures.get(requestId);
    this.#bodyFailures.delete(requestId);
    return failure;
  }

  close(): void {
    this.#http.close();
  }

  async *#noting(
    requestId: string,
    body: ReadableStream<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (cause) {
      this.#bodyFailures.set(requestId, cause);
      throw cause;
    }
  }

  async #headers(
    request: WebResource,
    host: string,
    body: Uint8Array | undefined,
  ): Promise<Record<string, string>> {
    const headers: Record<string, string> = { host };
    for (const { name, value } of request.headers.headersArray()) {
      headers[name.toLowerCase()] = value;
    }
    // An answer that was packed on its way would have another length.
    headers["accept-encoding"] = "identity";
    if (request.method === "PUT" || request.method === "POST") {
      headers["content-length"] = String(body?.length ?? 0);
    }
    const authorization = await this.#authorization?.();
    if (authorization !== undefined) headers["authorization"] = authorization;
    return headers;
  }
}

/** The HTTP client that such options mean. */
export function openHttp(
  options: Omit<SdkTransportOptions, "authorization">,
): HttpClient {
  const { caCertificate, detours, proxy } = options;
  return new HttpClient({
    ...(caCertificate === undefined ? {} : { caCerts: [caCertificate] }),
    insecure: options.insecure ?? false,
    ...(proxy === undefined ? {} : { proxy: new URL(proxy) }),
    ...(detours === undefined ? {} : { detours }),
    connectTimeoutMs: options.connectTimeoutMs,
    stallTimeoutMs: options.stallTimeoutMs,
    requestTimeoutMs: options.requestTimeoutMs,
    ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
  });
}

function bodyBytes(body: unknown): Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (body instanceof Uint8Array) return body;
  if (typeof body === "string") return new TextEncoder().encode(body);
  throw new TypeError("The SDK sends a body that is neither bytes nor text");
}

/** The SDK's own kind of headers, of which it gives no other way to make one. */
function answered(
  kind: HttpHeaders,
  headers: Readonly<Record<string, string>>,
): HttpHeaders {
  const made = kind.clone();
  for (const name of made.headerNames()) made.remove(name);
  for (const [name, value] of Object.entries(headers)) made.set(name, value);
  return made;
}
