/**
 * Carries the SDK's requests over our own HTTP client: the SDK builds and signs
 * a request, this sends it unchanged, and hands back what came.
 */
import type { AnswerMark } from "../contract.ts";
import type { HttpClient } from "../http/http_client.ts";
import type { HttpHeaders } from "../http/http_message.ts";

/** What the SDK hands over. */
export interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<
    Record<string, string | readonly string[] | null>
  >;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: ReadableStream<Uint8Array>;
}

interface HandleOptions {
  readonly abortSignal?: unknown;
}

/** Given to the SDK as its `requestHandler`. */
export class SdkHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  /** How the server named itself in its last answer. */
  server: string | undefined;
  /** Of the latest request; `undefined` until it is answered. */
  lastAnswer: AnswerMark | undefined;
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  async handle(
    request: SdkRequest,
    options: HandleOptions = {},
  ): Promise<{ response: SdkResponse }> {
    this.lastAnswer = undefined;
    const isTls = request.protocol === "https:";
    const body = bodyBytes(request.body);
    const asksLeave = request.headers["expect"] === "100-continue";
    const signal = options.abortSignal instanceof AbortSignal
      ? { signal: options.abortSignal }
      : {};
    const { status, headers, body: answer } = await this.#http.send({
      method: request.method,
      isTls,
      host: request.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: request.port ?? (isTls ? 443 : 80),
      target: `${request.path}${queryText(request.query ?? {})}`,
      headers: asksLeave
        ? askingHeaders(request, body)
        : headersOf(request, body),
      asksLeave,
      ...(body === undefined ? {} : { body }),
      ...signal,
    });
    this.server = headers["server"] ?? this.server;
    const requestId = headers["x-amz-request-id"];
    this.lastAnswer = {
      status,
      ...(requestId === undefined ? {} : { requestId }),
    };
    return {
      response: { statusCode: status, headers: { ...headers }, body: answer },
    };
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {
    this.#http.close();
  }
}

function headersOf(
  request: SdkRequest,
  body: Uint8Array | undefined,
): HttpHeaders {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    // We never wait for the leave that this header asks for.
    if (name.toLowerCase() !== "expect") headers[name.toLowerCase()] = value;
  }
  const { hostname, port } = request;
  headers["host"] ??= port === undefined ? hostname : `${hostname}:${port}`;
  const takesBody = ["PUT", "POST"].includes(request.method);
  if (takesBody) headers["content-length"] = String(body?.length ?? 0);
  return headers;
}

/** As they are: the body that they announce stays away. */
function askingHeaders(
  request: SdkRequest,
  body: Uint8Array | undefined,
): HttpHeaders {
  const { "content-length": length = "0" } = request.headers;
  return {
    ...headersOf(request, body),
    "content-length": length,
    expect: "100-continue",
  };
}

function bodyBytes(body: unknown): Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (body instanceof Uint8Array) return body;
  if (typeof body === "string") return new TextEncoder().encode(body);
  throw new TypeError("The SDK sends a body that is neither bytes nor text");
}

/** As the SDK signs it: sorted by name, everything escaped but letters. */
function queryText(query: NonNullable<SdkRequest["query"]>): string {
  const pairs: string[] = [];
  for (const name of Object.keys(query).sort()) {
    const value = query[name];
    for (const one of Array.isArray(value) ? value : [value]) {
      pairs.push(
        typeof one === "string"
          ? `${escapeText(name)}=${escapeText(one)}`
          : escapeText(name),
      );
    }
  }
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function escapeText(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
