import { assertEquals } from "@std/assert";
import { StoreStand } from "../../../cmd/prove/store_stand.ts";

for (const scheme of ["s3", "az"] as const) {
  Deno.test(`StoreStand keeps its address while ${scheme} is changed`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await using stand = await StoreStand.start(scheme, folder);
      const before = stand.settings;
      const record = { etag: "e", sizeBytes: 0, headers: [], sequence: 1 };
      await stand.atRest((shelf) =>
        shelf.put("a/b", { record, pieces: [Uint8Array.of(4, 2)] })
      );
      assertEquals(stand.settings, before);
      const found = stand.look((shelf) => shelf.objects("a/"));
      assertEquals([...found.keys()], ["a/b"]);
      await stand.clear();
      assertEquals(stand.look((shelf) => shelf.objects("")).size, 0);
      assertEquals(stand.settings, before);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("StoreStand runs again after a change that failed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using stand = await StoreStand.start("s3", folder);
    const failed = await stand.atRest(() => {
      throw new RangeError("as planned");
    }).catch((error: Error) => error.message);
    assertEquals(failed, "as planned");
    const answer = await fetch(String(stand.settings["endpoint"]));
    await answer.body?.cancel();
    assertEquals(answer.status, 403);
    assertEquals(stand.fired("stale-read"), 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
