import { assertEquals, assertRejects } from "@std/assert";
import { openGatewayStoreClient } from "../../../../backends/store/sdk/gateway_store_client.ts";
import {
  ClientFailure,
  type StoreClient,
} from "../../../../backends/store/sdk/store_client.ts";
import { loadCore } from "../../../../ffi/mod.ts";
import { withRawServer } from "../../_raw_server.ts";
import { withCluster } from "../../reference/cluster/_cluster.ts";
import { tryObjects } from "./_client_cases.ts";

async function withClient(
  port: number,
  checksum: "none" | "crc32c",
  body: (client: StoreClient) => Promise<void>,
): Promise<void> {
  using core = loadCore();
  const client = await openGatewayStoreClient({
    kind: "gateway",
    endpoints: [`http://127.0.0.1:${port}`],
    ...{ bucket: "", prefix: "", pathStyle: true, checksum },
  }, { endpoint: 0, crc32c: (bytes, seed) => core.crc32c(bytes, seed) });
  try {
    await body(client);
  } finally {
    client.close();
  }
}

Deno.test("openGatewayStoreClient() does all that lanes ask for but parts", () =>
  withCluster({}, async ({ gateway }) => {
    for (const checksum of ["none", "crc32c"] as const) {
      await withClient(gateway.port, checksum, async (client) => {
        await tryObjects(client);
        await client.delete("t/a b/1");
        const failure = await assertRejects(
          () => client.upload("t/parts"),
          ClientFailure,
        );
        assertEquals(failure.status, "HTTP_REQUEST");
      });
    }
  }));

Deno.test("a gateway whose servers are away is not one that asks to slow down", async () => {
  const body = '{"error":{"code":"Unavailable","message":""}}';
  await withRawServer(async (peer) => {
    while (await peer.head() !== "") {
      await peer.send(
        `HTTP/1.1 503 X\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    }
  }, (server) =>
    withClient(server.port, "none", async (client) => {
      const failure = await assertRejects(() => client.get("k", null));
      assertEquals(
        failure instanceof ClientFailure && failure.status,
        "HTTP_SERVER",
      );
    }));
});

Deno.test("a page that is none is a failure, not an empty one", async () => {
  await withRawServer(async (peer) => {
    while (await peer.head() !== "") {
      await peer.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    }
  }, (server) =>
    withClient(server.port, "none", async (client) => {
      const page = { prefix: "", after: "", limit: 10 };
      const failure = await assertRejects(() => client.list(page));
      assertEquals(
        failure instanceof ClientFailure && failure.status,
        "HTTP_ERROR_BODY",
      );
    }));
});
