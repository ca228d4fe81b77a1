import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  type Answer,
  type Delivery,
  sendAnswer,
} from "../../../../backends/reference/http/answer.ts";

async function sent(
  answer: Answer,
  delivery: Delivery = { kind: "whole" },
  method = "GET",
): Promise<string> {
  let text = "";
  await sendAnswer(answer, {
    to: {
      // Takes a few bytes at a time, as a full socket does.
      write(bytes) {
        const taken = bytes.subarray(0, 7);
        text += new TextDecoder().decode(taken);
        return Promise.resolve(taken.length);
      },
    },
    method,
    delivery,
    keepsAlive: true,
    nowMs: 0,
  });
  return text;
}

const HELLO: Answer = {
  status: 200,
  headers: [["X-A", "b"]],
  body: new TextEncoder().encode("hello"),
};

async function* chunks() {
  await Promise.resolve();
  yield new TextEncoder().encode("hel");
  yield new TextEncoder().encode("lo");
}

Deno.test("sendAnswer() writes head, length and body", async () => {
  assertEquals(
    await sent(HELLO),
    "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n" +
      "X-A: b\r\nContent-Length: 5\r\n\r\nhello",
  );
});

Deno.test("sendAnswer() tells HEAD the length of a body it does not send", async () => {
  const text = await sent(
    { status: 200, headers: [], headBytes: 5 },
    { kind: "whole" },
    "HEAD",
  );
  assertStringIncludes(text, "Content-Length: 5\r\n\r\n");
  assertEquals(text.endsWith("\r\n\r\n"), true);
});

Deno.test("sendAnswer() cuts a stream behind its full length", async () => {
  const body = { sizeBytes: 5, chunks: chunks() };
  const text = await sent({ ...HELLO, body }, { kind: "cut", afterBytes: 4 });
  assertStringIncludes(text, "Content-Length: 5\r\n");
  assertEquals(text.endsWith("\r\n\r\nhell"), true);
});

Deno.test("sendAnswer() cuts without a length", async () => {
  const text = await sent(HELLO, { kind: "cut-unframed", afterBytes: 2 });
  assertEquals(text.includes("Content-Length"), false);
  assertStringIncludes(text, "Connection: close\r\n");
  assertEquals(text.endsWith("\r\n\r\nhe"), true);
});

Deno.test("sendAnswer() sends nothing of a stall before the head", async () => {
  assertEquals(await sent(HELLO, { kind: "stall" }), "");
});

Deno.test("sendAnswer() fails when a stream ends before its size", async () => {
  let closed = 0;
  const body = { sizeBytes: 6, chunks: chunks(), close: () => void closed++ };
  await assertRejects(
    () => sent({ ...HELLO, body }),
    Deno.errors.UnexpectedEof,
  );
  assertEquals(closed, 1);
});

Deno.test("sendAnswer() closes a stream that it does not read", async () => {
  let closed = 0;
  const body = { sizeBytes: 5, chunks: chunks(), close: () => void closed++ };
  await sent({ ...HELLO, body }, { kind: "whole" }, "HEAD");
  await sent({ ...HELLO, body }, { kind: "drop" });
  assertEquals(closed, 2);
});
