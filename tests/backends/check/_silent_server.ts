/** A port that takes connections and says nothing, and one that refuses. */

export class SilentServer implements AsyncDisposable {
  readonly port: number;
  readonly refusingPort: number;
  readonly #listener: Deno.TcpListener;
  readonly #taken: Deno.Conn[] = [];
  readonly #serving: Promise<void>;

  constructor() {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.port = this.#listener.addr.port;
    using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.refusingPort = other.addr.port;
    this.#serving = this.#take();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving;
    for (const conn of this.#taken) conn.close();
  }

  async #take(): Promise<void> {
    try {
      for await (const conn of this.#listener) this.#taken.push(conn);
    } catch {
      // The listener was closed.
    }
  }
}
