/**
 * Sends the SDK's requests through `fetch`. In: what the SDK would have sent.
 * Out: the answer as it came, never a second try, never a redirect followed.
 *
 * Design. The SDK's own client knows no authority of its own with a proxy, no
 * time-out for a body that stalls, and takes certificates from the process.
 */
import { Readable } from "node:stream";
import type {
  HttpHeaders,
  HttpOperationResponse,
  IHttpClient,
  WebResource,
} from "@azure/storage-blob";
import { FetchTimeout } from "./fetch_failure.ts";

/** How the server is reached; the file of `caFile` was read by now. */
export interface FetchClientOptions {
  readonly caCertificate?: string;
  readonly proxy?: string;
  readonly connectTimeoutMs: number;
  readonly stallTimeoutMs: number;
  /** 0: none. */
  readonly requestTimeoutMs: number;
  /** The header `authorization` where no SDK policy signs. */
  readonly authorization?: () => Promise<string>;
}

/** Answers whose body is read by whoever asked, and not here. */
const isStreamed = (request: WebResource, status: number) =>
  request.streamResponseStatusCodes?.has(status) ?? false;

/** A client of the SDK's kind; `close` it to let its connections go. */
export class FetchClient implements IHttpClient {
  readonly #options: FetchClientOptions;
  readonly #client: Deno.HttpClient;

  constructor(options: FetchClientOptions) {
    this.#options = options;
    const { caCertificate, proxy } = options;
    this.#client = Deno.createHttpClient({
      ...(caCertificate === undefined ? {} : { caCerts: [caCertificate] }),
      ...(proxy === undefined ? {} : { proxy: { url: proxy } }),
      poolMaxIdlePerHost: 32,
      allowHost: true,
    });
  }

  async sendRequest(request: WebResource): Promise<HttpOperationResponse> {
    const watch = new RequestWatch(this.#options);
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: await this.#headers(request),
        body: bodyOf(request),
        redirect: "manual",
        signal: watch.signal,
        client: this.#client,
      });
      watch.headersCame();
      const answer = {
        request,
        status: response.status,
        headers: headersOf(request.headers, response.headers),
      };
      if (response.body === null) watch.end();
      const body = response.body?.pipeThrough(watch.bytes());
      if (isStreamed(request, response.status)) {
        const readable = body ?? new Blob([]).stream();
        return { ...answer, readableStreamBody: readableOf(readable) };
      }
      return { ...answer, bodyAsText: await textOf(body) };
    } catch (cause) {
      watch.end();
      throw watch.reason() ?? cause;
    }
  }

  close(): void {
    this.#client.close();
  }

  async #headers(request: WebResource): Promise<Headers> {
    const headers = new Headers();
    for (const { name, value } of request.headers.headersArray()) {
      // The runtime writes it itself, of the body that it really sends.
      if (name.toLowerCase() !== "content-length") headers.set(name, value);
    }
    // An answer that was unpacked on its way has other bytes than were sent.
    headers.set("accept-encoding", "identity");
    const authorization = await this.#options.authorization?.();
    if (authorization !== undefined) {
      headers.set("authorization", authorization);
    }
    return headers;
  }
}

/** The time-outs of one request, from its start to its last byte. */
class RequestWatch {
  readonly #options: FetchClientOptions;
  readonly #abort = new AbortController();
  #phase: ReturnType<typeof setTimeout> | undefined;
  #whole: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FetchClientOptions) {
    this.#options = options;
    // Until the headers come: the way there, and the work of the server.
    this.#start("connect", options.connectTimeoutMs + options.stallTimeoutMs);
    const { requestTimeoutMs } = options;
    if (requestTimeoutMs === 0) return;
    this.#whole = setTimeout(
      () => this.#abort.abort(new FetchTimeout("request", requestTimeoutMs)),
      requestTimeoutMs,
    );
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The time-out that ended the request, if one did. */
  reason(): FetchTimeout | undefined {
    const reason: unknown = this.signal.reason;
    return reason instanceof FetchTimeout ? reason : undefined;
  }

  headersCame(): void {
    this.#start("stall", this.#options.stallTimeoutMs);
  }

  /** Passes bytes on, and begins the wait anew with each of them. */
  bytes(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform: (chunk, controller) => {
        this.headersCame();
        controller.enqueue(chunk);
      },
      flush: () => this.end(),
      cancel: () => this.end(),
    });
  }

  end(): void {
    clearTimeout(this.#phase);
    clearTimeout(this.#whole);
  }

  #start(phase: "connect" | "stall", limitMs: number): void {
    clearTimeout(this.#phase);
    this.#phase = setTimeout(
      () => this.#abort.abort(new FetchTimeout(phase, limitMs)),
      limitMs,
    );
  }
}

function bodyOf(request: WebResource): BodyInit | null {
  const body: unknown = request.body;
  if (body === undefined || body === null) return null;
  if (typeof body === "string" || body instanceof Blob) return body;
  // The type cannot tell an own buffer from a shared one; ours are never shared.
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>;
  if (body instanceof ArrayBuffer) return body;
  throw new TypeError("Cannot send this body: it is neither text nor bytes");
}

/** The SDK's own kind of headers, of which it gives no other way to make one. */
function headersOf(kind: HttpHeaders, headers: Headers): HttpHeaders {
  const made = kind.clone();
  for (const name of made.headerNames()) made.remove(name);
  for (const [name, value] of headers) made.set(name, value);
  return made;
}

async function textOf(
  body: ReadableStream<Uint8Array> | undefined,
): Promise<string> {
  return body === undefined ? "" : await new Response(body).text();
}

function readableOf(body: ReadableStream<Uint8Array>): Readable {
  return Readable.from(body, { objectMode: false });
}
