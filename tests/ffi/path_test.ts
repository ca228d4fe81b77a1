import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Core, CoreError, loadCore } from "../../ffi/mod.ts";

async function withFolder(body: (core: Core, root: string) => Promise<void>) {
  using core = loadCore();
  const root = await Deno.makeTempDir();
  try {
    await body(core, root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("renameNew() never replaces a file, and names both", async () => {
  await withFolder(async (core, root) => {
    await Deno.writeTextFile(`${root}/a`, "mine");
    await Deno.writeTextFile(`${root}/b`, "yours");
    const error = await assertRejects(
      () => core.renameNew(`${root}/a`, `${root}/b`),
      CoreError,
      `Cannot rename "${root}/a" to new name "${root}/b"`,
    );
    assertEquals(error.statusName, "EEXIST");
    assertEquals(await Deno.readTextFile(`${root}/b`), "yours");
    await core.renameNew(`${root}/a`, `${root}/c`);
    assertEquals(await Deno.readTextFile(`${root}/c`), "mine");
  });
});

Deno.test("pathSync() reaches folders and files, and tells what is missing", async () => {
  await withFolder(async (core, root) => {
    await core.pathSync(root);
    await Deno.writeTextFile(`${root}/a`, "mine");
    await core.pathSync(`${root}/a`);
    const error = await assertRejects(
      () => core.pathSync(`${root}/none`),
      CoreError,
      `${root}/none`,
    );
    assertEquals(error.statusName, "ENOENT");
  });
});

Deno.test("foreignNames() counts what listings leave out", async () => {
  await withFolder(async (core, root) => {
    await Deno.writeTextFile(`${root}/ü`, "");
    assertEquals(await core.foreignNames(root), 0);
    const { success } = await new Deno.Command("sh", {
      args: ["-c", `: > "$0/$(printf 'x\\377')"`, root],
    }).output();
    assertEquals(success, true);
    assertEquals([...Deno.readDirSync(root)].length, 1);
    assertEquals(await core.foreignNames(root), 1);
    await assertRejects(() => core.foreignNames(`${root}/none`), CoreError);
  });
});

Deno.test("lockFile() has one holder, until that lets go", async () => {
  await withFolder(async (core, root) => {
    await Deno.writeTextFile(`${root}/a`, "");
    using lock = core.lockFile(`${root}/a`);
    const taken = assertThrows(() => core.lockFile(`${root}/a`), CoreError);
    assertEquals(taken.statusName, "EAGAIN");
    lock.close();
    lock.close();
    core.lockFile(`${root}/a`).close();
    assertThrows(() => core.lockFile(`${root}/none`), CoreError, "none");
  });
});
