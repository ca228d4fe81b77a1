/**
 * One stream of an HTTP/2 connection: headers and bytes both ways, each as fast
 * as its reader takes them. Goes in: frames that the connection sorted; comes
 * out: calls of a `StreamSink`, and frames to send.
 */
import type { HeaderList } from "./hpack.ts";

/** The peer or the connection ended the stream before its end. */
export class StreamEnded extends Error {
  override readonly name = "StreamEnded";
  /** Of RFC 9113, where the peer said one. */
  readonly code: number | undefined;

  constructor(message: string, code?: number) {
    super(message);
    this.code = code;
  }
}

/** What happens on a stream, told at once; none of it may throw. */
export interface StreamSink {
  /** Once or twice: what comes last are the trailers. */
  headers(headers: HeaderList): void;
  /** A view that is good only during the call. */
  bytes(view: Uint8Array): void;
  /** Nothing more comes. */
  end(): void;
  failed(failure: StreamEnded): void;
}

/** What a stream needs of its connection. */
export interface StreamWire {
  sendHeaders(
    stream: number,
    headers: HeaderList,
    isLast: boolean,
  ): Promise<void>;
  /** As much as both windows let through, waiting for them. */
  sendBytes(stream: H2Stream, bytes: Uint8Array): Promise<void>;
  sendEnd(stream: number): Promise<void>;
  credit(stream: number, bytes: number): void;
  reset(stream: number, code: number): void;
  forget(stream: H2Stream): void;
}

/** Half closed once each side has ended. */
export class H2Stream {
  readonly id: number;
  /** Bytes that the peer lets us send; may fall below 0. */
  sendWindow: number;
  /** Woken when the window grows or the stream ends. */
  onRoom: (() => void) | null = null;
  /** Set once nothing can be sent or received any more. */
  failure: StreamEnded | null = null;
  readonly #wire: StreamWire;
  #sink: StreamSink | null = null;
  #isRemoteDone = false;
  #isLocalDone = false;

  constructor(id: number, wire: StreamWire, sendWindow: number) {
    this.id = id;
    this.#wire = wire;
    this.sendWindow = sendWindow;
  }

  /** Before the first frame for it arrives. */
  attach(sink: StreamSink): void {
    this.#sink = sink;
  }

  get isDone(): boolean {
    return this.#isRemoteDone && this.#isLocalDone;
  }

  async sendHeaders(headers: HeaderList, isLast = false): Promise<void> {
    this.#check();
    if (isLast) this.#isLocalDone = true;
    await this.#wire.sendHeaders(this.id, headers, isLast);
    if (isLast) this.#settle();
  }

  /** Resolves once the bytes are with the system. */
  async send(bytes: Uint8Array): Promise<void> {
    this.#check();
    await this.#wire.sendBytes(this, bytes);
  }

  /** We send nothing more. */
  async end(): Promise<void> {
    this.#check();
    if (this.#isLocalDone) return;
    this.#isLocalDone = true;
    await this.#wire.sendEnd(this.id);
    this.#settle();
  }

  /** Lets the peer send so many bytes more. */
  credit(bytes: number): void {
    if (this.failure === null && !this.#isRemoteDone && bytes > 0) {
      this.#wire.credit(this.id, bytes);
    }
  }

  /** Ends both ways at once; harmless when it ended. */
  cancel(code: number): void {
    if (this.failure !== null || this.isDone) return;
    this.#wire.reset(this.id, code);
    this.fail(new StreamEnded("The stream was given up here", code));
  }

  /** Frames that came, by the connection. */
  tellHeaders(headers: HeaderList, isLast: boolean): void {
    this.#sink?.headers(headers);
    if (isLast) this.#remoteEnd();
  }

  tellBytes(view: Uint8Array, isLast: boolean): void {
    if (view.length > 0) this.#sink?.bytes(view);
    if (isLast) this.#remoteEnd();
  }

  fail(failure: StreamEnded): void {
    if (this.failure !== null || this.isDone) return;
    this.failure = failure;
    this.#wire.forget(this);
    this.onRoom?.();
    this.#sink?.failed(failure);
  }

  #remoteEnd(): void {
    if (this.#isRemoteDone) return;
    this.#isRemoteDone = true;
    this.#sink?.end();
    this.#settle();
  }

  #settle(): void {
    if (this.isDone) this.#wire.forget(this);
  }

  #check(): void {
    if (this.failure !== null) throw this.failure;
  }
}
