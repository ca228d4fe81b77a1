import { assert, assertEquals } from "@std/assert";
import { blockId, newUploadId } from "../../../backends/azure/azure_upload.ts";
import { assertKind } from "../_rejects.ts";
import { bytesOf, withAzure } from "./_reference.ts";

Deno.test("blockId() has one length for every part of every upload", () => {
  const ids = [1, 9, 10_000].map((number) => blockId(newUploadId(), number));
  assertEquals(new Set(ids.map(({ length }) => length)).size, 1);
  assertEquals(atob(blockId("0123456789abcdef", 7)), "0123456789abcdef-00007");
});

Deno.test("AzureUpload tells a part by its content", async () => {
  await withAzure(async ({ backend }) => {
    const upload = await backend.upload("k");
    const first = await upload.put(1, bytesOf("a"));
    assertEquals(first.etag, '"0cc175b9c0f1b6a831c399e269772661"');
    assertEquals(await upload.put(1, bytesOf("a")), first);
  });
});

Deno.test("AzureUpload lets the service refuse what it never got", async () => {
  await withAzure(async ({ backend }) => {
    const upload = await backend.upload("k");
    const part = await upload.put(1, bytesOf("a"));
    const none = { number: 2, etag: part.etag };
    const error = await assertKind(
      () => upload.complete([part, none]),
      "PreconditionFailed",
    );
    assert(error.message.includes("InvalidBlockList"), error.message);
    for (const number of [0, 10_001, 1.5]) {
      const put = () => upload.put(number, bytesOf("a"));
      await assertKind(put, "PreconditionFailed");
    }
  });
});

Deno.test("AzureUpload sends nothing once it was aborted", async () => {
  await withAzure(async ({ backend }) => {
    const upload = await backend.upload("k");
    const part = await upload.put(1, bytesOf("a"));
    await upload.abort();
    await assertKind(() => upload.put(2, bytesOf("b")), "NotFound");
    await assertKind(() => upload.complete([part]), "NotFound");
    await assertKind(() => backend.get("k"), "NotFound");
  });
});
