/**
 * A TLS server in front of a plain endpoint, for one test: it speaks HTTP/2 to
 * whoever offers it, and passes every request on as it was signed.
 */
import { HttpClient } from "../../backends/http/http_client.ts";
import { withScratch } from "./_scratch.ts";
import { makeCertificates } from "./_tls_server.ts";

export interface TlsFront {
  /** `https://localhost:PORT`. */
  readonly url: string;
  readonly caFile: string;
  /** Requests by the version of HTTP that they came by. */
  readonly requests: { readonly one: () => number; readonly two: () => number };
}

/** Headers of one hop, and those that are made anew for the next. */
const OF_THE_HOP = ["connection", "transfer-encoding", "content-length"];

/** Runs `body` with a front before `http://127.0.0.1:PORT`. */
export async function withTlsFront(
  endpoint: string,
  body: (front: TlsFront) => Promise<void>,
): Promise<void> {
  const { port } = new URL(endpoint);
  const http = new HttpClient({
    insecure: false,
    connectTimeoutMs: 5000,
    stallTimeoutMs: 20_000,
    requestTimeoutMs: 20_000,
  });
  const counts = { one: 0, two: 0 };
  await withScratch(async (folder) => {
    await makeCertificates(folder);
    const server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      cert: Deno.readTextFileSync(`${folder}/leaf.pem`),
      key: Deno.readTextFileSync(`${folder}/leaf.key`),
      onListen: () => {},
    }, async (request) => {
      // Only HTTP/1 has the header; the other names its host in the request.
      if (request.headers.has("host")) counts.one++;
      else counts.two++;
      return await passOn(http, Number(port), request);
    });
    try {
      await body({
        url: `https://localhost:${server.addr.port}`,
        caFile: `${folder}/ca.pem`,
        requests: { one: () => counts.one, two: () => counts.two },
      });
    } finally {
      http.close();
      await server.shutdown();
    }
  });
}

async function passOn(
  http: HttpClient,
  port: number,
  request: Request,
): Promise<Response> {
  const { host, pathname, search } = new URL(request.url);
  const headers: Record<string, string> = { host };
  for (const [name, value] of request.headers) {
    if (!OF_THE_HOP.includes(name)) headers[name] = value;
  }
  const bytes = await request.bytes();
  if (["PUT", "POST"].includes(request.method)) {
    headers["content-length"] = String(bytes.length);
  }
  const answer = await http.send({
    method: request.method,
    isTls: false,
    host: "127.0.0.1",
    port,
    target: pathname + search,
    headers,
    ...(bytes.length > 0 && { body: bytes }),
  });
  const back = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (name !== "connection" && name !== "transfer-encoding") {
      back.set(name, value);
    }
  }
  const isEmpty = [204, 304].includes(answer.status) ||
    request.method === "HEAD";
  if (isEmpty) await answer.body.cancel();
  return new Response(isEmpty ? null : answer.body, {
    status: answer.status,
    headers: back,
  });
}
