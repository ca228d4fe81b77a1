import { assertEquals, assertRejects } from "@std/assert";
import {
  dial,
  type DialOptions,
  proxyAuthorization,
} from "../../../backends/http/dial.ts";
import {
  HttpFailure,
  type HttpStep,
} from "../../../backends/http/http_failure.ts";
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
