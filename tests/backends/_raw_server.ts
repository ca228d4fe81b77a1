/**
 * A TCP server for one test: answers every connection as the test says, byte by
 * byte, and keeps what it was sent. Closes all that is open when it is closed.
 */

/** One connection as the test handles it. */
export interface RawPeer {
  /** The head of the next request, or "" once the client has closed. */
  head(): Promise<string>;
  send(text: string): Promise<void>;
  close(): void;
}

export class RawServer {
  readonly port: number;
  /** Request lines, in the order in which they came. */
  readonly asked: string[] = [];
  connections = 0;
  readonly #listener: Deno.TcpListener;
  readonly #open = new Set<Deno.Conn>();
  readonly #serving: Promise<void>;

  constructor(answer: (peer: RawPeer) => Promise<void>) {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.port = this.#listener.addr.port;
    this.#serving = this.#serve(answer);
  }

  async close(): Promise<void> {
    this.#listener.close();
    for (const conn of this.#open) closeConn(conn);
    await this.#serving;
  }

  async #serve(answer: (peer: RawPeer) => Promise<void>): Promise<void> {
    const peers: Promise<void>[] = [];
    try {
      for await (const conn of this.#listener) {
        this.connections++;
        this.#open.add(conn);
        peers.push(answer(this.#peer(conn)).catch(() => {}));
      }
    } catch {
      // The listener was closed.
    }
    await Promise.all(peers);
  }

  #peer(conn: Deno.Conn): RawPeer {
    let held = "";
    return {
      head: async () => {
        const buffer = new Uint8Array(65536);
        while (!held.includes("\r\n\r\n")) {
          const count = await conn.read(buffer).catch(() => null);
          if (count === null) return "";
          held += new TextDecoder().decode(buffer.subarray(0, count));
        }
        const end = held.indexOf("\r\n\r\n");
        const head = held.slice(0, end);
        held = held.slice(end + 4);
        this.asked.push(head.split("\r\n")[0] ?? "");
        return head;
      },
      send: async (text) => {
        await conn.write(new TextEncoder().encode(text));
      },
      close: () => closeConn(conn),
    };
  }
}

function closeConn(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // It may be closed already.
  }
}

/** Runs `body` against a server; closes it whatever happens. */
export async function withRawServer(
  answer: (peer: RawPeer) => Promise<void>,
  body: (server: RawServer) => Promise<void>,
): Promise<void> {
  const server = new RawServer(answer);
  try {
    await body(server);
  } finally {
    await server.close();
  }
}
