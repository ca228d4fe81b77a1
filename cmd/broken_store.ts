/**
 * A store behind a network that fails in one way, for the case that tries how
 * failures are told: a listener that can do nothing else, and a backend that is
 * pointed at it.
 */
import {
  type CorePort,
  openBackend,
  parseUrl,
  Secret,
  type Target,
} from "../backends/mod.ts";
import type { BrokenStore, NetworkFault } from "../engine/mod.ts";

/** Long for a loopback; a stall is waited for as long. */
const PATIENCE_MS = 700;

/** Opens the listener, then the backend; changes no target. */
export async function openBrokenStore(
  core: CorePort,
  scheme: string,
  fault: NetworkFault,
): Promise<BrokenStore> {
  const endpoint = new BrokenEndpoint(fault);
  try {
    const backend = await openBackend(
      brokenTarget(scheme, endpoint.port),
      { core },
    );
    return {
      backend,
      close: async () => {
        await backend.close();
        await endpoint.close();
      },
    };
  } catch (error) {
    await endpoint.close();
    throw error;
  }
}

function brokenTarget(scheme: string, port: number): Target {
  const host = `http://127.0.0.1:${port}`;
  const patience = {
    connectTimeoutMs: PATIENCE_MS,
    stallTimeoutMs: PATIENCE_MS,
    requestTimeoutMs: 2 * PATIENCE_MS,
  };
  const settings: Target["settings"] = scheme === "s3"
    ? {
      endpoint: host,
      region: "us-east-1",
      accessKeyId: "nobody",
      secretAccessKey: new Secret("nothing"),
      pathStyle: true,
      ...patience,
    }
    : {
      endpoint: `${host}/nobody`,
      account: "nobody",
      accountKey: new Secret(btoa("nothing")),
      ...patience,
    };
  const url = parseUrl(`${scheme}://stor-verify-broken`, { cwd: "/" });
  return { name: url.text, url, settings };
}

/** One fault, on a port of its own. */
class BrokenEndpoint {
  readonly port: number;
  readonly #fault: NetworkFault;
  readonly #listener: Deno.TcpListener;
  readonly #open = new Set<Deno.TcpConn>();
  readonly #served: Promise<void>;

  constructor(fault: NetworkFault) {
    this.#fault = fault;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.port = this.#listener.addr.port;
    // Nobody gets the port so soon, and whoever connects to it is refused.
    if (fault === "refused") this.#listener.close();
    this.#served = fault === "refused" ? Promise.resolve() : this.#serve();
  }

  async close(): Promise<void> {
    if (this.#fault !== "refused") this.#listener.close();
    for (const connection of this.#open) closeQuietly(connection);
    await this.#served;
  }

  async #serve(): Promise<void> {
    const answers: Promise<void>[] = [];
    for await (const connection of this.#listener) {
      this.#open.add(connection);
      answers.push(this.#answer(connection).catch(() => {}));
    }
    await Promise.all(answers);
  }

  /** What goes wrong with a connection is what it is for. */
  async #answer(connection: Deno.TcpConn): Promise<void> {
    await readHead(connection);
    if (this.#fault === "stalled") return;
    if (this.#fault === "truncated") await writeAll(connection, CUT_ANSWER);
    this.#open.delete(connection);
    closeQuietly(connection);
  }
}

/** Ten bytes of a thousand. */
const CUT_ANSWER = new TextEncoder().encode(
  'HTTP/1.1 200 OK\r\nETag: "0"\r\nContent-Type: binary/octet-stream\r\n' +
    "Content-Length: 1000\r\n\r\n0123456789",
);

async function readHead(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(16 * 1024);
  const decoder = new TextDecoder();
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) return;
    head += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}

async function writeAll(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await connection.write(bytes.subarray(at));
  }
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // The other end, or the answer itself, was faster.
  }
}
