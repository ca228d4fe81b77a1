import { assertEquals } from "@std/assert";
import { BLOCK_BLOB, putText, withBlobServer } from "./_blob_server.ts";

Deno.test("commitVersion() lets one of many puts be the first", async () => {
  await withBlobServer(async (ask) => {
    const headers = { ...BLOCK_BLOB, "if-none-match": "*" };
    const ends = await Promise.all(
      Array.from(
        { length: 12 },
        (_, racer) => ask("PUT", "/scratch/k", { headers, body: `${racer}` }),
      ),
    );
    assertEquals(ends.filter(({ status }) => status === 201).length, 1);
    const lost = ends.filter(({ status }) => status !== 201);
    assertEquals(
      new Set(lost.map(({ code }) => code)),
      new Set(["BlobAlreadyExists"]),
    );
    const winner = ends.findIndex(({ status }) => status === 201);
    assertEquals((await ask("GET", "/scratch/k")).text, `${winner}`);
  });
});

Deno.test("commitVersion() gives each version an ETag of its own", async () => {
  await withBlobServer(async (ask) => {
    const first = await putText(ask, "/scratch/k", "1");
    const second = await putText(ask, "/scratch/k", "1");
    const [old, now] = [first, second].map((one) => one.headers.get("etag"));
    assertEquals(old === now, false);
    const headers = { ...BLOCK_BLOB, "if-match": old ?? "" };
    const stale = await ask("PUT", "/scratch/k", { headers, body: "2" });
    assertEquals([stale.status, stale.code], [412, "ConditionNotMet"]);
  });
});

Deno.test("commitVersion() keeps the day on which a blob was made", async () => {
  let nowMs = Date.now();
  await withBlobServer(async (ask) => {
    await putText(ask, "/scratch/k", "1");
    const made = (await ask("HEAD", "/scratch/k")).headers;
    nowMs += 60_000;
    await putText(ask, "/scratch/k", "2");
    const changed = (await ask("HEAD", "/scratch/k")).headers;
    const day = "x-ms-creation-time";
    assertEquals(changed.get(day), made.get(day));
    assertEquals(
      changed.get("last-modified") === made.get("last-modified"),
      false,
    );
  }, { nowMs: () => nowMs });
});
