/**
 * One connection: request after request until either side has enough. Goes in:
 * a connection and what answers requests; comes out: nothing, once it ended.
 */
import { type Answer, type Delivery, sendAnswer, writeAll } from "./answer.ts";
import { ByteSource, ConnectionLost } from "./byte_source.ts";
import { RequestBody } from "./request_body.ts";
import {
  BadRequest,
  type HeaderMap,
  parseRequestHead,
  type RequestHead,
} from "./request_head.ts";

/** What an endpoint is asked. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly headers: HeaderMap;
  readonly body: RequestBody;
}

/** An answer, and how it travels: whole when `delivery` is absent. */
export interface HttpReply {
  readonly answer: Answer;
  readonly delivery?: Delivery;
}

/** Never fails but with `ConnectionLost` and `BadRequest` of the body. */
export type OnRequest = (request: HttpRequest) => Promise<HttpReply>;

/** The parts of `Deno.Conn` that are used. */
export interface HttpConn {
  read(into: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

export interface ConnectionOptions {
  readonly onRequest: OnRequest;
  /** Ends stalled answers when the server closes. */
  readonly closing: AbortSignal;
  readonly nowMs: () => number;
}

const HEAD_BYTES_MAX = 64 * 1024;
/** Whoever sends a body looks for an answer long before that. */
const LINGER_MS = 5000;
const HEAD_END = new Uint8Array([13, 10, 13, 10]);
const CONTINUE = new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n");

/** Serves the connection until it ends, and closes it. Never fails. */
export async function serveConnection(
  conn: HttpConn,
  options: ConnectionOptions,
): Promise<void> {
  const source = new ByteSource(conn);
  try {
    while (await serveOne(conn, source, options));
  } catch (error) {
    if (error instanceof BadRequest) await refuse(conn, options, error);
    else if (!(error instanceof ConnectionLost)) throw error;
  } finally {
    closeQuietly(conn);
  }
}

/** Whether another request may follow. */
async function serveOne(
  conn: HttpConn,
  source: ByteSource,
  options: ConnectionOptions,
): Promise<boolean> {
  const head = await readHead(source);
  if (head === null) return false;
  const expects = head.headers.get("expect")?.toLowerCase() === "100-continue";
  const body = new RequestBody(source, head.framing, async () => {
    if (expects) await write(conn, CONTINUE);
  });
  const { answer, delivery = { kind: "whole" } } = await options.onRequest({
    method: head.method,
    target: head.target,
    headers: head.headers,
    body,
  });
  // Nobody will send a body that was not asked for: the next bytes may be it.
  const isUnsent = expects && !body.isStarted && !body.isDone;
  const keepsAlive = head.keepsAlive && delivery.kind === "whole" && !isUnsent;
  await lostOnFailure(() =>
    sendAnswer(answer, {
      to: conn,
      method: head.method,
      delivery,
      keepsAlive,
      nowMs: options.nowMs(),
    })
  );
  if (delivery.kind === "stall") await stall(source, options.closing);
  if (delivery.kind === "last") await linger(source, options.closing);
  if (delivery.kind !== "whole" || isUnsent) return false;
  for await (const _ of body); // What nobody wanted is in the way of the next.
  return keepsAlive;
}

async function readHead(source: ByteSource): Promise<RequestHead | null> {
  const bytes = await source.until(HEAD_END, HEAD_BYTES_MAX);
  if (bytes === null) return null;
  if (bytes === undefined) {
    throw new BadRequest(400, `A head has at most ${HEAD_BYTES_MAX} bytes`);
  }
  return parseRequestHead(bytes.subarray(0, -HEAD_END.length));
}

async function stall(source: ByteSource, closing: AbortSignal): Promise<void> {
  await Promise.race([
    source.untilGone(),
    new Promise<void>((resolve) => {
      if (closing.aborted) resolve();
      closing.addEventListener("abort", () => resolve(), { once: true });
    }),
  ]);
}

async function linger(
  source: ByteSource,
  closing: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, LINGER_MS);
  closing.addEventListener("abort", end, { once: true });
  if (closing.aborted) end();
  await stall(source, over.signal);
  clearTimeout(timer);
  closing.removeEventListener("abort", end);
}

async function refuse(
  conn: HttpConn,
  options: ConnectionOptions,
  { status, message }: BadRequest,
): Promise<void> {
  const answer: Answer = {
    status,
    headers: [["Content-Type", "text/plain"]],
    body: new TextEncoder().encode(`${message}\n`),
  };
  await sendAnswer(answer, {
    to: conn,
    method: "GET",
    delivery: { kind: "whole" },
    keepsAlive: false,
    nowMs: options.nowMs(),
  }).catch(() => {}); // The peer may be gone, and the connection ends anyway.
}

function write(conn: HttpConn, bytes: Uint8Array): Promise<void> {
  return lostOnFailure(() => writeAll(conn, bytes));
}

/** The system's errors of a connection all mean one thing here. */
async function lostOnFailure(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new ConnectionLost({ cause });
  }
}

function isSystemError(error: unknown): boolean {
  return Object.values(Deno.errors).some((kind) => error instanceof kind);
}

function closeQuietly(conn: HttpConn): void {
  try {
    conn.close();
  } catch {
    // The server closed it while it was stalled or idle.
  }
}
