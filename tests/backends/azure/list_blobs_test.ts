import { assertEquals } from "@std/assert";
import { listBlobs } from "../../../backends/azure/list_blobs.ts";
import { bytesOf, withAzure } from "./_reference.ts";

Deno.test("listBlobs() cuts the target's prefix off keys and prefixes", async () => {
  await withAzure(async ({ backend, client }) => {
    for (const key of ["a/1", "a/2", "b"]) await backend.put(key, bytesOf("1"));
    const page = await listBlobs(client.container, "p/", { delimiter: "/" });
    assertEquals(page.objects.map(({ key }) => key), ["b"]);
    assertEquals(page.prefixes, ["a/"]);
    assertEquals(page.next, undefined);
  });
});

Deno.test("listBlobs() hands a marker out that goes on behind the page", async () => {
  await withAzure(async ({ backend, client }) => {
    for (const key of ["a/1", "a/2", "b", "c"]) {
      await backend.put(key, bytesOf("1"));
    }
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listBlobs(client.container, "p/", {
        delimiter: "/",
        limit: 1,
        ...(after === undefined ? {} : { after }),
      });
      seen.push(...page.objects.map(({ key }) => key), ...page.prefixes);
      after = page.next;
    } while (after !== undefined);
    assertEquals(seen, ["a/", "b", "c"]);
  });
});

Deno.test("listBlobs() reads names that XML cannot hold", async () => {
  await withAzure(async ({ backend, client }) => {
    const keys = ["\x01<&>\"'", " a ", "a\r\nb", "\ufffe"];
    for (const key of keys) await backend.put(key, bytesOf("1"));
    const { objects } = await listBlobs(client.container, "p/", {});
    assertEquals(objects.map(({ key }) => key), keys);
  });
});
