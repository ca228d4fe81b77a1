/**
 * An endpoint for tests of ways: answers every request with what it was sent,
 * and notes what arrived; and a client that shows what comes back, byte by
 * byte, and how it ends.
 */
import { type FaultyWay, openFaultyWay } from "../../../backends/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";

/** A request as it arrived; `isWhole` is false for one that was cut. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly bodyBytes: number;
  readonly isWhole: boolean;
}

export interface WayRig {
  readonly way: FaultyWay;
  readonly port: number;
  /** In the order in which they were over. */
  readonly arrived: readonly Arrived[];
  /** Resolves when `count` of them are. */
  untilArrived(count: number): Promise<void>;
}

/** Runs `body` with a way to an endpoint that fails as `faults` say. */
export async function withWay(
  faults: readonly string[],
  body: (rig: WayRig) => Promise<void>,
): Promise<void> {
  const arrived: Arrived[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const found = await arrivedOf(request);
      arrived.push(found);
      for (const { count, resolve } of waiting) {
        if (arrived.length >= count) resolve();
      }
      const size = Number(new URL(request.url).searchParams.get("size") ?? "8");
      return new Response(new Uint8Array(size).fill(65));
    },
  );
  using core = loadCore();
  using way = await openFaultyWay({
    core,
    endpoints: [`http://127.0.0.1:${server.addr.port}`],
    faults,
  });
  await body({
    way,
    port: Number(new URL(way.url).port),
    arrived,
    untilArrived: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        if (arrived.length >= count) resolve();
      }),
  });
}

async function arrivedOf(request: Request): Promise<Arrived> {
  let bodyBytes = 0;
  let isWhole = true;
  try {
    for await (const chunk of request.body ?? []) bodyBytes += chunk.length;
  } catch {
    isWhole = false;
  }
  const { pathname } = new URL(request.url);
  return { method: request.method, path: pathname, bodyBytes, isWhole };
}

/** What came back, and how the connection ended. */
export interface Seen {
  readonly end: "whole" | "reset" | "closed";
  readonly head: string;
  readonly bodyBytes: number;
  /** In how many pieces it came. */
  readonly pieces: number;
}

export interface SentRequest {
  readonly method?: string;
  readonly target?: string;
  readonly bodyBytes?: number;
}

const RESET_AT_ONCE: Seen = { end: "reset", head: "", bodyBytes: 0, pieces: 0 };

/** One request on a connection of its own. Fails if that is refused. */
export async function ask(
  port: number,
  { method = "GET", target = "/", bodyBytes = 0 }: SentRequest = {},
): Promise<Seen> {
  const opened = await Deno.connect({ hostname: "127.0.0.1", port })
    .catch((error) => {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw error;
    });
  if (opened === null) return RESET_AT_ONCE;
  using connection = opened;
  const request = new TextEncoder().encode(
    `${method} ${target} HTTP/1.1\r\nHost: h\r\n` +
      `Content-Length: ${bodyBytes}\r\n\r\n${"b".repeat(bodyBytes)}`,
  );
  let wasReset = false;
  const sending = sendAll(connection, request).catch((error) => {
    // The system tells of a reset once: then the reader sees a plain end.
    wasReset = error instanceof Deno.errors.ConnectionReset;
  });
  const seen = await readAnswer(connection, method);
  if (seen.end === "whole") return seen;
  await sending;
  return wasReset ? { ...seen, end: "reset" } : seen;
}

async function sendAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await conn.write(bytes.subarray(at));
  }
}

async function readAnswer(conn: Deno.Conn, method: string): Promise<Seen> {
  const buffer = new Uint8Array(1 << 16);
  let text = "";
  let pieces = 0;
  const seen = (end: Seen["end"]): Seen => {
    const [head = "", body = ""] = text.split("\r\n\r\n");
    return { end, head, bodyBytes: body.length, pieces };
  };
  while (true) {
    let count: number | null;
    try {
      count = await conn.read(buffer);
    } catch {
      return seen("reset");
    }
    if (count === null) return seen("closed");
    pieces++;
    text += new TextDecoder().decode(buffer.subarray(0, count));
    const [head = "", body] = text.split("\r\n\r\n");
    if (body === undefined) continue;
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (method === "HEAD" || body.length >= length) return seen("whole");
  }
}

/** How often each fault did something. */
export function fired(way: FaultyWay): number[] {
  return way.counts().map((count) => count.fired);
}

/** Looks, turn by turn of the loop, until the first fault did something. */
export async function untilFired(way: FaultyWay): Promise<void> {
  while (fired(way)[0] === 0) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
