import { assertEquals, assertRejects } from "@std/assert";
import { openS3Client } from "../../../../backends/store/sdk/s3_client.ts";
import { ClientFailure } from "../../../../backends/store/sdk/store_client.ts";
import { S3Endpoint } from "../../../../backends/reference/mod.ts";
import type { StoreSettings } from "../../../../ffi/mod.ts";
import { withScratch } from "../../_scratch.ts";
import { CANARY, storeSettings } from "../_store_core.ts";
import { tryClient } from "./_client_cases.ts";

const PLACE = { endpoint: 0 };

async function withEndpoint(
  body: (settings: StoreSettings) => Promise<void>,
  anonymous = false,
) {
  await withScratch(async (folder) => {
    await using endpoint = await S3Endpoint.start({
      ...{ folder, anonymous },
      ...{ bucket: "bucket", accessKey: "key", secretKey: CANARY },
    });
    await body(storeSettings({ endpoints: [endpoint.url] }));
  });
}

async function statusOf(settings: StoreSettings): Promise<string> {
  const client = await openS3Client(settings, PLACE);
  const failure = await assertRejects(() => client.head("x"), ClientFailure);
  client.close();
  assertEquals(Deno.inspect(failure).includes(CANARY), false);
  return failure.status;
}

Deno.test("openS3Client() does all that lanes ask for", async () => {
  await withEndpoint(async (settings) => {
    const client = await openS3Client(settings, PLACE);
    await tryClient(client);
    client.close();
  });
});

Deno.test(
  "openS3Client() sends checksums where the settings ask for them",
  async () => {
    await withEndpoint(async (settings) => {
      for (const checksum of ["crc32c", "crc64nvme"] as const) { // words
        const client = await openS3Client({ ...settings, checksum }, PLACE);
        await client.put("k", new Uint8Array([1, 2, 3]));
        const upload = await client.upload("m");
        await upload.put(1, new Uint8Array([1]));
        await upload.complete();
        assertEquals(await client.head("m"), 1);
        client.close();
      }
    });
  },
);

Deno.test("openS3Client() goes unsigned without a key", async () => {
  await withEndpoint(async (settings) => {
    const { accessKey: _, secretKey: __, ...unsigned } = settings;
    const client = await openS3Client(unsigned, PLACE);
    await client.put("k", new Uint8Array([1]));
    assertEquals(await client.head("k"), 1);
    client.close();
  }, true);
});

Deno.test("openS3Client() uses the endpoint of the lane", async () => {
  await withEndpoint(async (settings) => {
    const [url = ""] = settings.endpoints;
    const endpoints = ["http://127.0.0.1:1", url];
    const client = await openS3Client({ ...settings, endpoints }, {
      endpoint: 3,
    });
    await client.put("k", new Uint8Array([1]));
    client.close();
  });
});

Deno.test("openS3Client() tells apart why it cannot", async () => {
  await withEndpoint(async (settings) => {
    assertEquals(
      await statusOf({ ...settings, secretKey: `${CANARY}x` }),
      "HTTP_DENIED",
    );
    const endpoints = ["http://127.0.0.1:1"];
    assertEquals(await statusOf({ ...settings, endpoints }), "HTTP_REFUSED");
    const nowhere = ["http://no-such-host.invalid"];
    assertEquals(
      await statusOf({ ...settings, endpoints: nowhere }),
      "HTTP_RESOLVE",
    );
  });
});
