/**
 * A gRPC client over plain HTTP/2: one connection to one server, made when it is
 * needed and again when it was lost. Goes in: the path of a method and messages;
 * comes out: messages, or a `GrpcError`.
 */
import type { BufferPool } from "./buffer_pool.ts";
import { H2_ERROR } from "./frame.ts";
import { GrpcError, readStatus } from "./grpc_status.ts";
import { MESSAGE_BYTES_MAX } from "./grpc_server.ts";
import { H2Session } from "./h2_session.ts";
import { type H2Stream, StreamEnded } from "./h2_stream.ts";
import type { HeaderList } from "./hpack.ts";
import { MessageInbox, sendMessage } from "./message_inbox.ts";

/** Where a server listens. */
export interface GrpcAddress {
  readonly hostname: string;
  readonly port: number;
}

/** One call. Read `messages` to the end, or `cancel`. */
export interface ClientCall {
  /** Fails as the call did; its end says that the call ended with OK. */
  readonly messages: MessageInbox;
  /** Fails with a `GrpcError` once the call has ended. */
  send(head: Uint8Array, content?: Uint8Array): Promise<void>;
  /** We send nothing more. */
  end(): Promise<void>;
  cancel(): void;
}

/** Keeps one connection. Every failure is a `GrpcError`. */
export class GrpcClient {
  readonly #address: GrpcAddress;
  readonly #pool: BufferPool | undefined;
  #session: Promise<H2Session> | null = null;
  #isClosed = false;

  /** With a pool, a message is good only until the next is asked for. */
  constructor(address: GrpcAddress, pool?: BufferPool) {
    this.#address = address;
    this.#pool = pool;
  }

  /** `signal` cancels the call. Fails with `UNAVAILABLE` when nobody listens. */
  async call(path: string, signal?: AbortSignal): Promise<ClientCall> {
    const session = await this.#connected();
    if (signal?.aborted) throw new GrpcError("CANCELLED", "It was given up");
    let stream: H2Stream;
    try {
      stream = session.open();
    } catch (cause) {
      throw unavailable(this.#address, cause);
    }
    const call = new RunningCall(stream, this.#address, this.#pool);
    const cancel = () => call.cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    call.onEnd = () => signal?.removeEventListener("abort", cancel);
    const { hostname, port } = this.#address;
    stream.sendHeaders([
      [":method", "POST"],
      [":scheme", "http"],
      [":path", path],
      [":authority", `${hostname}:${port}`],
      ["te", "trailers"],
      ["content-type", "application/grpc+proto"],
      ["user-agent", "stor-verify"],
    ]).catch((cause) => call.failed(asEnded(cause)));
    return call;
  }

  /** One message there, one back. */
  async unary(
    path: string,
    request: Uint8Array,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const call = await this.call(path, signal);
    await call.send(request);
    await call.end();
    const message = await call.messages.next();
    if (message === null) {
      throw new GrpcError("INTERNAL", "The call ended without an answer");
    }
    const answer = message.slice();
    // Its status comes after the answer.
    await call.messages.next();
    return answer;
  }

  /** Ends what is under way; a later call connects again. */
  disconnect(): void {
    this.#session?.then((session) => session.close(), () => {});
    this.#session = null;
  }

  /** Ends what is under way; a later call fails. */
  close(): void {
    this.#isClosed = true;
    this.#session?.then((session) => session.close(), () => {});
  }

  async #connected(): Promise<H2Session> {
    if (this.#isClosed) {
      throw new GrpcError("CANCELLED", "The client was closed");
    }
    const known = await this.#session?.catch(() => null);
    if (known !== null && known !== undefined && !known.isClosed) return known;
    const connecting = this.#connect();
    this.#session = connecting;
    return await connecting;
  }

  async #connect(): Promise<H2Session> {
    let conn;
    try {
      conn = await Deno.connect(this.#address);
    } catch (cause) {
      throw unavailable(this.#address, cause);
    }
    conn.setNoDelay(true);
    const room = this.#pool?.room;
    const session = new H2Session(conn, {
      isClient: true,
      ...(room !== undefined && { room }),
    });
    session.run();
    if (this.#isClosed) session.close();
    return session;
  }
}

class RunningCall implements ClientCall {
  readonly messages: MessageInbox;
  onEnd: (() => void) | null = null;
  readonly #stream: H2Stream;
  readonly #address: GrpcAddress;
  #status: GrpcError | null = null;
  #hasStatus = false;

  constructor(stream: H2Stream, address: GrpcAddress, pool?: BufferPool) {
    this.#stream = stream;
    this.#address = address;
    this.messages = new MessageInbox({
      bytesMax: MESSAGE_BYTES_MAX,
      credit: (bytes) => stream.credit(bytes),
      pool,
    });
    stream.attach({
      headers: (headers) => this.#headers(headers),
      bytes: (view) => this.messages.push(view),
      end: () => this.#end(),
      failed: (failure) => this.failed(failure),
    });
  }

  async send(head: Uint8Array, content?: Uint8Array): Promise<void> {
    await this.#reword(() =>
      sendMessage((bytes) => this.#stream.send(bytes), head, content)
    );
  }

  async end(): Promise<void> {
    await this.#reword(() => this.#stream.end());
  }

  cancel(): void {
    this.#stream.cancel(H2_ERROR.cancel);
  }

  failed(failure: StreamEnded): void {
    this.onEnd?.();
    // A server that has answered may end the rest with a reset.
    if (this.#hasStatus) return this.#settle();
    this.messages.fail(
      failure.code === H2_ERROR.cancel
        ? new GrpcError("CANCELLED", failure.message)
        : unavailable(this.#address, failure),
    );
  }

  #headers(headers: HeaderList): void {
    const isStatus = headers.some(([name]) => name === "grpc-status");
    if (!isStatus) return;
    this.#hasStatus = true;
    this.#status = readStatus(headers);
  }

  #end(): void {
    this.onEnd?.();
    if (!this.#hasStatus) this.#status = readStatus([]);
    this.#settle();
    // We may still be sending to somebody who has stopped listening.
    this.#stream.cancel(H2_ERROR.none);
  }

  #settle(): void {
    if (this.#status !== null) this.messages.fail(this.#status);
    else this.messages.end();
  }

  /** A call that ended tells its status, not that its stream is gone. */
  async #reword(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      if (this.#status !== null) throw this.#status;
      throw cause instanceof GrpcError
        ? cause
        : unavailable(this.#address, cause);
    }
  }
}

function asEnded(cause: unknown): StreamEnded {
  return cause instanceof StreamEnded ? cause : new StreamEnded(String(cause));
}

function unavailable({ hostname, port }: GrpcAddress, cause: unknown) {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GrpcError(
    "UNAVAILABLE",
    `Cannot reach ${hostname}:${port}: ${reason}`,
    { cause },
  );
}
