import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type HttpReply,
  type HttpRequest,
  serveConnection,
} from "../../../../backends/reference/http/http_connection.ts";

/** What the peer sends is `wire`; what it gets is returned. */
async function serve(
  wire: string,
  onRequest: (request: HttpRequest) => Promise<HttpReply>,
): Promise<string> {
  let rest = new TextEncoder().encode(wire);
  let got = "";
  let closed = 0;
  await serveConnection({
    read(into) {
      const taken = rest.subarray(0, into.length);
      into.set(taken);
      rest = rest.subarray(taken.length);
      return Promise.resolve(taken.length || null);
    },
    write(bytes) {
      got += new TextDecoder().decode(bytes);
      return Promise.resolve(bytes.length);
    },
    close: () => void closed++,
  }, {
    onRequest,
    closing: new AbortController().signal,
    nowMs: () => 0,
  });
  assertEquals(closed, 1);
  return got;
}

function ok(text: string): HttpReply {
  const body = new TextEncoder().encode(text);
  return { answer: { status: 200, headers: [], body } };
}

const GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

Deno.test("one connection serves request after request", async () => {
  const targets: string[] = [];
  const got = await serve(GET + GET.replace("/a", "/b"), (request) => {
    targets.push(request.target);
    return Promise.resolve(ok(request.target));
  });
  assertEquals(targets, ["/a", "/b"]);
  assertEquals(got.split("HTTP/1.1 200").length, 3);
});

Deno.test("a body that nobody read is passed over", async () => {
  const put = "PUT /p HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";
  const got = await serve(
    put + GET,
    (request) => Promise.resolve(ok(request.target)),
  );
  assertEquals(got.endsWith("/a"), true);
});

Deno.test("100 Continue is sent only when the body is wanted", async () => {
  const put = "PUT /p HTTP/1.1\r\nContent-Length: 5\r\n" +
    "Expect: 100-continue\r\n\r\nhello";
  const wanted = await serve(put, async (request) => {
    for await (const _ of request.body);
    return ok("");
  });
  assertEquals(wanted.startsWith("HTTP/1.1 100 Continue\r\n\r\n"), true);
  const refused = await serve(put, () => Promise.resolve(ok("")));
  assertEquals(refused.includes("100 Continue"), false);
  assertStringIncludes(refused, "Connection: close");
});

Deno.test("a last answer is followed by what the peer still sends, unread", async () => {
  const put = "PUT /p HTTP/1.1\r\nContent-Length: 500000\r\n\r\n";
  const pieces = [put, ...Array.from({ length: 9 }, () => "x".repeat(9000))]
    .map((text) => new TextEncoder().encode(text));
  const happened: string[] = [];
  await serveConnection({
    read(into) {
      const piece = pieces.shift();
      into.set(piece ?? []);
      if (pieces.length === 0) happened.push("all was read");
      return Promise.resolve(piece?.length ?? null);
    },
    write(bytes) {
      happened.push(new TextDecoder().decode(bytes).slice(0, 12));
      return Promise.resolve(bytes.length);
    },
    close: () => void happened.push("closed"),
  }, {
    onRequest: () =>
      Promise.resolve({ ...ok("no"), delivery: { kind: "last" } }),
    closing: new AbortController().signal,
    nowMs: () => 0,
  });
  assertEquals(happened[0], "HTTP/1.1 200");
  assertEquals(happened.at(-2), "all was read");
  assertEquals(happened.at(-1), "closed");
});

Deno.test("a last answer to a peer that stays does not keep its server open", async () => {
  const closing = new AbortController();
  let isAsked = false;
  await serveConnection({
    read(into) {
      if (isAsked) {
        closing.abort();
        return new Promise(() => {});
      }
      isAsked = true;
      into.set(new TextEncoder().encode(GET));
      return Promise.resolve(GET.length);
    },
    write: (bytes) => Promise.resolve(bytes.length),
    close() {},
  }, {
    onRequest: () =>
      Promise.resolve({ ...ok("no"), delivery: { kind: "last" } }),
    closing: closing.signal,
    nowMs: () => 0,
  });
});

Deno.test("a request that cannot be read gets a 400 and no other", async () => {
  const got = await serve("NONSENSE\r\n\r\n" + GET, () => {
    throw new Error("was asked");
  });
  assertEquals(got.startsWith("HTTP/1.1 400 "), true);
  assertEquals(got.includes(" 200 "), false);
});
