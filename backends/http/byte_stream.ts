/**
 * Two-way bytes to one peer. The runtime's own connections are such streams;
 * a socket of `node:tls` is made one, for TLS without verification, which the
 * runtime's own calls do not offer.
 */
import type { TLSSocket } from "node:tls";

export interface ByteStream {
  /** Bytes put into `buffer`; `null` once the peer has closed. */
  read(buffer: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
  /** Makes a pending read or write fail. */
  close(): void;
}

/** A `ByteStream` over a socket that is connected. */
export class SocketStream implements ByteStream {
  readonly #socket: TLSSocket;
  #ahead: Uint8Array[] = [];
  #error: Error | undefined;
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on("data", (chunk: Uint8Array) => {
      this.#ahead.push(chunk);
      // The reader asks for more once it has used what came.
      socket.pause();
      this.#wake();
    });
    socket.on("error", (error: Error) => {
      this.#error = error;
      this.#wake();
    });
    for (const event of ["end", "close"] as const) {
      socket.on(event, () => {
        this.#hasEnded = true;
        this.#wake();
      });
    }
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#ahead.length === 0) {
      if (this.#error !== undefined) throw this.#error;
      if (this.#hasEnded) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#socket.resume();
      });
    }
    const first = this.#ahead[0] ?? new Uint8Array();
    const count = Math.min(first.length, buffer.length);
    buffer.set(first.subarray(0, count));
    if (count === first.length) this.#ahead.shift();
    else this.#ahead[0] = first.subarray(count);
    return count;
  }

  write(bytes: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#socket.write(
        bytes,
        (error) => error ? reject(error) : resolve(bytes.length),
      );
    });
  }

  close(): void {
    this.#hasEnded = true;
    this.#socket.destroy();
    this.#wake();
  }
}
