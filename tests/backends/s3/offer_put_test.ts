/** The promises of backends/s3/offer_put.ts, over our own endpoint. */
import { assertEquals } from "@std/assert";
import { S3_PUT_BYTES_MAX } from "../../../backends/s3/offer_put.ts";
import { assertKind } from "../_rejects.ts";
import { withBackend, withEndpoint } from "./_s3_server.ts";

Deno.test("offerPut() tells what a server takes, sends no byte and puts nothing", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    await withBackend(targetUrl, settings, async (backend) => {
      const offer = (bytes: number) => backend.offerPut?.("k", bytes);
      assertEquals(await offer(1000), "taken");
      assertEquals(await offer(S3_PUT_BYTES_MAX), "taken");
      assertEquals(await offer(S3_PUT_BYTES_MAX + 1), "too large");
      assertEquals((await backend.list()).objects, []);
      // The connection is not used for what comes next.
      await backend.put("k", new Uint8Array(3));
      assertEquals((await backend.head("k")).sizeBytes, 3);
    });
  });
});

Deno.test("offerPut() fails for what is no answer to the question", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    const wrong = { ...settings, secretAccessKey: "wrong" };
    await withBackend(targetUrl, wrong, async (backend) => {
      await assertKind(
        () => backend.offerPut?.("k", 10) ?? Promise.resolve(),
        "PermissionDenied",
      );
    });
  });
});
