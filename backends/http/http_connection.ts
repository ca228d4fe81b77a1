/**
 * One HTTP/1.1 connection: sends a request, reads the answer while the request
 * may still be on its way, because a server that refuses answers early.
 */
import type { ByteStream } from "./byte_stream.ts";
import { closeQuietly, writeAll } from "./dial.ts";
import { HttpFailure, socketFailure } from "./http_failure.ts";
import type { HttpRequest, HttpResponse } from "./http_message.ts";
import { bodyLength, readBody, readHead, type ResponseHead } from "./head.ts";
import { WireReader } from "./wire_reader.ts";

/** Bytes of one write; each has the stall time-out for itself. */
const WRITE_BYTES = 256 << 10;

export interface ConnectionOptions {
  readonly stream: ByteStream;
  /** `host:port`, for messages. */
  readonly where: string;
  /** No byte moves for so long: the exchange failed. 0: no bound. */
  readonly stallTimeoutMs: number;
  /** Called once a request is over; `isReusable`: another may follow. */
  readonly onIdle: (isReusable: boolean) => void;
}

/** Takes one request at a time. */
export class HttpConnection {
  readonly #options: ConnectionOptions;
  readonly #reader: WireReader;
  /** Why the connection was closed by us. */
  #broken: HttpFailure | undefined;
  #isIdle = false;
  #isOver = false;
  #waitCount = 0;
  #stallTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#reader = new WireReader(
      (buffer) => options.stream.read(buffer),
      (filled) => this.#watched(filled),
    );
  }

  /** Fails with an `HttpFailure`. */
  async exchange(request: HttpRequest): Promise<HttpResponse> {
    const { signal } = request;
    const onAbort = () => this.break(givenUp());
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    const release = () => signal?.removeEventListener("abort", onAbort);
    try {
      let isSent = false;
      const sent = this.#send(request).then(() => {
        isSent = true;
      });
      sent.catch(() => {});
      const head = await this.#head(sent, request.asksLeave);
      return this.#answer({ request, head, isSent, release });
    } catch (cause) {
      release();
      this.close();
      throw this.#worded(cause);
    }
  }

  /**
   * Waits for nothing, and closes itself when the peer does; resolves then.
   * `onRest` is called once it listens for that.
   */
  async rest(onRest: () => void = () => {}): Promise<void> {
    this.#isIdle = true;
    const filled = this.#reader.fill().catch(() => false);
    onRest();
    await filled;
    if (this.#isIdle) this.close();
  }

  /** Whether it can take a request after `rest()`. */
  wake(): boolean {
    this.#isIdle = false;
    return !this.#isOver;
  }

  /** Ends whatever is under way with this failure. */
  break(failure: HttpFailure): void {
    this.#broken ??= failure;
    this.close();
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#stallTimer);
    closeQuietly(this.#options.stream);
  }

  async #send(request: HttpRequest): Promise<void> {
    const { stream } = this.#options;
    const lines = [`${request.method} ${request.target} HTTP/1.1`];
    for (const [name, value] of Object.entries(request.headers)) {
      lines.push(`${name}: ${value}`);
    }
    const head = new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
    const body = request.body ?? new Uint8Array();
    await this.#watched(writeAll(stream, head));
    if (body instanceof Uint8Array) return await this.#write(body);
    for await (const piece of body) await this.#write(piece);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const { stream } = this.#options;
    for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
      const piece = bytes.subarray(at, at + WRITE_BYTES);
      await this.#watched(writeAll(stream, piece));
    }
  }

  /** The head of the answer; a request that could not be sent may have one. */
  async #head(
    sent: Promise<void>,
    asksLeave = false,
  ): Promise<ResponseHead> {
    try {
      return await readHead(this.#reader, this.#options.where, asksLeave);
    } catch (cause) {
      if (this.#broken !== undefined) throw this.#broken;
      this.close();
      // That the request was not taken says more than that nothing came back.
      await sent;
      throw cause;
    }
  }

  #answer(made: {
    readonly request: HttpRequest;
    readonly head: ResponseHead;
    readonly isSent: boolean;
    readonly release: () => void;
  }): HttpResponse {
    const { request, head, isSent, release } = made;
    const { where } = this.#options;
    const length = bodyLength(request.method, head);
    const isReusable = isSent && request.asksLeave !== true &&
      length !== "until-close" && head.isKeepAlive;
    const pieces = readBody({ reader: this.#reader, length, where });
    let isEnded = false;
    const end = (isWhole: boolean) => {
      if (isEnded) return;
      isEnded = true;
      release();
      if (!isWhole || !isReusable) this.close();
      this.#options.onIdle(isWhole && isReusable);
    };
    if (length === 0) end(true);
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const { done, value } = await pieces.next();
          if (!done) return controller.enqueue(value);
          end(true);
          controller.close();
        } catch (cause) {
          end(false);
          controller.error(this.#worded(cause));
        }
      },
      cancel: () => end(false),
    }, { highWaterMark: 0 });
    return { status: head.status, headers: head.headers, body };
  }

  /** Waits for the peer; breaks the connection when it does nothing at all. */
  async #watched<T>(waiting: Promise<T>): Promise<T> {
    this.#waitCount++;
    this.#restartStall();
    try {
      return await waiting;
    } finally {
      this.#waitCount--;
      this.#restartStall();
    }
  }

  #restartStall(): void {
    const { stallTimeoutMs, where } = this.#options;
    clearTimeout(this.#stallTimer);
    if (this.#waitCount === 0 || stallTimeoutMs === 0 || this.#isOver) return;
    this.#stallTimer = setTimeout(() =>
      this.break(
        new HttpFailure(
          `no byte moved to or from ${where} for ` +
            `${stallTimeoutMs} ms`,
          { step: "exchange", reason: "timed-out" },
        ),
      ), stallTimeoutMs);
  }

  #worded(cause: unknown): HttpFailure {
    return this.#broken ??
      socketFailure("exchange", this.#options.where, cause);
  }
}

function givenUp(): HttpFailure {
  return new HttpFailure("the request was given up", {
    step: "exchange",
    reason: "aborted",
  });
}
