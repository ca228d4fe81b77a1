/**
 * Messages of one direction of a call, cut out of its bytes. Goes in: views as
 * they come; comes out: messages, taken one by one. Only what the reader is done
 * with lets the peer send more: that bounds the memory of a call.
 */
import type { BufferPool } from "./buffer_pool.ts";
import { GrpcError } from "./grpc_status.ts";

/** Flag of compression, and a length. */
const PREFIX_BYTES = 5;

export interface InboxOptions {
  /** Of one message. */
  readonly bytesMax: number;
  /** The peer may send so many bytes more. */
  readonly credit: (bytes: number) => void;
  /** Where present, a message is good only until the next is asked for. */
  readonly pool?: BufferPool | undefined;
}

/** One reader at a time. */
export class MessageInbox implements AsyncIterable<Uint8Array<ArrayBuffer>> {
  readonly #options: InboxOptions;
  readonly #ready: Uint8Array<ArrayBuffer>[] = [];
  readonly #prefix = new Uint8Array(PREFIX_BYTES);
  #prefixBytes = 0;
  #message: Uint8Array<ArrayBuffer> | null = null;
  #taken: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;
  #isEnded = false;
  #failure: unknown = null;
  #wake: (() => void) | null = null;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Copies what it needs of the view. */
  push(view: Uint8Array): void {
    for (let at = 0; at < view.length && this.#failure === null;) {
      if (this.#message === null) at += this.#fillPrefix(view.subarray(at));
      else at += this.#fillMessage(this.#message, view.subarray(at));
    }
    this.#tell();
  }

  end(): void {
    if (this.#prefixBytes > 0 || this.#message !== null) {
      this.fail(new GrpcError("INTERNAL", "The last message is cut"));
    }
    this.#isEnded = true;
    this.#tell();
  }

  /** After the messages that are there, reading fails with `failure`. */
  fail(failure: unknown): void {
    this.#failure ??= failure;
    this.#tell();
  }

  /** Nobody reads on, nor looks at what was read: buffers are free again. */
  discard(): void {
    this.fail(new GrpcError("CANCELLED", "It was given up"));
    this.#giveBack();
    const unread = this.#ready.splice(0);
    if (this.#message !== null) unread.push(this.#message);
    this.#message = null;
    for (const message of unread) this.#options.pool?.give(message);
  }

  /** Fails as the stream did, or with a `GrpcError` for what is no message. */
  async next(): Promise<Uint8Array<ArrayBuffer> | null> {
    this.#giveBack();
    while (true) {
      const message = this.#ready.shift();
      if (message !== undefined) {
        this.#taken = message;
        return message;
      }
      if (this.#failure !== null) throw this.#failure;
      if (this.#isEnded) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    while (true) {
      const message = await this.next();
      if (message === null) return;
      yield message;
    }
  }

  #fillPrefix(view: Uint8Array): number {
    const part = view.subarray(0, PREFIX_BYTES - this.#prefixBytes);
    this.#prefix.set(part, this.#prefixBytes);
    this.#prefixBytes += part.length;
    if (this.#prefixBytes < PREFIX_BYTES) return part.length;
    this.#prefixBytes = 0;
    const length = new DataView(this.#prefix.buffer).getUint32(1);
    if (this.#prefix[0] !== 0) {
      this.fail(new GrpcError("UNIMPLEMENTED", "A message is compressed"));
    } else if (length > this.#options.bytesMax) {
      this.fail(
        new GrpcError(
          "RESOURCE_EXHAUSTED",
          `A message has ${length} bytes, and may have ` +
            `${this.#options.bytesMax}`,
        ),
      );
    } else if (length === 0) this.#ready.push(new Uint8Array());
    else {
      this.#message = this.#options.pool?.take(length) ??
        new Uint8Array(length);
    }
    return part.length;
  }

  #fillMessage(message: Uint8Array<ArrayBuffer>, view: Uint8Array): number {
    const part = view.subarray(0, message.length - this.#filled);
    message.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === message.length) {
      this.#ready.push(message);
      this.#message = null;
      this.#filled = 0;
    }
    return part.length;
  }

  #giveBack(): void {
    const taken = this.#taken;
    if (taken === null) return;
    this.#taken = null;
    this.#options.pool?.give(taken);
    this.#options.credit(taken.length + PREFIX_BYTES);
  }

  #tell(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

/** What goes before a message of `bytes` on the wire. */
export function messagePrefix(bytes: number): Uint8Array<ArrayBuffer> {
  const prefix = new Uint8Array(PREFIX_BYTES);
  new DataView(prefix.buffer).setUint32(1, bytes);
  return prefix;
}

/** Sends one message: a small head, and content that is not copied. */
export async function sendMessage(
  send: (bytes: Uint8Array) => Promise<void>,
  head: Uint8Array,
  content: Uint8Array = new Uint8Array(),
): Promise<void> {
  const first = new Uint8Array(PREFIX_BYTES + head.length);
  first.set(messagePrefix(head.length + content.length));
  first.set(head, PREFIX_BYTES);
  await send(first);
  if (content.length > 0) await send(content);
}
