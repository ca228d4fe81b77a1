import { assertEquals, assertRejects } from "@std/assert";
import {
  type BlobFile,
  BlobFolder,
} from "../../../backends/reference/blob_folder.ts";
import { withScratch } from "../_scratch.ts";

async function* chunks(...texts: string[]) {
  for (const text of texts) {
    await Promise.resolve();
    yield new TextEncoder().encode(text);
  }
}

async function* failing() {
  yield* chunks("abc");
  throw new Error("the peer left");
}

async function read(
  folder: BlobFolder,
  blobs: readonly BlobFile[],
  range = { start: 0, end: Infinity },
): Promise<string> {
  let text = "";
  for await (const chunk of folder.read(blobs, range)) {
    text += new TextDecoder().decode(chunk);
  }
  return text;
}

const names = (path: string) => [...Deno.readDirSync(path)].length;

Deno.test("blobs are read one after another, by range", async () => {
  await withScratch(async (path) => {
    const folder = new BlobFolder(path);
    const blobs = [
      await folder.write(chunks("ab", "cd")),
      await folder.write(chunks()),
      await folder.write(chunks("efg")),
    ];
    assertEquals(blobs.map(({ sizeBytes }) => sizeBytes), [4, 0, 3]);
    assertEquals(await read(folder, blobs), "abcdefg");
    assertEquals(await read(folder, blobs, { start: 3, end: 5 }), "de");
    assertEquals(await read(folder, blobs, { start: 5, end: 99 }), "fg");
  });
});

Deno.test("a write that fails leaves nothing", async () => {
  await withScratch(async (path) => {
    const folder = new BlobFolder(path);
    await assertRejects(() => folder.write(failing()), Error, "the peer left");
    assertEquals(names(path), 0);
  });
});

Deno.test("a blob may be a part of its file", async () => {
  await withScratch(async (path) => {
    const folder = new BlobFolder(path);
    const blob = await folder.write(chunks("abcdef"));
    const part = { ...blob, skipBytes: 2, sizeBytes: 3 };
    assertEquals(await read(folder, [part, blob]), "cdeabcdef");
  });
});

Deno.test("a link outlives its first name, and a sweep takes the rest", async () => {
  await withScratch(async (path) => {
    const folder = new BlobFolder(path);
    const first = await folder.write(chunks("abc"));
    const second = await folder.link(first);
    await folder.write(chunks("orphan"));
    await folder.remove([first]);
    await folder.remove([first]);
    await folder.sweep(new Set([second.name]));
    assertEquals(names(path), 1);
    assertEquals(await read(folder, [second]), "abc");
  });
});
