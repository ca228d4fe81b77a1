/** Stores behind a proxy: control and lanes of both clients go through it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { hasOpenssl, makeCertificates } from "../backends/_tls_server.ts";
import { withForwardProxy } from "../_support/forward_proxy.ts";
import { withStorePlace } from "../_support/store_place.ts";

const RUN = ["run", "--profile", "short.yaml", "--target", "store", "--quiet"];
const CREDENTIAL = "somebody:canary-proxy-4711";

function withCredential(url: string, credential = CREDENTIAL): string {
  return url.replace("://", `://${credential}@`);
}

for (const client of ["libcurl", "sdk"] as const) {
  Deno.test(`a run by ${client} goes through a proxy that wants a name`, async () => {
    await withForwardProxy({ credential: CREDENTIAL }, async (proxy) => {
      await withStorePlace({}, async (place) => {
        const settings = {
          ...{ client, stallTimeoutMs: 20_000 },
          proxy: withCredential(proxy.url),
        };
        const end = await place.run(RUN, settings);
        assertEquals(end.exit, 0, end.err + end.out);
        assert(proxy.counts.plain > 20, `${proxy.counts.plain} requests`);
        assertEquals(proxy.counts.tunnels, 0);
        assertEquals((end.out + end.err).includes("canary-proxy"), false);
      });
    });
  });
}

Deno.test("a proxy that refuses the name ends the run, and is told apart from the store", async () => {
  await withForwardProxy({ credential: CREDENTIAL }, async (proxy) => {
    await withStorePlace({}, async (place) => {
      const wrong = withCredential(proxy.url, "somebody:canary-wrong");
      const end = await place.run(RUN, { proxy: wrong });
      assertEquals(end.exit, 3, end.out);
      assertStringIncludes(end.err, "proxy");
      assertEquals((end.out + end.err).includes("canary-wrong"), false);
      assert(proxy.counts.refused > 0);
    });
  });
});

Deno.test({
  name:
    "a store with TLS is reached through tunnels, and trusted by its own certificate",
  ignore: !hasOpenssl(),
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "stor-verify-proxy-" });
    try {
      await makeCertificates(folder);
      const [cert, key] = await Promise.all(
        ["leaf.pem", "leaf.key"].map((name) =>
          Deno.readTextFile(`${folder}/${name}`)
        ),
      );
      const tls = { cert: cert ?? "", key: key ?? "" };
      await withForwardProxy({}, async (proxy) => {
        await withStorePlace({ tls }, async (place) => {
          const settings = { proxy: proxy.url, caFile: `${folder}/ca.pem` };
          const end = await place.run(RUN, settings);
          assertEquals(end.exit, 0, end.err + end.out);
          assert(proxy.counts.tunnels > 1, `${proxy.counts.tunnels} tunnels`);
          assertEquals(proxy.counts.plain, 0);
        });
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
