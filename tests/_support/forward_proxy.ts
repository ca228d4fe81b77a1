/**
 * A forward proxy on loopback: requests in absolute form and tunnels by CONNECT,
 * each counted. Wants a name and a secret where it is given one.
 */

export interface ForwardProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Connections by what their first request asked for. */
  readonly counts: {
    readonly tunnels: number;
    readonly plain: number;
    readonly refused: number;
  };
}

/** Runs `body` with a proxy that goes with it. */
export async function withForwardProxy(
  options: { readonly credential?: string },
  body: (proxy: ForwardProxy) => Promise<void>,
): Promise<void> {
  const counts = { tunnels: 0, plain: 0, refused: 0 };
  const open = new Set<Deno.Conn>();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const end = (conn: Deno.Conn) => {
    open.delete(conn);
    try {
      conn.close();
    } catch {
      // It may be closed already.
    }
  };
  const serve = async (conn: Deno.Conn) => {
    const { head, rest } = await readHead(conn);
    const [line = "", ...lines] = head.split("\r\n");
    const [method = "", target = ""] = line.split(" ");
    if (!isAllowed(lines, options.credential)) {
      counts.refused++;
      return await say(conn, "407 Proxy Authentication Required");
    }
    const isTunnel = method === "CONNECT";
    const url = new URL(isTunnel ? `tcp://${target}` : target);
    const port = Number(url.port || 80);
    const peer = await Deno.connect({ hostname: url.hostname, port });
    open.add(peer);
    if (isTunnel) {
      counts.tunnels++;
      await conn.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\n"));
    } else {
      counts.plain++;
      const path = target.slice(url.origin.length) || "/";
      const kept = lines.filter((one) => !/^(proxy-|connection:)/i.test(one));
      const text = [`${method} ${path} HTTP/1.1`, ...kept, "Connection: close"]
        .join("\r\n");
      await peer.write(new TextEncoder().encode(`${text}\r\n\r\n`));
    }
    if (rest.length > 0) await peer.write(rest);
    // Whichever side ends first ends both.
    await Promise.race([
      conn.readable.pipeTo(peer.writable),
      peer.readable.pipeTo(conn.writable),
    ]).finally(() => end(peer));
  };
  const serving = (async () => {
    for await (const conn of listener) {
      open.add(conn);
      serve(conn).catch(() => {}).finally(() => end(conn));
    }
  })().catch(() => {});
  const { port } = listener.addr;
  try {
    await body({ url: `http://127.0.0.1:${port}`, counts });
  } finally {
    listener.close();
    for (const conn of [...open]) end(conn);
    await serving;
  }
}

function isAllowed(
  lines: readonly string[],
  credential: string | undefined,
): boolean {
  return credential === undefined ||
    lines.some((one) =>
      /^proxy-authorization:/i.test(one) && one.endsWith(btoa(credential))
    );
}

async function say(conn: Deno.Conn, status: string): Promise<void> {
  const text = `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n` +
    "Connection: close\r\n\r\n";
  await conn.write(new TextEncoder().encode(text));
}

/** The first head, and what came behind it. */
async function readHead(conn: Deno.Conn) {
  let bytes = new Uint8Array();
  for (;;) {
    const text = new TextDecoder("latin1").decode(bytes);
    const at = text.indexOf("\r\n\r\n");
    if (at >= 0) return { head: text.slice(0, at), rest: bytes.slice(at + 4) };
    const buffer = new Uint8Array(65_536);
    const count = await conn.read(buffer);
    if (count === null) throw new Error("It closed without a request");
    bytes = new Uint8Array([...bytes, ...buffer.subarray(0, count)]);
  }
}
