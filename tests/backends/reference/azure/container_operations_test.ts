import { assertEquals } from "@std/assert";
import { putText, withBlobServer } from "./_blob_server.ts";

const BOX = "/box1?restype=container";

Deno.test("createContainer() makes one of a name", async () => {
  await withBlobServer(async (ask) => {
    assertEquals((await ask("PUT", BOX)).status, 201);
    const again = await ask("PUT", BOX);
    assertEquals([again.status, again.code], [409, "ContainerAlreadyExists"]);
    const found = await ask("GET", BOX);
    assertEquals([found.status, found.headers.has("etag")], [200, true]);
    assertEquals((await ask("HEAD", BOX)).status, 200);
  });
});

Deno.test("deleteContainer() takes all that is in it", async () => {
  await withBlobServer(async (ask) => {
    await ask("PUT", BOX);
    await putText(ask, "/box1/k", "1");
    await ask("PUT", `/box1/l?comp=block&blockid=${btoa("a")}`, { body: "1" });
    assertEquals((await ask("DELETE", BOX)).status, 202);
    assertEquals((await ask("DELETE", BOX)).code, "ContainerNotFound");
    await ask("PUT", BOX);
    assertEquals((await ask("GET", "/box1/k")).code, "BlobNotFound");
  });
});
