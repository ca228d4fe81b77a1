import { assertEquals, assertRejects } from "@std/assert";
import { bodyLength, readBody, readHead } from "../../../backends/http/head.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { WireReader } from "../../../backends/http/wire_reader.ts";

function readerOf(text: string): WireReader {
  let left: Uint8Array | null = new TextEncoder().encode(text);
  return new WireReader((buffer) => {
    if (left === null) return Promise.resolve(null);
    buffer.set(left);
    const count = left.length;
    left = null;
    return Promise.resolve(count);
  });
}

Deno.test("readHead() reads status and headers, whatever their letters", async () => {
  const head = await readHead(
    readerOf('HTTP/1.1 404 Not Found\r\nETag: "a:b"\r\nX-Y:z\r\n\r\n'),
    "h:1",
  );
  assertEquals(head.status, 404);
  assertEquals({ ...head.headers }, { etag: '"a:b"', "x-y": "z" });
  assertEquals(head.isKeepAlive, true);
});

Deno.test("readHead() keeps no connection that the server will close", async () => {
  const texts = [
    "HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n",
    "HTTP/1.0 200 OK\r\n\r\n",
  ];
  for (const text of texts) {
    const { isKeepAlive } = await readHead(readerOf(text), "h:1");
    assertEquals(isKeepAlive, false, text);
  }
});

Deno.test("readHead() refuses what is no answer", async () => {
  const answers = [
    ["", "reset"],
    ["+OK ready\r\n", "malformed"],
    ["HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "malformed"],
    ["HTTP/1.1 200 OK\r\nA: b\r\n", "cut-short"],
  ] as const;
  for (const [text, reason] of answers) {
    const failure = await assertRejects(
      () => readHead(readerOf(text), "h:1"),
      HttpFailure,
    );
    assertEquals(failure.reason, reason, text);
  }
});

Deno.test("bodyLength() knows which answers have no body", () => {
  const headers = { "content-length": "7" };
  const head = { status: 200, headers, isKeepAlive: true };
  assertEquals(bodyLength("GET", head), 7);
  assertEquals(bodyLength("HEAD", head), 0);
  assertEquals(bodyLength("GET", { ...head, status: 204 }), 0);
  assertEquals(bodyLength("GET", { ...head, headers: {} }), "until-close");
  const chunked = { "transfer-encoding": "chunked", ...headers };
  assertEquals(bodyLength("GET", { ...head, headers: chunked }), "chunked");
});

Deno.test("readBody() delivers exactly what was announced", async () => {
  const reader = readerOf("0123456789");
  let text = "";
  for await (const piece of readBody({ reader, length: 4, where: "h:1" })) {
    text += new TextDecoder().decode(piece);
  }
  assertEquals(text, "0123");
  const rest = readBody({ reader, length: 7, where: "h:1" });
  await assertRejects(async () => {
    for await (const _piece of rest);
  }, HttpFailure);
});

Deno.test("readHead() takes the leave to go on where it was asked for, and else passes it over", async () => {
  const text = "HTTP/1.1 100 Continue\r\n\r\n" +
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
  const asked = await readHead(readerOf(text), "h", true);
  assertEquals([asked.status, asked.isKeepAlive], [100, false]);
  assertEquals(bodyLength("PUT", asked), 0);
  assertEquals((await readHead(readerOf(text), "h")).status, 200);
});
