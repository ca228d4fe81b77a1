import { assertEquals, assertRejects } from "@std/assert";
import { EntryNotes } from "../../../backends/folder/entry_notes.ts";
import { FolderBackend } from "../../../backends/folder/folder_backend.ts";
import { DiskCore } from "../_disk_core.ts";
import { withScratch } from "../_scratch.ts";

Deno.test("EntryNotes tells each name once, also of many at a time", async () => {
  const notes = new EntryNotes();
  await notes.tell("before anybody listens");
  const told: string[] = [];
  notes.listen((name) => {
    told.push(name);
    return Promise.resolve();
  });
  await Promise.all(["a", "b", "a", "b"].map((name) => notes.tell(name)));
  await notes.tell("a");
  assertEquals(told, ["a", "b"]);
});

Deno.test("EntryNotes tells a name again when noting it failed", async () => {
  const notes = new EntryNotes();
  let count = 0;
  notes.listen(() =>
    count++ === 0 ? Promise.reject(new Error("full")) : Promise.resolve()
  );
  await assertRejects(() => notes.tell("a"), Error, "full");
  await notes.tell("a");
  assertEquals(count, 2);
});

Deno.test("every way to make a key notes its entry before it is there", async () => {
  await withScratch(async (root) => {
    const url = `file://${root}`;
    const core = new DiskCore();
    const backend = new FolderBackend({ url, root, core, direct: false });
    const told: string[] = [];
    backend.noteEntries((name) => {
      const names = [...Deno.readDirSync(root)].map((entry) => entry.name);
      assertEquals(names.includes(name), false, name);
      told.push(name);
      return Promise.resolve();
    });
    const bytes = new Uint8Array(1);
    await backend.put("put/a/b", bytes);
    await backend.put("put/c", bytes);
    await backend.putIfAbsent("absent", bytes);
    await backend.putStream("..", new Blob([bytes]).stream());
    await backend.copy("absent", "copy/x");
    await backend.rename("absent", "/renamed");
    const upload = await backend.upload("up");
    await upload.complete([await upload.put(1, bytes)]);
    assertEquals(told, ["put%", "absent", "%2E.", "copy%", "%", "up"]);
    await backend.close();
  });
});
