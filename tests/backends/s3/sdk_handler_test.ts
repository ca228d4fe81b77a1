import { assertEquals, assertRejects } from "@std/assert";
import { HttpClient } from "../../../backends/http/http_client.ts";
import { SdkHandler } from "../../../backends/s3/sdk_handler.ts";
import { withRawServer } from "../_raw_server.ts";

const TIMES = { connectTimeoutMs: 0, stallTimeoutMs: 0, requestTimeoutMs: 0 };

Deno.test("SdkHandler sends what the SDK signed, and no wish to wait", async () => {
  let head = "";
  await withRawServer(async (peer) => {
    head = await peer.head();
    await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Y: z\r\n\r\n");
  }, async ({ port }) => {
    const handler = new SdkHandler(new HttpClient(TIMES));
    const { response } = await handler.handle({
      protocol: "http:",
      hostname: "127.0.0.1",
      port,
      method: "POST",
      path: "/b/a/../%2e",
      query: { uploads: "", "b c": ["2", "1"], a: "(*)", flag: null },
      headers: { Authorization: "signed", Expect: "100-continue" },
    });
    await response.body.cancel();
    assertEquals(response.statusCode, 200);
    assertEquals(response.headers["x-y"], "z");
    assertEquals(head.split("\r\n"), [
      "POST /b/a/../%2e?a=%28%2A%29&b%20c=2&b%20c=1&flag&uploads= HTTP/1.1",
      "authorization: signed",
      `host: 127.0.0.1:${port}`,
      "content-length: 0",
    ]);
    handler.destroy();
  });
});

Deno.test("SdkHandler refuses a body that it could send only in part", async () => {
  const handler = new SdkHandler(new HttpClient(TIMES));
  await assertRejects(
    () =>
      handler.handle({
        protocol: "http:",
        hostname: "h",
        method: "PUT",
        path: "/",
        headers: {},
        body: new Blob(["x"]).stream(),
      }),
    TypeError,
  );
  handler.destroy();
});
