import { assertEquals, assertRejects } from "@std/assert";
import { HttpConnection } from "../../../backends/http/http_connection.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { type RawPeer, withRawServer } from "../_raw_server.ts";

const REQUEST = {
  method: "PUT",
  isTls: false,
  host: "h",
  port: 1,
  target: "/",
  headers: {},
};

async function withConnection(
  answer: (peer: RawPeer) => Promise<void>,
  body: (connection: HttpConnection, ends: boolean[]) => Promise<void>,
): Promise<void> {
  await withRawServer(answer, async ({ port }) => {
    const stream = await Deno.connect({ hostname: "127.0.0.1", port });
    const ends: boolean[] = [];
    const connection = new HttpConnection({
      stream,
      where: "h:1",
      stallTimeoutMs: 0,
      onIdle: (isReusable) => ends.push(isReusable),
    });
    await body(connection, ends);
    connection.close();
  });
}

Deno.test("HttpConnection reads an answer that comes before all was sent", async () => {
  await withConnection(async (peer) => {
    await peer.head();
    await peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    peer.close();
  }, async (connection, ends) => {
    const body = new Uint8Array(64 << 20);
    const { status } = await connection.exchange({ ...REQUEST, body });
    assertEquals(status, 403);
    assertEquals(ends, [false]);
  });
});

Deno.test("HttpConnection is reusable only once its body was read", async () => {
  await withConnection(async (peer) => {
    await peer.head();
    await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    await peer.head();
  }, async (connection, ends) => {
    const { body } = await connection.exchange(REQUEST);
    assertEquals(ends, []);
    assertEquals(await new Response(body).text(), "hi");
    assertEquals(ends, [true]);
  });
});

Deno.test("HttpConnection is given up with a body that nobody wants", async () => {
  await withConnection(async (peer) => {
    await peer.head();
    await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
    await peer.head();
  }, async (connection, ends) => {
    const { body } = await connection.exchange(REQUEST);
    await body.cancel();
    assertEquals(ends, [false]);
  });
});

Deno.test("HttpConnection at rest notices that the peer closed", async () => {
  const closed = Promise.withResolvers<void>();
  await withConnection(async (peer) => {
    await peer.head();
    await peer.send("HTTP/1.1 204 No Content\r\n\r\n");
    await closed.promise;
    peer.close();
  }, async (connection) => {
    await connection.exchange(REQUEST);
    await connection.rest(() => closed.resolve());
    assertEquals(connection.wake(), false);
    await assertRejects(() => connection.exchange(REQUEST), HttpFailure);
  });
});
