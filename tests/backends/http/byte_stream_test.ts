import { assertEquals } from "@std/assert";
import { dial, writeAll } from "../../../backends/http/dial.ts";
import { WireReader } from "../../../backends/http/wire_reader.ts";
import { hasOpenssl, withTlsServer } from "../_tls_server.ts";

Deno.test({
  name: hasOpenssl()
    ? "SocketStream carries an exchange and ends with the peer"
    : "SocketStream carries an exchange (needs openssl)",
  ignore: !hasOpenssl(),
  fn: () =>
    withTlsServer(async ({ port }) => {
      const to = { isTls: true, host: "127.0.0.1", port };
      const stream = await dial(to, { connectTimeoutMs: 0, insecure: true });
      const request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      await writeAll(stream, new TextEncoder().encode(request));
      const reader = new WireReader((buffer) => stream.read(buffer));
      assertEquals(await reader.line(), "HTTP/1.1 200 OK");
      let text = "";
      for (;;) {
        const piece = await reader.some(7);
        if (piece === undefined) break;
        text += new TextDecoder().decode(piece);
      }
      assertEquals(text.endsWith("hi"), true, text);
      stream.close();
    }),
});
