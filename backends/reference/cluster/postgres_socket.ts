/**
 * A socket for the client `postgres` that always tells a failure before its end,
 * and never to nobody. Goes in: where the server is; comes out: a socket that is
 * on its way there.
 *
 * Design: the client takes all its listeners away at `close`. The runtime can
 * emit `error` of a write behind it, which then ends the process, and leaves
 * without an answer whoever waits for one.
 */
import net from "node:net";

/** What the client hands over, of a URL that it has read. */
export interface ServerAddress {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a socket in the file system. */
  readonly path?: string | false;
}

/** Tells `error` at most once, and before `close`. */
export class TellingSocket extends net.Socket {
  #isTold = false;

  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event === "error") return this.#tell(values[0]);
    if (event === "close" && this.errored !== null) this.#tell(this.errored);
    return super.emit(event, ...values);
  }

  #tell(error: unknown): boolean {
    if (this.#isTold) return true;
    this.#isTold = true;
    return this.listenerCount("error") > 0 && super.emit("error", error);
  }
}

/** Fails by the events of the socket alone, as the client expects it. */
export function openServerSocket(address: ServerAddress): net.Socket {
  const socket = new TellingSocket();
  const { path } = address;
  if (typeof path === "string") socket.connect(path);
  else socket.connect(address.port[0] ?? 5432, address.host[0] ?? "localhost");
  return socket;
}
