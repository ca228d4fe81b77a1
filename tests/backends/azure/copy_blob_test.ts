import { assertEquals } from "@std/assert";
import { copyBlob } from "../../../backends/azure/copy_blob.ts";
import { assertKind } from "../_rejects.ts";
import { bytesOf, withAzure } from "./_reference.ts";

Deno.test("copyBlob() copies in one step and tells what it made", async () => {
  await withAzure(async ({ backend, client }) => {
    await backend.put("from", bytesOf("123"));
    const facts = await copyBlob({
      source: client.blob("p/from"),
      read: () => client.copySource("p/from"),
      target: client.blob("p/to"),
      id: "0123456789abcdef",
    });
    assertEquals(facts.sizeBytes, 3);
    assertEquals((await backend.head("to")).etag, facts.etag);
  });
});

Deno.test("copyBlob() joins what is too large for one step", async () => {
  await withAzure(async ({ backend, client }) => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
    await backend.put("from", bytes);
    await copyBlob({
      source: client.blob("p/from"),
      read: () => client.copySource("p/from"),
      target: client.blob("p/to"),
      id: "0123456789abcdef",
      stepBytesMax: 300,
    });
    assertEquals(await backend.get("to"), bytes);
  });
});

Deno.test("copyBlob() makes nothing of a source that changes meanwhile", async () => {
  await withAzure(async ({ backend, client }) => {
    await backend.put("from", bytesOf("123456"));
    for (const stepBytesMax of [100, 3]) {
      const change = () =>
        backend.putStream("from", new Blob(["abcdef"]).stream());
      await assertKind(() => backend.copy("none", "to"), "NotFound");
      const copied = copyBlob({
        source: client.blob("p/from"),
        read: async () => {
          await change();
          return await client.copySource("p/from");
        },
        target: client.blob("p/to"),
        id: "0123456789abcdef",
        stepBytesMax,
      });
      assertEquals(
        await copied.then(() => "copied", () => "refused"),
        "refused",
      );
      await assertKind(() => backend.get("to"), "NotFound");
    }
  });
});
