import { assertEquals, assertRejects } from "@std/assert";
import type { Delivery } from "../../../../backends/reference/http/answer.ts";
import { HttpServer } from "../../../../backends/reference/http/http_server.ts";
import { withScratch } from "../../_scratch.ts";

const BODY = new TextEncoder().encode("0123456789");

function serverOf(delivery: Delivery): HttpServer {
  return new HttpServer({
    onRequest: async (request) => {
      for await (const _ of request.body) {
        if (delivery.kind === "drop") break;
      }
      return { answer: { status: 200, headers: [], body: BODY }, delivery };
    },
  });
}

Deno.test("a server answers fetch and keeps its connection", async () => {
  await using server = serverOf({ kind: "whole" });
  for (let round = 0; round < 3; round++) {
    const answer = await fetch(server.url, { method: "PUT", body: "abc" });
    assertEquals(await answer.text(), "0123456789");
  }
  assertEquals(server.connectionCount, 1);
});

Deno.test("a cut behind a full length fails the body", async () => {
  await using server = serverOf({ kind: "cut", afterBytes: 4 });
  const answer = await fetch(server.url);
  assertEquals(answer.headers.get("content-length"), "10");
  await assertRejects(() => answer.text());
});

Deno.test("a cut without a length looks like a whole body", async () => {
  await using server = serverOf({ kind: "cut-unframed", afterBytes: 4 });
  assertEquals(await (await fetch(server.url)).text(), "0123");
});

Deno.test("a drop in mid request is a reset for its sender", async () => {
  await using server = serverOf({ kind: "drop" });
  const conn = await Deno.connect({ port: server.port });
  const head = "PUT / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n";
  await conn.write(new TextEncoder().encode(head));
  const error = await assertRejects(async () => {
    while (true) await conn.write(new Uint8Array(1 << 20));
  });
  const isReset = error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.BrokenPipe;
  assertEquals(isReset, true, String(error));
  conn.close();
});

Deno.test("a drop is no answer at all", async () => {
  await using server = serverOf({ kind: "drop" });
  await assertRejects(() => fetch(server.url));
});

Deno.test("close() ends an answer that stalls for ever", async () => {
  const server = serverOf({ kind: "stall", afterBytes: 4 });
  const answer = await fetch(server.url);
  await server.close();
  await assertRejects(() => answer.text());
  await server.close();
});

Deno.test("a client that gives up ends a stall by itself", async () => {
  await using server = serverOf({ kind: "stall" });
  const leaving = new AbortController();
  const waiting = fetch(server.url, { signal: leaving.signal });
  leaving.abort();
  await assertRejects(() => waiting);
});

async function run(command: string, args: readonly string[]) {
  const { code, stdout } = await new Deno.Command(command, {
    args: [...args],
    stderr: "null",
  }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

Deno.test("over TLS a stranger to the certificate leaves, the next is served", async () => {
  await withScratch(async (folder) => {
    const [cert, key] = [`${folder}/cert.pem`, `${folder}/key.pem`];
    const made = await run("openssl", [
      ...["req", "-x509", "-nodes", "-newkey", "ec"],
      ...["-pkeyopt", "ec_paramgen_curve:P-256", "-days", "2"],
      ...["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", key, "-out", cert],
    ]);
    assertEquals(made.code, 0);
    await using server = new HttpServer({
      onRequest: () =>
        Promise.resolve({ answer: { status: 200, headers: [], body: BODY } }),
      tls: {
        cert: await Deno.readTextFile(cert),
        key: await Deno.readTextFile(key),
      },
    });
    assertEquals(server.url.startsWith("https://127.0.0.1:"), true);
    // 60: curl does not trust the certificate.
    assertEquals((await run("curl", ["-sS", server.url])).code, 60);
    const told = await run("curl", ["-sS", "--cacert", cert, server.url]);
    assertEquals(told, { code: 0, text: "0123456789" });
  });
});
