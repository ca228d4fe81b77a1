import { assert, assertEquals } from "@std/assert";
import { reachEndpoints } from "../../../backends/check/reach_endpoint.ts";
import { assertKind } from "../_rejects.ts";
import { hasOpenssl, withTlsServer } from "../_tls_server.ts";
import { SilentServer } from "./_silent_server.ts";

const REACH = { url: "s3://b", insecure: false, connectTimeoutMs: 5000 };

Deno.test("reachEndpoints() finds the one endpoint of several that is down", async () => {
  await using server = new SilentServer();
  const up = `http://127.0.0.1:${server.port}`;
  const down = `http://127.0.0.1:${server.refusingPort}`;
  assertEquals(await reachEndpoints({ ...REACH, endpoints: [up, up] }), null);
  const found = await reachEndpoints({ ...REACH, endpoints: [up, down] });
  assertEquals(found?.step, "connect");
  assert(found?.text.includes(`:${server.refusingPort}`), found?.text);
});

Deno.test("reachEndpoints() says which certificate file cannot be read", async () => {
  const reach = { ...REACH, endpoints: ["https://h"], caFile: "/no/ca.pem" };
  await assertKind(() => reachEndpoints(reach), "NotFound");
});

Deno.test({
  name: hasOpenssl()
    ? "reachEndpoints() says how to trust an authority, and then does"
    : "reachEndpoints() says how to trust an authority (needs openssl)",
  ignore: !hasOpenssl(),
  fn: () =>
    withTlsServer(async ({ port, caFile }) => {
      const endpoints = [`https://127.0.0.1:${port}`];
      const found = await reachEndpoints({ ...REACH, endpoints });
      assertEquals(found?.step, "tls");
      assert(found?.text.includes("in caFile"), found?.text);
      assertEquals(await reachEndpoints({ ...REACH, endpoints, caFile }), null);
    }),
});
