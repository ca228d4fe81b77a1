/**
 * A gRPC server over plain HTTP/2. Goes in: methods by their path; comes out: a
 * port that answers until it is closed. A handler reads messages, sends
 * messages, and returns; what it throws becomes the status of the call.
 */
import { BufferPool } from "./buffer_pool.ts";
import { H2_ERROR } from "./frame.ts";
import { GrpcError, statusHeaders } from "./grpc_status.ts";
import { H2Session } from "./h2_session.ts";
import type { H2Stream, StreamEnded } from "./h2_stream.ts";
import type { HeaderList } from "./hpack.ts";
import { MessageInbox, sendMessage } from "./message_inbox.ts";
import { passRest } from "./pass_rest.ts";

/**
 * A message that is a block of a chunk, with room for its other fields. It fits
 * into the least window of a stream: one that did not would never be whole.
 */
export const MESSAGE_BYTES_MAX = (256 + 64) << 10;

/** One call as its handler sees it. */
export interface ServerCall {
  /** Each message is good until the next is asked for. */
  readonly messages: MessageInbox;
  /** Waits until the peer has room. `content` stays unchanged until then. */
  send(head: Uint8Array, content?: Uint8Array): Promise<void>;
  /** Aborts once the peer is gone or gave up. */
  readonly signal: AbortSignal;
}

/** Fails with a `GrpcError`; anything else is `INTERNAL`. */
export type GrpcHandler = (call: ServerCall) => Promise<void>;

export interface GrpcServerOptions {
  /** By path: `/package.Service/Method`. */
  readonly methods: Readonly<Record<string, GrpcHandler>>;
  /** A free one when 0. */
  readonly port: number;
  /** Of its messages; one of its own when absent. */
  readonly pool?: BufferPool;
}

/** Listens on loopback from construction on. */
export class GrpcServer implements AsyncDisposable {
  readonly port: number;
  readonly #listener: Deno.TcpListener;
  readonly #methods: GrpcServerOptions["methods"];
  readonly #sessions = new Set<H2Session>();
  readonly #running = new Set<Promise<void>>();
  readonly #pool: BufferPool;
  #isClosing = false;

  constructor({ methods, port, pool }: GrpcServerOptions) {
    this.#pool = pool ?? new BufferPool();
    this.#methods = methods;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port });
    this.port = this.#listener.addr.port;
    this.#track(this.#accept());
  }

  /** Ends every call, and waits for the handlers. */
  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#listener.close();
    for (const session of this.#sessions) session.close();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #accept(): Promise<void> {
    while (!this.#isClosing) {
      let conn;
      try {
        conn = await this.#listener.accept();
      } catch {
        if (this.#isClosing) return;
        // Without a pause a host that is out of descriptors would spin here.
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      }
      conn.setNoDelay(true);
      const session = new H2Session(conn, {
        isClient: false,
        room: this.#pool.room,
        onStream: (stream, headers) => this.#begin(stream, headers),
      });
      this.#sessions.add(session);
      this.#track(session.run().finally(() => this.#sessions.delete(session)));
    }
  }

  #begin(stream: H2Stream, headers: HeaderList): void {
    const gone = new AbortController();
    const messages = new MessageInbox({
      bytesMax: MESSAGE_BYTES_MAX,
      credit: (bytes) => stream.credit(bytes),
      pool: this.#pool,
    });
    stream.attach({
      headers: () => {}, // Trailers of a request say nothing in gRPC.
      bytes: (view) => messages.push(view),
      end: () => messages.end(),
      failed(failure) {
        messages.fail(failure);
        gone.abort();
      },
    });
    this.#track(this.#serve(stream, headers, { messages, gone }));
  }

  async #serve(
    stream: H2Stream,
    headers: HeaderList,
    { messages, gone }: { messages: MessageInbox; gone: AbortController },
  ): Promise<void> {
    let isBegun = false;
    const begin = async () => {
      if (isBegun) return;
      isBegun = true;
      await stream.sendHeaders([
        [":status", "200"],
        ["content-type", "application/grpc+proto"],
      ]);
    };
    let end: HeaderList = statusHeaders("OK", "");
    try {
      await this.#handlerOf(headers)({
        messages,
        signal: gone.signal,
        async send(head, content) {
          await begin();
          await sendMessage((bytes) => stream.send(bytes), head, content);
        },
      });
    } catch (cause) {
      const failure = asGrpcError(cause);
      end = statusHeaders(failure.code, failure.message);
    }
    await passRest(messages);
    messages.discard();
    try {
      const trailers = isBegun ? end : [
        [":status", "200"] as const,
        ["content-type", "application/grpc+proto"] as const,
        ...end,
      ];
      await stream.sendHeaders(trailers, true);
      // What the peer still sends is of no use.
      stream.cancel(H2_ERROR.none);
    } catch {
      // Nobody is left to be told.
    }
  }

  #handlerOf(headers: HeaderList): GrpcHandler {
    const found = new Map(headers);
    const path = found.get(":path") ?? "";
    const isGrpc = (found.get("content-type") ?? "")
      .startsWith("application/grpc");
    if (found.get(":method") !== "POST" || !isGrpc) {
      throw new GrpcError("INVALID_ARGUMENT", "The request is no gRPC");
    }
    const handler = this.#methods[path];
    if (handler !== undefined) return handler;
    throw new GrpcError("UNIMPLEMENTED", `There is no method "${path}"`);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    work.finally(() => this.#running.delete(work));
  }
}

function asGrpcError(cause: unknown): GrpcError {
  if (cause instanceof GrpcError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  // A peer that left gets no answer, whatever its code.
  const code = (cause as Partial<StreamEnded>)?.name === "StreamEnded"
    ? "CANCELLED"
    : "INTERNAL";
  return new GrpcError(code, message, { cause });
}
