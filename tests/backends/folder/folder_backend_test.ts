import { assert, assertEquals } from "@std/assert";
import { FolderBackend } from "../../../backends/folder/folder_backend.ts";
import {
  DiskCore,
  type DiskCoreOptions,
  FakeCoreError,
} from "../_disk_core.ts";
import { assertKind } from "../_rejects.ts";
import { withScratch } from "../_scratch.ts";

const BYTES = new Uint8Array([1, 2, 3]);

async function withFolder(
  options: DiskCoreOptions,
  body: (
    backend: FolderBackend,
    core: DiskCore,
    root: string,
  ) => Promise<void>,
): Promise<void> {
  await withScratch(async (scratch) => {
    const root = `${scratch}/place`;
    Deno.mkdirSync(root);
    const core = new DiskCore(options);
    const url = `file://${root}`;
    const backend = new FolderBackend({ url, root, core, direct: false });
    await body(backend, core, root);
    assertEquals(core.openFiles, 0, "files left open");
    await backend.close();
  });
}

function walk(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? walk(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

Deno.test("put makes the file durable, then the name, then nothing is left aside", async () => {
  await withFolder({}, async (backend, core, root) => {
    await backend.put("a/b", BYTES);
    assertEquals(core.synced, [root, `${root}/a%`]);
    assertEquals(walk(root), [`${root}/a%/b`]);
  });
});

Deno.test("readInto() fills what it is handed from any place of the object", async () => {
  await withFolder({}, async (backend) => {
    await backend.put("k", BYTES);
    const into = new Uint8Array(4);
    assertEquals([await backend.readInto("k", 0, into), ...into], [
      3,
      ...[1, 2, 3, 0],
    ]);
    assertEquals(await backend.readInto("k", 2, into), 1);
    assertEquals(await backend.readInto("k", 9, into), 0);
    await assertKind(() => backend.readInto("gone", 0, into), "NotFound");
  });
});

Deno.test("a put that fails at any call leaves the old object and no file", async () => {
  for (const call of ["openFile", "append", "sync"]) {
    let isArmed = false;
    const error = new FakeCoreError(-28, "ENOSPC");
    const fail = (name: string) => isArmed && name === call ? error : undefined;
    await withFolder({ fail }, async (backend, _core, root) => {
      await backend.put("k", BYTES);
      isArmed = true;
      const failed = await assertKind(
        () => backend.put("k", new Uint8Array(9)),
        "NoSpace",
      );
      isArmed = false;
      assert(/\([\d,]+ bytes are free at/.test(failed.message), failed.message);
      assertEquals(await backend.get("k"), BYTES);
      assertEquals(walk(root), [`${root}/k`]);
    });
  }
});

Deno.test("errors of the system become kinds, each with its sentence", async () => {
  const kinds = [
    ["EACCES", "PermissionDenied"],
    ["EROFS", "ReadOnly"],
    ["EDQUOT", "NoSpace"],
    ["EIO", "Unexpected"],
    ["EMFILE", "Unavailable"],
    ["ETIMEDOUT", "TimedOut"],
    ["ENAMETOOLONG", "InvalidKey"],
  ] as const;
  for (const [errno, kind] of kinds) {
    const fail = (call: string) =>
      call === "openFile" ? new FakeCoreError(-1, errno) : undefined;
    await withFolder({ fail }, async (backend) => {
      const error = await assertKind(() => backend.put("k", BYTES), kind);
      assert(error.message.startsWith('Cannot put "k" in "file:///'));
      assertEquals(error.message.endsWith("."), false);
    });
  }
});

Deno.test("a symbolic link below the root is never followed", async () => {
  await withFolder({}, async (backend, _core, root) => {
    const outside = `${root}/../outside`;
    Deno.mkdirSync(outside);
    Deno.writeTextFileSync(`${outside}/secret`, "secret");
    Deno.symlinkSync(outside, `${root}/link%`);
    Deno.symlinkSync(`${outside}/secret`, `${root}/file`);
    const refusals = [
      () => backend.get("link/secret"),
      () => backend.put("link/new", BYTES),
      () => backend.delete("link/secret"),
      () => backend.head("link/secret"),
      () => backend.rename("link/secret", "x"),
      () => backend.copy("link/secret", "x"),
      () => backend.get("file"),
      () => backend.head("file"),
      () => backend.copy("file", "x"),
    ];
    for (const call of refusals) await assertKind(call, "PermissionDenied");
    assertEquals((await backend.list()).objects, []);
    assertEquals(walk(outside).length, 1);
    await backend.put("file", BYTES);
    assertEquals(Deno.readTextFileSync(`${outside}/secret`), "secret");
    assertEquals(await backend.get("file"), BYTES);
  });
});

Deno.test("list passes over what no key can have, and finds the rest", async () => {
  await withFolder({}, async (backend, _core, root) => {
    await backend.put("a", BYTES);
    Deno.writeTextFileSync(`${root}/not ours`, "");
    Deno.writeTextFileSync(`${root}/.hidden`, "");
    Deno.mkdirSync(`${root}/folder`);
    const { objects } = await backend.list();
    assertEquals(objects.map(({ key }) => key), ["a"]);
  });
});

Deno.test("delete takes away the folders that it empties", async () => {
  await withFolder({}, async (backend, _core, root) => {
    await backend.put("a/b/c", BYTES);
    await backend.put("a/d", BYTES);
    await backend.delete("a/b/c");
    assertEquals([...Deno.readDirSync(`${root}/a%`)].length, 1);
    await backend.delete("a/d");
    await backend.close();
    assertEquals([...Deno.readDirSync(root)], []);
  });
});

Deno.test("puts and deletes in one folder do not get in each other's way", async () => {
  await withFolder({}, async (backend) => {
    const lane = async (name: string) => {
      for (let i = 0; i < 30; i++) {
        await backend.put(`shared/${name}`, BYTES);
        await backend.delete(`shared/${name}`);
      }
    };
    await Promise.all(["a", "b", "c", "d"].map(lane));
    assertEquals((await backend.list()).objects, []);
  });
});

Deno.test("a failed sync stays failed", async () => {
  let isArmed = true;
  const fail = (call: string) =>
    isArmed && call === "pathSync" ? new FakeCoreError(-5, "EIO") : undefined;
  await withFolder({ fail }, async (backend) => {
    await assertKind(() => backend.sync(), "Unexpected");
    isArmed = false;
    await assertKind(() => backend.sync(), "Unexpected");
  });
});

Deno.test("a root that is missing is told as such, and not as a missing object", async () => {
  await withFolder({}, async (backend, _core, root) => {
    Deno.removeSync(root);
    const error = await assertKind(() => backend.get("k"), "NotFound");
    assert(error.message.includes("file or folder"), error.message);
    await assertKind(() => backend.put("k", BYTES), "NotFound");
    await assertKind(() => backend.list(), "NotFound");
  });
});

Deno.test("putIfAbsent falls back to a link where a rename cannot refuse", async () => {
  const fail = (call: string) =>
    call === "renameNew" ? new FakeCoreError(-22, "EINVAL") : undefined;
  await withFolder({ fail }, async (backend, _core, root) => {
    await backend.putIfAbsent("k", BYTES);
    await assertKind(
      () => backend.putIfAbsent("k", new Uint8Array(9)),
      "AlreadyExists",
    );
    assertEquals(await backend.get("k"), BYTES);
    assertEquals(walk(root), [`${root}/k`]);
  });
});

Deno.test("a stream that nobody reads to its end closes its file", async () => {
  await withFolder({}, async (backend) => {
    await backend.put("k", new Uint8Array(3 << 20));
    const reader = (await backend.getStream("k")).getReader();
    await reader.read();
    const pending = reader.read();
    await reader.cancel();
    await pending;
  });
});

Deno.test("admit() takes a folder that is not there yet to write, not to verify", async () => {
  await withFolder({}, async (backend, _core, root) => {
    await backend.admit("create");
    await backend.admit("verify");
    Deno.removeSync(root);
    await backend.admit("create");
    await assertKind(() => backend.admit("verify"), "NotFound");
    const scratch = root.replace(/\/place$/, "");
    assertEquals([...Deno.readDirSync(scratch)], []);
  });
});
