import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  deviceBlockFace,
  folderBlockFace,
  memoryBlockFace,
  nullBlockFace,
} from "../../backends/block_face.ts";
import { DiskCore, FakeCoreError } from "./_disk_core.ts";
import { spaceSpec } from "./_space_spec.ts";
import { assertKind } from "./_rejects.ts";
import { withScratch } from "./_scratch.ts";

Deno.test("facts() tells alignment and free space of a folder that is not there yet", async () => {
  await withScratch(async (scratch) => {
    const core = new DiskCore();
    const options = { url: "direct:///x", core, root: `${scratch}/a/b` };
    const facts = await folderBlockFace({ ...options, direct: true }).facts();
    assertEquals(facts.kind, "directory");
    assertEquals(facts.alignBytes, 512);
    assertEquals(facts.alignSource, "statx");
    assert(facts.freeBytes > 0);
    assertEquals([...Deno.readDirSync(scratch)], []);
    const buffered = await folderBlockFace({ ...options, direct: false })
      .facts();
    assertEquals([buffered.alignBytes, buffered.direct], [1, false]);
  });
});

Deno.test("facts() refuses direct where O_DIRECT is not possible", async () => {
  const alignment = {
    memoryBytes: 0,
    offsetBytes: 0,
    physicalBytes: 0,
    source: "none",
  } as const;
  const core = new DiskCore({ alignment });
  const options = { url: "direct:///tmp", core, root: "/tmp", direct: true };
  const error = await assertKind(
    () => folderBlockFace(options).facts(),
    "Unsupported",
  );
  assert(error.message.includes("does not take O_DIRECT"));
});

Deno.test("facts() says why io_uring is missing", async () => {
  const core = new DiskCore({ uring: -1 });
  const facts = await memoryBlockFace({ url: "mem:", core }).facts();
  assertEquals(facts.io, ["psync"]);
  assert(facts.ioReason?.includes("io_uring_disabled"));
  const able = await memoryBlockFace({ url: "mem:", core: new DiskCore() })
    .facts();
  assertEquals(able.io, ["io_uring", "psync"]);
  assertEquals(able.ioReason, undefined);
});

Deno.test("open() hands the files of the folder to the core", async () => {
  const core = new DiskCore();
  const options = { url: "file:///m", core, root: "/m" };
  const files = [{ name: "a.dat", objectId: 1n }, {
    name: "b.dat",
    objectId: 2n,
  }];
  const spec = spaceSpec({ files });
  for (const direct of [true, false]) {
    await assertRejects(() =>
      folderBlockFace({ ...options, direct }).open(spec)
    );
  }
  await assertRejects(() => nullBlockFace({ url: "null:", core }).open(spec));
  assertEquals(core.opened.map(({ kind }) => kind), [
    "direct",
    "files",
    "null",
  ]);
  assertEquals(core.opened[0]?.paths, ["/m/a.dat", "/m/b.dat"]);
  assertEquals(core.opened[0]?.objectIds, [1n, 2n]);
});

Deno.test("open() refuses a file name that could leave the folder", async () => {
  const core = new DiskCore();
  const face = folderBlockFace({
    url: "file:///m",
    core,
    root: "/m",
    direct: false,
  });
  for (const name of ["../x", "a/b", "", ".stor-verify.json", "/x"]) {
    const spec = spaceSpec({ files: [{ name, objectId: 1n }] });
    await assertKind(() => face.open(spec), "InvalidKey");
  }
  assertEquals(core.opened, []);
});

Deno.test("a device is asked for leave before it is opened", async () => {
  const core = new DiskCore();
  const face = deviceBlockFace({
    url: "direct:///dev/x",
    core,
    path: "/dev/x",
    admit: () => Promise.reject(new FakeCoreError(-1, "EPERM")),
  });
  await assertRejects(() => face.open(spaceSpec({})));
  assertEquals(core.opened, []);
});

Deno.test("facts() is of one place for a folder and a link to it", async () => {
  await withScratch(async (scratch) => {
    await Deno.mkdir(`${scratch}/a`);
    await Deno.symlink(`${scratch}/a`, `${scratch}/link`);
    const [a, link] = await Promise.all(["a", "link"].map((name) => {
      const [core, root] = [new DiskCore(), `${scratch}/${name}`];
      const options = { url: `file://${root}`, core, root, direct: false };
      return folderBlockFace(options).facts();
    }));
    assert(a?.placeId !== undefined);
    assertEquals([link?.placeId, link?.roomId], [a?.placeId, a?.roomId]);
  });
});
