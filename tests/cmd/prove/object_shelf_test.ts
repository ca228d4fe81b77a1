import { assertEquals, assertThrows } from "@std/assert";
import { ObjectShelf } from "../../../cmd/prove/object_shelf.ts";

async function withShelf(
  body: (shelf: ObjectShelf, folder: string) => void,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["records", "pieces"]) {
      await Deno.mkdir(`${folder}/${name}`);
    }
    const record = {
      key: "run/a",
      etag: "e",
      sizeBytes: 3,
      blobs: [
        { name: "p1", sizeBytes: 2, skipBytes: 1 },
        { name: "p2", sizeBytes: 1 },
      ],
    };
    await Deno.writeFile(`${folder}/pieces/p1`, Uint8Array.of(0, 1, 2));
    await Deno.writeFile(`${folder}/pieces/p2`, Uint8Array.of(3));
    await Deno.writeTextFile(
      `${folder}/records/1.json`,
      JSON.stringify(record),
    );
    const shelf = new ObjectShelf({
      records: `${folder}/records`,
      pieces: `${folder}/pieces`,
      keyField: "key",
      piecesField: "blobs",
    });
    body(shelf, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ObjectShelf reads the pieces of an object", async () => {
  await withShelf((shelf) => {
    assertEquals(shelf.read("run/a").pieces, [
      Uint8Array.of(1, 2),
      Uint8Array.of(3),
    ]);
    assertEquals([...shelf.objects("run/").keys()], ["run/a"]);
    assertEquals(shelf.objects("other/").size, 0);
    assertThrows(() => shelf.read("run/b"), TypeError, "run/b");
  });
});

Deno.test("ObjectShelf changes bytes, and the sizes with them, and no more", async () => {
  await withShelf((shelf) => {
    shelf.write("run/a", [Uint8Array.of(7, 7, 7, 7), Uint8Array.of(8)]);
    const { pieces, record } = shelf.read("run/a");
    assertEquals(pieces, [Uint8Array.of(7, 7, 7, 7), Uint8Array.of(8)]);
    assertEquals([record["sizeBytes"], record["etag"]], [5, "e"]);
  });
});

Deno.test("ObjectShelf puts an object under another key, or again", async () => {
  await withShelf((shelf) => {
    shelf.put("run/b", shelf.read("run/a"));
    assertEquals([...shelf.objects("run/").keys()], ["run/a", "run/b"]);
    assertEquals(shelf.read("run/b").pieces, shelf.read("run/a").pieces);
    shelf.put("run/b", { record: {}, pieces: [Uint8Array.of(5)] });
    assertEquals(shelf.objects("run/").size, 2);
    assertEquals(shelf.read("run/b").pieces, [Uint8Array.of(5)]);
  });
});
