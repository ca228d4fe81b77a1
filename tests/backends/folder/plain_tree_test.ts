import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../backends/mod.ts";
import { PlainTree } from "../../../backends/folder/plain_tree.ts";
import { loadCore } from "../../../ffi/mod.ts";

async function withTree(
  body: (tree: PlainTree, root: string) => Promise<void>,
) {
  using core = loadCore();
  const root = await Deno.makeTempDir();
  try {
    await body(
      new PlainTree({ url: `file://${root}`, root, core, direct: false }),
      root,
    );
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function keysOf(tree: PlainTree): Promise<string[]> {
  const keys: string[] = [];
  for await (const { kind, key } of tree.entries()) keys.push(`${kind} ${key}`);
  return keys.sort();
}

Deno.test("PlainTree finds files by their own names, and tells of what is none", async () => {
  await withTree(async (tree, root) => {
    await Deno.mkdir(`${root}/a/.b`, { recursive: true });
    await Deno.mkdir(`${root}/.stor-verify`);
    await Deno.writeTextFile(`${root}/.stor-verify/staged`, "");
    await Deno.writeTextFile(`${root}/a/.b/50% x`, "");
    await Deno.writeTextFile(`${root}/top`, "");
    await Deno.symlink("top", `${root}/link`);
    assertEquals(await keysOf(tree), [
      "file a/.b/50% x",
      "file top",
      "other .stor-verify",
      "other link",
    ]);
  });
});

Deno.test("PlainTree tells of each name that is no text", async () => {
  await withTree(async (tree, root) => {
    await Deno.mkdir(`${root}/a`);
    const made = await new Deno.Command("sh", {
      args: [
        "-c",
        `cd "$0/a" && : > "$(printf 'x\\377')" && : > "$(printf '\\200')"`,
        root,
      ],
    }).output();
    assertEquals(made.success, true);
    assertEquals(await keysOf(tree), ["unnamed a/", "unnamed a/"]);
  });
});

Deno.test("PlainTree names a folder that is not there, and makes it", async () => {
  await withTree(async (tree, root) => {
    await Deno.remove(root);
    const failure = await assertRejects(() => keysOf(tree), StorageError);
    assertEquals(failure.kind, "NotFound");
    await tree.make();
    assertEquals(await keysOf(tree), []);
  });
});

Deno.test("PlainTree cannot make a folder where a file is", async () => {
  await withTree(async (tree, root) => {
    await Deno.remove(root);
    await Deno.writeTextFile(root, "");
    await assertRejects(() => tree.make(), StorageError, root);
    await Deno.remove(root);
    await tree.make();
  });
});

Deno.test("PlainTree reads a file, and no link", async () => {
  await withTree(async (tree, root) => {
    await Deno.writeTextFile(`${root}/a`, "abc");
    await Deno.symlink("a", `${root}/link`);
    const file = await tree.open("a");
    assertEquals(file.sizeBytes(), 3);
    file.close();
    await assertRejects(() => tree.open("link"));
  });
});
