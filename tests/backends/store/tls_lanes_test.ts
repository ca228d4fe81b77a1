/** Lanes over TLS: whom they trust, on both clients, and HTTP/2. */
import { assert, assertEquals } from "@std/assert";
import { S3Endpoint } from "../../../backends/reference/mod.ts";
import { nativeStoreFace } from "../../../backends/store/native_face.ts";
import { sdkStoreFace } from "../../../backends/store/sdk/sdk_face.ts";
import {
  type Core,
  loadCore,
  statusOf,
  type StoreSettings,
} from "../../../ffi/mod.ts";
import { objectSpec } from "../../ffi/core_fixture.ts";
import { withScratch } from "../_scratch.ts";
import { withTlsFront } from "../_tls_front.ts";
import { hasOpenssl, makeCertificates } from "../_tls_server.ts";
import { runLane } from "./_lane_cases.ts";
import { storeSettings } from "./_store_core.ts";

const KEYS = 12;

const CLIENTS = {
  libcurl: (core: Core, settings: StoreSettings) =>
    nativeStoreFace({ url: "store", core, settings }).store,
  sdk: (core: Core, settings: StoreSettings) =>
    sdkStoreFace({ url: "store", core, settings, clientVersion: "sdk" }),
};

const CAN_TRY = (() => {
  using core = loadCore();
  const http = core.httpProbe();
  return hasOpenssl() && http !== null && http.features.has("http2");
})();

/** Puts all keys and reads them back; the status of the first that fails. */
async function load(
  client: keyof typeof CLIENTS,
  over: Partial<StoreSettings>,
): Promise<{ readonly status: number; readonly connections: number }> {
  using core = loadCore();
  const settings = storeSettings({ secretKey: "secret", ...over });
  const space = await CLIENTS[client](core, settings).open(
    objectSpec({ keyCount: KEYS }),
  );
  try {
    const put = await runLane(space, {});
    if (put.status !== 0) return { status: put.status, connections: 0 };
    const got = await runLane(space, { weights: { get: 1 } });
    assertEquals([got.status, got.findings], [0, []]);
    assertEquals(got.counters.objectsCompared, KEYS);
    return { status: 0, connections: got.counters.connectionsNew };
  } finally {
    space.close();
  }
}

/** An endpoint whose certificate names `names`, and whose authority is new. */
async function withTlsEndpoint(
  names: string,
  body: (place: { readonly url: string; readonly caFile: string }) => Promise<
    void
  >,
): Promise<void> {
  await withScratch(async (folder) => {
    await makeCertificates(folder, names);
    await Deno.mkdir(`${folder}/objects`);
    await using endpoint = await S3Endpoint.start({
      folder: `${folder}/objects`,
      ...{ bucket: "bucket", accessKey: "key", secretKey: "secret" },
      tls: {
        cert: await Deno.readTextFile(`${folder}/leaf.pem`),
        key: await Deno.readTextFile(`${folder}/leaf.key`),
      },
    });
    const { port } = new URL(endpoint.url);
    const caFile = `${folder}/ca.pem`;
    await body({ url: `https://localhost:${port}`, caFile });
  });
}

for (const client of ["libcurl", "sdk"] as const) {
  Deno.test({
    name: `lanes by ${client} trust who is vouched for, and nobody else`,
    ignore: !CAN_TRY,
    fn: () =>
      withTlsEndpoint("DNS:localhost", async ({ url, caFile }) => {
        const endpoints = [url];
        assertEquals((await load(client, { endpoints, caFile })).status, 0);
        const untrusted = await load(client, { endpoints });
        assertEquals(untrusted.status, statusOf("HTTP_TLS"));
        const told = await load(client, { endpoints, insecure: true });
        assertEquals(told.status, 0);
      }),
  });

  Deno.test({
    name: `lanes by ${client} refuse a certificate of another host`,
    ignore: !CAN_TRY,
    fn: () =>
      withTlsEndpoint("DNS:elsewhere.test", async ({ url, caFile }) => {
        const endpoints = [url];
        const refused = await load(client, { endpoints, caFile });
        assertEquals(refused.status, statusOf("HTTP_TLS"));
        const told = await load(client, {
          ...{ endpoints, caFile },
          insecure: true,
        });
        assertEquals(told.status, 0);
      }),
  });
}

Deno.test({
  name:
    "lanes by libcurl speak HTTP/2 over TLS when told to, on one connection",
  ignore: !CAN_TRY,
  fn: () =>
    withScratch(async (folder) => {
      await using endpoint = await S3Endpoint.start({
        folder,
        ...{ bucket: "bucket", accessKey: "key", secretKey: "secret" },
      });
      await withTlsFront(endpoint.url, async ({ url, caFile, requests }) => {
        const settings = { endpoints: [url], caFile };
        const two = await load("libcurl", { ...settings, httpVersion: 2 });
        assertEquals([two.status, two.connections], [0, 1]);
        assertEquals([requests.one(), requests.two() >= 2 * KEYS], [0, true]);
        const one = await load("libcurl", { ...settings, httpVersion: 1 });
        assertEquals(one.status, 0);
        assert(one.connections > 1 && requests.one() >= 2 * KEYS);
      });
    }),
});
