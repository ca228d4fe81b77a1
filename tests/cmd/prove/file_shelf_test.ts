import { assertEquals, assertThrows } from "@std/assert";
import { FileShelf, memoryPaths } from "../../../cmd/prove/file_shelf.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { spaceSpec } from "../../ffi/core_fixture.ts";

Deno.test("FileShelf reads, changes and cuts what lies there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/a`;
    await Deno.writeFile(path, Uint8Array.of(1, 2, 3, 4));
    const shelf = new FileShelf([path]);
    shelf.write(0, 2, Uint8Array.of(9, 9, 9));
    assertEquals(shelf.read(0), Uint8Array.of(1, 2, 9, 9, 9));
    shelf.resize(0, 3);
    assertEquals(shelf.read(0), Uint8Array.of(1, 2, 9));
    assertThrows(() => shelf.read(1), TypeError, "no file 1");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("memoryPaths() leads to the files that a core has in memory", async () => {
  using core = loadCore();
  assertEquals(memoryPaths(), []);
  const files = [{ name: "a", objectId: 1n }, { name: "b", objectId: 2n }];
  const space = await core.openSpace({
    spec: spaceSpec({ files, fileBytes: 8192 }),
    paths: ["a", "b"],
    objectIds: [1n, 2n],
    kind: "memory",
  });
  try {
    const shelf = new FileShelf(memoryPaths());
    assertEquals(shelf.read(1).length, 8192);
    shelf.write(1, 0, Uint8Array.of(7));
    assertEquals([shelf.read(0)[0], shelf.read(1)[0]], [0, 7]);
  } finally {
    await space.close();
  }
  assertEquals(memoryPaths(), []);
});
