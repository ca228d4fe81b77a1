/** The promises of cmd/store/atomic_file.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { WriteFailed } from "../../../cmd/context.ts";
import { syncFolder, writeFileAtomic } from "../../../cmd/store/atomic_file.ts";

const CAN_MAKE_DISK = canMakeDisk();

/** A name with a number that no driver has: there is nothing behind it. */
function makeDisk(path: string): boolean {
  const args = [path, "b", "240", "0"];
  return new Deno.Command("mknod", { args, stderr: "null" }).outputSync()
    .success;
}

function canMakeDisk(): boolean {
  const folder = Deno.makeTempDirSync();
  try {
    return makeDisk(`${folder}/disk`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

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

Deno.test("writeFileAtomic() writes into what is no file, and leaves it there", async () => {
  const folder = await Deno.makeTempDir();
  const link = `${folder}/link`;
  await Deno.symlink("/dev/null", link);
  await writeFileAtomic(link, "gone");
  assertEquals((await Deno.lstat(link)).isSymlink, true);
  assertEquals((await Deno.stat(link)).isCharDevice, true);

  const pipe = `${folder}/pipe`;
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  const reader = new Deno.Command("cat", { args: [pipe], stdout: "piped" });
  const reading = reader.spawn().output();
  await writeFileAtomic(pipe, "through it");
  const { stdout } = await reading;
  assertEquals(new TextDecoder().decode(stdout), "through it");
  assertEquals([...Deno.readDirSync(folder)].length, 2);
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: CAN_MAKE_DISK
    ? "writeFileAtomic() takes no name away from a disk"
    : "writeFileAtomic() and disks (skipped: mknod takes the rights of root)",
  ignore: !CAN_MAKE_DISK,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const disk = `${folder}/disk`;
    makeDisk(disk);
    await assertRejects(
      () => writeFileAtomic(disk, "x"),
      WriteFailed,
      "it is a block device: name a file",
    );
    assertEquals((await Deno.lstat(disk)).isBlockDevice, true);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("writeFileAtomic() writes the file behind a link, and keeps the link", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/file`, "old");
  await Deno.symlink("file", `${folder}/link`);
  await writeFileAtomic(`${folder}/link`, "new");
  assertEquals((await Deno.lstat(`${folder}/link`)).isSymlink, true);
  assertEquals(await Deno.readTextFile(`${folder}/file`), "new");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("syncFolder() names the folder that it cannot sync", async () => {
  await assertRejects(
    () => syncFolder("/nowhere/at/all"),
    WriteFailed,
    'Cannot sync the folder "/nowhere/at/all": no such file',
  );
});
