/** The promises of cmd/store/atomic_file.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { WriteFailed } from "../../../cmd/context.ts";
import { syncFolder, writeFileAtomic } from "../../../cmd/store/atomic_file.ts";

Deno.test("writeFileAtomic() replaces a file whole and leaves nothing beside it", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/a.json`;
  await writeFileAtomic(path, "old and longer");
  await writeFileAtomic(path, "new");
  assertEquals(await Deno.readTextFile(path), "new");
  await writeFileAtomic(path, new Uint8Array([0, 255]));
  assertEquals(await Deno.readFile(path), new Uint8Array([0, 255]));
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), [
    "a.json",
  ]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeFileAtomic() that fails keeps what was there", async () => {
  const folder = await Deno.makeTempDir();
  // A folder in the way makes the last step, the rename, fail.
  await Deno.mkdir(`${folder}/a/b`, { recursive: true });
  await assertRejects(
    () => writeFileAtomic(`${folder}/a`, "new"),
    WriteFailed,
    `Cannot save "${folder}/a": `,
  );
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["a"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("syncFolder() names the folder that it cannot sync", async () => {
  await assertRejects(
    () => syncFolder("/nowhere/at/all"),
    WriteFailed,
    'Cannot sync the folder "/nowhere/at/all": no such file',
  );
});
