/**
 * A small HTTP/1.1 server over the runtime's sockets. Goes in: an address and
 * what answers requests; comes out: a URL that works until `close`.
 *
 * Design: not the runtime's own server, because that hands over a parsed URL
 * (`a/../b` arrives as `b`), and cannot cut, stall or reset a connection, which
 * these endpoints must do when they are broken on purpose.
 */
import { type OnRequest, serveConnection } from "./http_connection.ts";

export interface HttpServerOptions {
  readonly onRequest: OnRequest;
  /** Loopback when absent. */
  readonly hostname?: string;
  /** A free one when absent or 0. */
  readonly port?: number;
  /** PEM texts; plain HTTP when absent. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly nowMs?: () => number;
}

/** Listens from construction on. */
export class HttpServer implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Connections accepted so far. */
  connectionCount = 0;
  readonly #listener: Deno.Listener<Deno.TcpConn | Deno.TlsConn>;
  readonly #options: HttpServerOptions;
  readonly #open = new Set<Deno.Conn>();
  readonly #served = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  readonly #accepting: Promise<void>;

  constructor(options: HttpServerOptions) {
    const { hostname = "127.0.0.1", port = 0, tls } = options;
    this.#options = options;
    this.#listener = tls === undefined
      ? Deno.listen({ hostname, port })
      : Deno.listenTls({ hostname, port, ...tls });
    const { addr } = this.#listener;
    // A TCP listener has a TCP address; the type allows for others.
    this.port = (addr as Deno.NetAddr).port;
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    this.url = `${tls === undefined ? "http" : "https"}://${host}:${this.port}`;
    this.#accepting = this.#accept();
  }

  /** Ends every connection, also those in mid answer, and waits for it. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#listener.close();
    for (const conn of this.#open) conn.close();
    await this.#accepting;
    await Promise.all(this.#served);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #accept(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      let conn;
      try {
        conn = await this.#listener.accept();
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        // A client that left, or shook hands wrongly, is its own affair.
        if (error instanceof Deno.errors.BadResource) return;
        // Without a pause a host that is out of descriptors would spin here.
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      }
      this.connectionCount++;
      const serving = this.#serve(conn);
      this.#served.add(serving);
      serving.finally(() => this.#served.delete(serving));
    }
  }

  async #serve(conn: Deno.TcpConn | Deno.TlsConn): Promise<void> {
    this.#open.add(conn);
    if ("setNoDelay" in conn) conn.setNoDelay(true);
    await serveConnection({
      read: (into) => conn.read(into),
      write: (bytes) => conn.write(bytes),
      close: () => {
        if (this.#open.delete(conn)) conn.close();
      },
    }, {
      onRequest: this.#options.onRequest,
      closing: this.#closing.signal,
      nowMs: this.#options.nowMs ?? Date.now,
    });
  }
}
