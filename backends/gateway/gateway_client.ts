/**
 * Requests of `gateway.openapi.json`. Goes in: where the gateway is; comes out:
 * answers, or a `GatewayRefusal` with the gateway's own code. Sends each request
 * once, over our own HTTP client, because the runtime's resolves `..`.
 */
import type { AnswerMark } from "../contract.ts";
import type { HttpClient } from "../http/http_client.ts";
import type { HttpHeaders, HttpResponse } from "../http/http_message.ts";

/** An answer of the gateway that is no success. */
export class GatewayRefusal extends Error {
  override readonly name = "GatewayRefusal";
  readonly statusCode: number;
  /** As the document has it; empty where the answer says none. */
  readonly code: string;
  /** The chunk server that is to blame; empty where none is named. */
  readonly server: string;

  constructor(statusCode: number, code: string, server = "") {
    super(`The gateway refused: ${code}, HTTP ${statusCode}`);
    this.statusCode = statusCode;
    this.code = code;
    this.server = server;
  }
}

/** Of `X-Error-Code`: a code, and perhaps `; server=NAME`. */
export function readRefusal(
  statusCode: number,
  words: string,
): GatewayRefusal {
  const [, code = "", server = ""] =
    /^([A-Za-z]{1,60})(?:; server=([\w.-]{1,80}))?$/.exec(words) ?? [];
  return new GatewayRefusal(statusCode, code, server);
}

export interface GatewayRequest {
  readonly method: string;
  /** Path and query as they are sent. */
  readonly target: string;
  readonly headers?: HttpHeaders;
  /** Pieces without a known size go in chunks. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  /** Of the body, where it comes in pieces. */
  readonly sizeBytes?: number;
  /** Asks whether a body of `sizeBytes` would be taken, and sends none. */
  readonly asksLeave?: boolean;
  readonly signal?: AbortSignal;
}

/** Answers of errors are not read further. */
const ERROR_BYTES_MAX = 16 * 1024;

export interface GatewayClientOptions {
  readonly http: HttpClient;
  readonly host: string;
  readonly port: number;
}

/** One gateway; nothing is open before the first request. */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  /** Of the latest request; `undefined` until it is answered. */
  lastAnswer: AnswerMark | undefined;

  constructor(options: GatewayClientOptions) {
    this.#options = options;
  }

  /** Fails with an `HttpFailure`; an answer of any status is no failure. */
  async send(request: GatewayRequest): Promise<HttpResponse> {
    const { http, host, port } = this.#options;
    const { method, target, body, sizeBytes, asksLeave, signal } = request;
    this.lastAnswer = undefined;
    const length = body instanceof Uint8Array ? body.length : sizeBytes;
    const isChunked = body !== undefined && length === undefined;
    const answer = await http.send({
      ...{ method, target, host, port, isTls: false },
      headers: {
        host: `${host.includes(":") ? `[${host}]` : host}:${port}`,
        ...request.headers,
        ...(isChunked && { "transfer-encoding": "chunked" }),
        ...(length !== undefined && { "content-length": String(length) }),
        ...(asksLeave && { expect: "100-continue" }),
      },
      ...(body !== undefined && {
        body: isChunked && !(body instanceof Uint8Array) ? framed(body) : body,
      }),
      ...(asksLeave && { asksLeave }),
      ...(signal !== undefined && { signal }),
    });
    this.lastAnswer = { status: answer.status };
    return answer;
  }

  /** As `send`, and fails with a `GatewayRefusal` unless it succeeded. */
  async ask(request: GatewayRequest): Promise<HttpResponse> {
    const answer = await this.send(request);
    const { status } = answer;
    const isLeave = status === 100 && request.asksLeave === true;
    if (isLeave || (status >= 200 && status < 300)) return answer;
    const told = readRefusal(status, answer.headers["x-error-code"] ?? "");
    const code = await codeOf(answer);
    throw told.code === "" ? new GatewayRefusal(status, code) : told;
  }

  close(): void {
    this.#options.http.close();
  }
}

/** Path of an object, or of what is said of it. */
export function pathOf(kind: "objects" | "metadata", key: string): string {
  // As a whole name they would lead elsewhere.
  const name = key === "." || key === ".."
    ? key.replaceAll(".", "%2E")
    : encodeURIComponent(key);
  return `/${kind}/${name}`;
}

/** A body that is not needed: the connection can be used again. */
export async function drained(answer: HttpResponse): Promise<HttpHeaders> {
  for await (const _ of answer.body);
  return answer.headers;
}

/** The text of an answer, of `bytesMax` at most. */
export async function textOf(
  { body }: HttpResponse,
  bytesMax: number,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of body) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > bytesMax) break;
  }
  return text + decoder.decode();
}

async function codeOf(answer: HttpResponse): Promise<string> {
  try {
    const value: unknown = JSON.parse(await textOf(answer, ERROR_BYTES_MAX));
    const code = fieldOf(fieldOf(value, "error"), "code");
    return typeof code === "string" && /^[A-Za-z]{1,60}$/.test(code)
      ? code
      : "";
  } catch {
    // What came is no document of ours; the status says enough.
    return "";
  }
}

/** A field of a JSON value that may be anything. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

async function* framed(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    yield encoder.encode(`${piece.length.toString(16)}\r\n`);
    yield piece;
    yield encoder.encode("\r\n");
  }
  yield encoder.encode("0\r\n\r\n");
}
