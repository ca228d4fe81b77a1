import { assertEquals } from "@std/assert";
import { FolderBackend } from "../../../backends/folder/folder_backend.ts";
import { DiskCore } from "../_disk_core.ts";
import { withScratch } from "../_scratch.ts";

Deno.test("a listing reads only the folders that can hold a key of its page", async () => {
  await withScratch(async (root) => {
    const url = `file://${root}`;
    const core = new DiskCore();
    const backend = new FolderBackend({ url, root, core, direct: false });
    for (const key of ["a/1", "b/1", "c/1"]) {
      await backend.put(key, new Uint8Array());
    }
    // A folder in the place of an object would fail the walk if it were read.
    Deno.removeSync(`${root}/b%`, { recursive: true });
    Deno.writeTextFileSync(`${root}/b%`, "");
    const page = await backend.list({ prefix: "c/" });
    assertEquals(page.objects.map(({ key }) => key), ["c/1"]);
  });
});

Deno.test("a listing over long and short keys is in one order", async () => {
  await withScratch(async (root) => {
    const url = `file://${root}`;
    const core = new DiskCore();
    const backend = new FolderBackend({ url, root, core, direct: false });
    const stem = "p".repeat(80);
    const keys = [
      ...[stem.slice(1), stem, `${stem}-x`, `${stem}/x`, `${stem}0`],
    ];
    for (const key of [...keys].reverse()) {
      await backend.put(key, new Uint8Array());
    }
    const { objects } = await backend.list();
    assertEquals(objects.map(({ key }) => key), [...keys].sort());
  });
});
