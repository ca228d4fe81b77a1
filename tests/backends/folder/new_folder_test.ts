import { assertEquals, assertRejects } from "@std/assert";
import { LinkInTheWay } from "../../../backends/folder/file_facts.ts";
import { SYSTEM_FILES } from "../../../backends/folder/folder_files.ts";
import { makeFolder } from "../../../backends/folder/new_folder.ts";
import { withScratch } from "../_scratch.ts";

Deno.test("makeFolder() says whether it was made now, and refuses a link", async () => {
  await withScratch(async (root) => {
    assertEquals(await makeFolder(SYSTEM_FILES, `${root}/a`), true);
    assertEquals(await makeFolder(SYSTEM_FILES, `${root}/a`), false);
    await Deno.symlink(`${root}/a`, `${root}/link`);
    await assertRejects(
      () => makeFolder(SYSTEM_FILES, `${root}/link`),
      LinkInTheWay,
      `${root}/link`,
    );
  });
});
