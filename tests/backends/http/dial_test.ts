import { assertEquals, assertRejects } from "@std/assert";
import {
  detoured,
  dial,
  type DialOptions,
  proxyAuthorization,
  writeAll,
} from "../../../backends/http/dial.ts";
import {
  HttpFailure,
  type HttpStep,
} from "../../../backends/http/http_failure.ts";
import { WireReader } from "../../../backends/http/wire_reader.ts";
import { withRawServer } from "../_raw_server.ts";
import { hasOpenssl, withTlsServer } from "../_tls_server.ts";

const OPTIONS: DialOptions = { connectTimeoutMs: 5000 };

async function failureOf(promise: Promise<unknown>): Promise<HttpFailure> {
  return await assertRejects(() => promise, HttpFailure);
}

Deno.test("dial() names the step that failed: the name, the connection", async () => {
  const unknown = await failureOf(
    dial({ isTls: false, host: "no.such.host.invalid", port: 80 }, OPTIONS),
  );
  assertEquals([unknown.step, unknown.reason], ["resolve", "unknown-host"]);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const steps: HttpStep[] = [];
  const refused = await failureOf(
    dial({ isTls: false, host: "127.0.0.1", port }, {
      ...OPTIONS,
      onStep: (step) => steps.push(step),
    }),
  );
  assertEquals([refused.step, refused.reason], ["connect", "refused"]);
  assertEquals(steps, ["resolve"]);
});

Deno.test("detoured() leads only the connections that it is told", () => {
  const to = { isTls: true, host: "::1", port: 443 };
  const detours = [
    { from: "Store.example:80", to: "127.0.0.1:81" },
    { from: "[::1]:443", to: "[::2]:8443" },
  ];
  assertEquals(detoured(to, detours), { hostname: "::2", port: 8443 });
  assertEquals(
    detoured({ isTls: false, host: "store.example", port: 80 }, detours),
    { hostname: "127.0.0.1", port: 81 },
  );
  const other = { isTls: false, host: "store.example", port: 8080 };
  assertEquals(detoured(other, detours), {
    hostname: "store.example",
    port: 8080,
  });
  assertEquals(detoured(to), { hostname: "::1", port: 443 });
});

Deno.test({
  name: hasOpenssl()
    ? "dial() keeps the name of a server by a detour"
    : "dial() keeps the name of a server by a detour (needs openssl)",
  ignore: !hasOpenssl(),
  fn: () =>
    withTlsServer(async ({ port, caFile }) => {
      const detours = [
        { from: "localhost:443", to: `127.0.0.1:${port}` },
        { from: "other.example:443", to: `127.0.0.1:${port}` },
      ];
      const caCerts = [Deno.readTextFileSync(caFile)];
      const dialTo = (host: string, more = {}) =>
        dial({ isTls: true, host, port: 443 }, {
          ...OPTIONS,
          ...{ caCerts, detours },
          ...more,
        });
      (await dialTo("localhost")).close();
      (await dialTo("other.example", { insecure: true })).close();
      assertEquals(
        (await failureOf(dialTo("other.example"))).reason,
        "untrusted",
      );
    }),
});

Deno.test({
  name: hasOpenssl()
    ? "dial() trusts the authority that it is told, and nobody else"
    : "dial() trusts the authority that it is told (needs openssl)",
  ignore: !hasOpenssl(),
  fn: () =>
    withTlsServer(async ({ port, caFile }) => {
      const to = { isTls: true, host: "127.0.0.1", port };
      const failure = await failureOf(dial(to, OPTIONS));
      assertEquals([failure.step, failure.reason], ["tls", "untrusted"]);
      const caCerts = [Deno.readTextFileSync(caFile)];
      const steps: HttpStep[] = [];
      for (const more of [{ caCerts }, { insecure: true }]) {
        const stream = await dial(to, {
          ...OPTIONS,
          ...more,
          onStep: (step) => steps.push(step),
        });
        stream.close();
      }
      assertEquals(steps.filter((step) => step === "tls").length, 2);
    }),
});

Deno.test("dial() says when a port does not speak TLS", async () => {
  await withRawServer(async (peer) => {
    await peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.close();
  }, async ({ port }) => {
    const to = { isTls: true, host: "127.0.0.1", port };
    assertEquals((await failureOf(dial(to, OPTIONS))).step, "tls");
  });
});

Deno.test("dial() says when a proxy refuses the tunnel", async () => {
  await withRawServer(async (peer) => {
    await peer.head();
    await peer.send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  }, async (server) => {
    const proxy = new URL(`http://127.0.0.1:${server.port}`);
    const to = { isTls: true, host: "store.example", port: 443 };
    const failure = await failureOf(dial(to, { ...OPTIONS, proxy }));
    assertEquals(failure.step, "proxy");
    assertEquals(server.asked, ["CONNECT store.example:443 HTTP/1.1"]);
  });
});

Deno.test("proxyAuthorization() is there only for who has a name", () => {
  assertEquals(proxyAuthorization(new URL("http://h:1")), undefined);
  const given = proxyAuthorization(new URL("http://a:b%3a@h:1"));
  assertEquals(given, `Basic ${btoa("a:b:")}`);
});

/** A proxy that opens one tunnel to `port`, whatever host it is asked for. */
async function withTunnel(
  port: number,
  body: (proxy: URL, asked: () => string) => Promise<void>,
): Promise<void> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let head = "";
  const serving = (async () => {
    using client = await listener.accept();
    const buffer = new Uint8Array(4096);
    while (!head.includes("\r\n\r\n")) {
      const count = await client.read(buffer) ?? 0;
      head += new TextDecoder().decode(buffer.subarray(0, count));
    }
    using target = await Deno.connect({ hostname: "127.0.0.1", port });
    await client.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\n"));
    const options = { preventClose: true };
    await Promise.allSettled([
      client.readable.pipeTo(target.writable, options)
        .finally(() => target.closeWrite()),
      target.readable.pipeTo(client.writable, options),
    ]);
  })();
  const proxy = new URL(`http://me:secret@127.0.0.1:${listener.addr.port}`);
  await body(proxy, () => head);
  await serving.catch(() => {});
}

Deno.test({
  name: hasOpenssl()
    ? "dial() trusts the server behind a proxy, not the proxy"
    : "dial() trusts the server behind a proxy (needs openssl)",
  ignore: !hasOpenssl(),
  fn: () =>
    withTlsServer(({ port, caFile }) =>
      withTunnel(port, async (proxy, asked) => {
        const caCerts = [Deno.readTextFileSync(caFile)];
        const to = { isTls: true, host: "localhost", port: 443 };
        const stream = await dial(to, { ...OPTIONS, caCerts, proxy });
        const request =
          "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        await writeAll(stream, new TextEncoder().encode(request));
        const reader = new WireReader((buffer) => stream.read(buffer));
        assertEquals(await reader.line(), "HTTP/1.1 200 OK");
        stream.close();
        const [line, , secret] = asked().split("\r\n");
        assertEquals(line, "CONNECT localhost:443 HTTP/1.1");
        assertEquals(
          secret,
          `Proxy-Authorization: Basic ${btoa("me:secret")}`,
        );
      })
    ),
});
