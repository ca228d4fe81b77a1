/**
 * A gateway before a gateway: passes requests on, and lies about what the real
 * one said. Goes in: where the real one is and a lie; comes out: a port.
 */
import { GatewayClient } from "../../../backends/gateway/gateway_client.ts";
import { HttpClient } from "../../../backends/http/http_client.ts";
import { joinChunks } from "../../../backends/stream.ts";
import type { Answer } from "../../../backends/reference/http/answer.ts";
import { HttpServer } from "../../../backends/reference/http/http_server.ts";

/** A request, as the lie may change it. */
export interface Passed {
  readonly method: string;
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

type Ask = (request: Passed) => Promise<Answer>;

/** Answers one request, honestly by `ask` or not. */
export type GatewayLie = (request: Passed, ask: Ask) => Promise<Answer>;

const OF_THE_WIRE = ["content-length", "connection", "transfer-encoding"];

/** Listens until it is closed. */
export async function withLyingGateway(
  port: number,
  lie: GatewayLie,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const http = new HttpClient({
    ...{ connectTimeoutMs: 30_000, stallTimeoutMs: 60_000 },
    requestTimeoutMs: 0,
  });
  const client = new GatewayClient({ http, host: "127.0.0.1", port });
  const ask: Ask = async ({ body, method, target, headers }) => {
    const hasBody = method === "PUT" || method === "PATCH";
    const answer = await client.send({
      ...{ method, target, headers },
      ...(hasBody && { body }),
    });
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.body) pieces.push(piece.slice());
    const told = Object.entries(answer.headers)
      .filter(([name]) => !OF_THE_WIRE.includes(name));
    const { status } = answer;
    const length = Number(answer.headers["content-length"] ?? 0);
    return method === "HEAD"
      ? { status, headers: told, headBytes: length }
      : { status, headers: told, body: joinChunks(pieces) };
  };
  const server = new HttpServer({
    onRequest: async ({ body, headers, method, target }) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of body) pieces.push(piece.slice());
      const kept = [...headers].filter(([name]) =>
        ![...OF_THE_WIRE, "host", "expect"].includes(name)
      );
      const passed = {
        ...{ method, target, headers: Object.fromEntries(kept) },
        body: joinChunks(pieces),
      };
      return { answer: await lie(passed, ask) };
    },
  });
  try {
    await body(server.port);
  } finally {
    await server.close();
    client.close();
  }
}
