import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Core, CoreError, loadCore } from "../../ffi/mod.ts";

async function withFile(body: (core: Core, path: string) => Promise<void>) {
  using core = loadCore();
  const folder = await Deno.makeTempDir();
  try {
    await body(core, `${folder}/object`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function bytesOf(count: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: count }, (_, index) => index * 7 + 1);
}

for (const direct of [false, true]) {
  const how = direct ? "past the page cache" : "through the page cache";
  Deno.test(`CoreFile keeps bytes of any length ${how}`, async () => {
    await withFile(async (core, path) => {
      const bytes = bytesOf(10_001);
      {
        using file = await core.openFile(path, { create: true, direct });
        await file.append(bytes.slice(0, 5));
        await file.append(bytes.slice(5));
        assertEquals(file.sizeBytes(), 10_001);
        await file.sync();
      }
      assertEquals(await Deno.readFile(path), bytes);
      using file = await core.openFile(path, { create: false, direct });
      assertEquals(file.sizeBytes(), 10_001);
      const part = new Uint8Array(5000);
      assertEquals(await file.read(part, 1001), 5000);
      assertEquals(part, bytes.slice(1001, 6001));
      assertEquals(await file.read(part, 10_000), 1);
      assertEquals(await file.read(part, 20_000), 0);
    });
  });
}

Deno.test("openFile() never replaces a file and names one that is not there", async () => {
  await withFile(async (core, path) => {
    const missing = await assertRejects(
      () => core.openFile(path, { create: false, direct: false }),
      CoreError,
      path,
    );
    assertEquals(missing.statusName, "ENOENT");
    await Deno.writeTextFile(path, "mine");
    await assertRejects(
      () => core.openFile(path, { create: true, direct: false }),
      CoreError,
      path,
    );
    assertEquals(await Deno.readTextFile(path), "mine");
  });
});

Deno.test("CoreFile refuses a second call while one runs, and close then", async () => {
  await withFile(async (core, path) => {
    const file = await core.openFile(path, { create: true, direct: false });
    const appending = file.append(bytesOf(1 << 20));
    assertThrows(() => file.close(), CoreError, "in use");
    await assertRejects(() => file.sync(), CoreError, "in use");
    await appending;
    file.close();
    file.close();
    await assertRejects(() => file.sync(), CoreError, "closed");
    assertThrows(() => file.sizeBytes(), CoreError, "closed");
  });
});

Deno.test("CoreFile.append() fails as the storage does, and sync() after it", async () => {
  await withFile(async (core, path) => {
    using file = await core.openFile(path, { create: true, direct: false });
    try {
      core.faults.arm("fs.write.fail:arg=28:count=1");
      const full = await assertRejects(
        () => file.append(bytesOf(9)),
        CoreError,
      );
      assertEquals(full.statusName, "ENOSPC");
    } finally {
      core.faults.clear();
    }
    // A file that lost bytes must not be called safe later.
    const after = await assertRejects(() => file.sync(), CoreError, path);
    assertEquals(after.statusName, "ENOSPC");
  });
});

Deno.test("CoreFile.sync() fails as the storage does", async () => {
  await withFile(async (core, path) => {
    using file = await core.openFile(path, { create: true, direct: false });
    await file.append(bytesOf(9));
    try {
      core.faults.arm("fs.sync.fail");
      const lost = await assertRejects(() => file.sync(), CoreError, path);
      assertEquals(lost.statusName, "EIO");
    } finally {
      core.faults.clear();
    }
  });
});
