import { assertEquals } from "@std/assert";
import { bytesOf, withAzure } from "./_reference.ts";

Deno.test("abortBlocks() drops what was never committed, and no object", async () => {
  await withAzure(async ({ backend, client }) => {
    await backend.put("run/kept", bytesOf("1"));
    await backend.put("run/empty", new Uint8Array());
    for (const key of ["run/a", "run/b", "run/kept", "other/c"]) {
      await (await backend.upload(key)).put(1, bytesOf("part"));
    }
    const unfinished = await backend.unfinished?.("run/") ?? [];
    assertEquals(unfinished.map(({ name }) => name), ["run/a", "run/b"]);
    await unfinished[1]?.remove();
    assertEquals(await backend.abortUploads?.("run/"), 1);
    assertEquals(await backend.abortUploads?.("run/"), 0);
    const { objects } = await backend.list();
    assertEquals(objects.map(({ key }) => key), ["run/empty", "run/kept"]);
    assertEquals(await backend.get("run/kept"), bytesOf("1"));
    const other = await client.blob("p/other/c").getBlockList("uncommitted");
    assertEquals(other.uncommittedBlocks?.length, 1);
  });
});
