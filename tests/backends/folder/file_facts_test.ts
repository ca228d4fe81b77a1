import { assertEquals, assertRejects } from "@std/assert";
import {
  fileFacts,
  LinkInTheWay,
} from "../../../backends/folder/file_facts.ts";
import { SYSTEM_FILES } from "../../../backends/folder/folder_files.ts";

Deno.test("fileFacts() has an etag that changes with the bytes, and follows no link", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/a`;
    await Deno.writeTextFile(path, "one");
    const before = await fileFacts(SYSTEM_FILES, path);
    assertEquals(before.sizeBytes, 3);
    await Deno.writeTextFile(path, "four");
    const after = await fileFacts(SYSTEM_FILES, path);
    assertEquals(after.etag === before.etag, false);
    await Deno.symlink("a", `${folder}/b`);
    const error = await assertRejects(
      () => fileFacts(SYSTEM_FILES, `${folder}/b`),
      LinkInTheWay,
    );
    assertEquals(error.code, "ELOOP");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
