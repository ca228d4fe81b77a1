import { assertEquals, assertRejects } from "@std/assert";
import {
  fileFacts,
  LinkInTheWay,
} from "../../../backends/folder/file_facts.ts";
import {
  FolderPlace,
  STAGING_FOLDER,
} from "../../../backends/folder/folder_place.ts";
import { SYSTEM_FILES } from "../../../backends/folder/folder_files.ts";
import { DiskCore, FakeCoreError } from "../_disk_core.ts";
import { withScratch } from "../_scratch.ts";

function placeAt(root: string, core = new DiskCore()): FolderPlace {
  return new FolderPlace({ root, core, direct: false });
}

Deno.test("stage() writes aside, and publish() leaves nothing there", async () => {
  await withScratch(async (root) => {
    const place = placeAt(root);
    const staged = await place.stage([new Uint8Array(3), new Uint8Array(4)]);
    assertEquals(staged.path.startsWith(`${root}/${STAGING_FOLDER}/`), true);
    assertEquals(staged.facts.sizeBytes, 7);
    const facts = await place.publish(staged, "a/b", false);
    assertEquals(facts.etag, staged.facts.etag);
    await place.close();
    const names = [...Deno.readDirSync(root)].map(({ name }) => name);
    assertEquals(names, ["a%"]);
  });
});

Deno.test("publish() that fails takes the staged file away", async () => {
  await withScratch(async (root) => {
    const core = new DiskCore({
      fail: (call) =>
        call === "renameNew" ? new FakeCoreError(-5, "EIO") : undefined,
    });
    const place = placeAt(root, core);
    const staged = await place.stage([new Uint8Array(3)]);
    await assertRejects(() => place.publish(staged, "k", true));
    await place.close();
    assertEquals([...Deno.readDirSync(root)], []);
  });
});

Deno.test("stage() makes its folder again when another run took it away", async () => {
  await withScratch(async (root) => {
    let isFirst = true;
    const core = new DiskCore({
      fail: (call, path) => {
        if (call !== "openFile" || !isFirst) return undefined;
        isFirst = false;
        Deno.removeSync(path.replace(/\/[^/]*$/, ""));
        return new FakeCoreError(-2, "ENOENT");
      },
    });
    await placeAt(root, core).stage([new Uint8Array(1)]);
  });
});

Deno.test("fileFacts() tells versions apart, and stops at a link", async () => {
  await withScratch(async (root) => {
    const place = placeAt(root);
    const tags = new Set<string>();
    for (let i = 0; i < 5; i++) {
      const staged = await place.stage([new Uint8Array(1)]);
      tags.add((await place.publish(staged, "k", false)).etag);
      const next = await place.stage([new Uint8Array(1)]);
      assertEquals(next.facts.etag === [...tags].at(-1), false);
    }
    Deno.symlinkSync(`${root}/k`, `${root}/link`);
    await assertRejects(
      () => fileFacts(SYSTEM_FILES, `${root}/link`),
      LinkInTheWay,
    );
  });
});
