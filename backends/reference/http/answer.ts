/**
 * What an endpoint answers, and how it is put on the wire: whole as it should
 * be, or in one of the ways in which servers fail. Goes in: an `Answer` and a
 * `Delivery`; comes out: bytes, and whether the connection may go on.
 */

/** Bytes whose number is known before the first one is there. */
export interface AnswerStream {
  readonly sizeBytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Called once, also when no byte of it was sent. */
  close?(): void;
}

export interface Answer {
  readonly status: number;
  /** `Content-Length`, `Date` and `Connection` are added. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array | AnswerStream;
  /** What HEAD says of a body that it does not send. */
  readonly headBytes?: number;
}

/**
 * How an answer travels. `afterBytes` counts bytes of the body; absent, not
 * even the head is sent.
 */
export type Delivery =
  | { readonly kind: "whole" }
  /** The connection is closed early behind a full `Content-Length`. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /**
   * All of it, and the connection is closed once the peer has had it: what it
   * still sends is read for a while, because a reset would overtake the answer.
   */
  | { readonly kind: "last" }
  /** No length is told, and the end of the connection ends the body early. */
  | { readonly kind: "cut-unframed"; readonly afterBytes: number }
  /**
   * The connection is closed without a word. If there is more of the request
   * to read, the system tells the client of a reset.
   */
  | { readonly kind: "drop" }
  | { readonly kind: "stall"; readonly afterBytes?: number };

export interface ByteWriter {
  write(bytes: Uint8Array): Promise<number>;
}

export interface SendOptions {
  readonly to: ByteWriter;
  readonly method: string;
  readonly delivery: Delivery;
  readonly keepsAlive: boolean;
  readonly nowMs: number;
}

const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  206: "Partial Content",
  301: "Moved Permanently",
  304: "Not Modified",
  307: "Temporary Redirect",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
  507: "Insufficient Storage",
};

/** Small bodies travel with their head in one packet. */
const JOIN_BYTES_MAX = 64 * 1024;

/**
 * Writes head and body as far as `delivery` lets it. Fails as the system does,
 * also when a stream ends before its size: then the connection must end too.
 */
export async function sendAnswer(
  answer: Answer,
  options: SendOptions,
): Promise<void> {
  try {
    await sendParts(answer, options);
  } finally {
    closeAnswer(answer);
  }
}

/** For an answer that is not sent. */
export function closeAnswer({ body }: Answer): void {
  if (body !== undefined && "chunks" in body) body.close?.();
}

async function sendParts(answer: Answer, options: SendOptions): Promise<void> {
  const { to, delivery } = options;
  const bytesMax = bodyBytesMax(delivery);
  if (bytesMax === undefined) return;
  const head = renderHead(answer, options);
  const body = isBodyless(answer, options.method) ? undefined : answer.body;
  if (body instanceof Uint8Array && body.length <= JOIN_BYTES_MAX) {
    const sent = body.subarray(0, bytesMax);
    const joined = new Uint8Array(head.length + sent.length);
    joined.set(head);
    joined.set(sent, head.length);
    return await writeAll(to, joined);
  }
  await writeAll(to, head);
  if (body === undefined) return;
  const isStream = !(body instanceof Uint8Array);
  let rest = isStream ? Math.min(bytesMax, body.sizeBytes) : bytesMax;
  for await (const chunk of isStream ? body.chunks : [body]) {
    await writeAll(to, chunk.subarray(0, rest));
    rest -= Math.min(rest, chunk.length);
    if (rest === 0) return;
  }
  // The next answer must not be taken for the rest of this one.
  if (isStream && rest > 0) throw new Deno.errors.UnexpectedEof();
}

/** Writes every byte; a writer may take fewer than it is given. */
export async function writeAll(
  to: ByteWriter,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await to.write(at === 0 ? bytes : bytes.subarray(at));
  }
}

/** `undefined`: not even the head. */
function bodyBytesMax(delivery: Delivery): number | undefined {
  if (delivery.kind === "drop") return undefined;
  const isAll = delivery.kind === "whole" || delivery.kind === "last";
  return isAll ? Infinity : delivery.afterBytes;
}

function isBodyless({ status }: Answer, method: string): boolean {
  return method === "HEAD" || status === 204 || status === 304;
}

function renderHead(answer: Answer, options: SendOptions): Uint8Array {
  const { status, headers, body } = answer;
  const size = body === undefined
    ? answer.headBytes ?? 0
    : body instanceof Uint8Array
    ? body.length
    : body.sizeBytes;
  const isUnframed = options.delivery.kind === "cut-unframed";
  const lines = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? "Other"}`,
    `Date: ${new Date(options.nowMs).toUTCString()}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  if (!isUnframed && status !== 204 && status !== 304) {
    lines.push(`Content-Length: ${size}`);
  }
  if (isUnframed || !options.keepsAlive) lines.push("Connection: close");
  const text = `${lines.join("\r\n")}\r\n\r\n`;
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
