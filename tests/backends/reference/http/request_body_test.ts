import { assertEquals, assertRejects } from "@std/assert";
import {
  ByteSource,
  ConnectionLost,
} from "../../../../backends/reference/http/byte_source.ts";
import { RequestBody } from "../../../../backends/reference/http/request_body.ts";
import {
  BadRequest,
  type BodyFraming,
} from "../../../../backends/reference/http/request_head.ts";

function bodyOf(
  wire: string,
  framing: BodyFraming = { kind: "chunked" },
  starts: string[] = [],
): RequestBody {
  let rest = new TextEncoder().encode(wire);
  const source = new ByteSource({
    read(into) {
      const taken = rest.subarray(0, Math.min(3, into.length));
      into.set(taken);
      rest = rest.subarray(taken.length);
      return Promise.resolve(taken.length || null);
    },
  });
  return new RequestBody(source, framing, () => {
    starts.push("start");
    return Promise.resolve();
  });
}

async function read(body: RequestBody): Promise<string> {
  let text = "";
  for await (const bytes of body) text += new TextDecoder().decode(bytes);
  return text;
}

Deno.test("a body ends after its length, and says when it is waited for", async () => {
  const starts: string[] = [];
  const body = bodyOf("hello, next", { kind: "length", bytes: 5 }, starts);
  assertEquals(starts, []);
  assertEquals(await read(body), "hello");
  assertEquals([starts, body.isDone], [["start"], true]);
});

Deno.test("a body of chunks is joined, and trailers are passed over", async () => {
  const body = bodyOf("3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\nA: b\r\n\r\nnext");
  assertEquals(await read(body), "abcdefgh");
  assertEquals(body.isDone, true);
});

Deno.test("a body that was left goes on where it was", async () => {
  for (const framing of ["chunked", "length"] as const) {
    const body = framing === "chunked"
      ? bodyOf("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
      : bodyOf("abcde", { kind: "length", bytes: 5 });
    for await (const bytes of body) {
      assertEquals(bytes.length > 0, true);
      break;
    }
    const rest = await read(body);
    assertEquals("abcde".endsWith(rest), true);
    assertEquals(body.isDone, true);
  }
});

Deno.test("a body cut short is not a whole one", async () => {
  await assertRejects(
    () => read(bodyOf("abc", { kind: "length", bytes: 5 })),
    ConnectionLost,
  );
  await assertRejects(() => read(bodyOf("3\r\nab")), ConnectionLost);
});

Deno.test("chunks that do not fit their sizes are refused", async () => {
  await assertRejects(() => read(bodyOf("2\r\nabc\r\n0\r\n\r\n")), BadRequest);
  await assertRejects(() => read(bodyOf("x\r\n")), BadRequest);
});
