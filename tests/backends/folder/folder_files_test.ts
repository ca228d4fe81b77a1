import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { SYSTEM_FILES } from "../../../backends/folder/folder_files.ts";
import { errnoOf } from "../../../backends/folder/disk_failure.ts";
import { withScratch } from "../_scratch.ts";

async function codeOf(action: Promise<unknown>): Promise<string | undefined> {
  return errnoOf(await assertRejects(() => action));
}

Deno.test("SYSTEM_FILES fails with the system's codes", async () => {
  await withScratch(async (root) => {
    const files = SYSTEM_FILES;
    await files.makeFolder(`${root}/a`);
    assertEquals(await codeOf(files.makeFolder(`${root}/a`)), "EEXIST");
    assertEquals(await codeOf(files.remove(`${root}/none`)), "ENOENT");
    assertEquals(await codeOf(files.facts(`${root}/none`)), "ENOENT");
    Deno.writeTextFileSync(`${root}/f`, "1");
    assertEquals(
      await codeOf(files.link(`${root}/f`, `${root}/a`)),
      "EEXIST",
    );
    assertEquals(await codeOf(files.makeFolder(`${root}/f/x`)), "ENOTDIR");
  });
});

Deno.test("SYSTEM_FILES tells a file from the one that took its name", async () => {
  await withScratch(async (root) => {
    Deno.writeTextFileSync(`${root}/one`, "same");
    Deno.writeTextFileSync(`${root}/two`, "same");
    Deno.symlinkSync(`${root}/one`, `${root}/link`);
    const before = await SYSTEM_FILES.facts(`${root}/one`);
    await SYSTEM_FILES.rename(`${root}/two`, `${root}/one`);
    const after = await SYSTEM_FILES.facts(`${root}/one`);
    assertNotEquals(after.version, before.version);
    assertEquals(after.sizeBytes, 4);
    assertEquals(
      (await SYSTEM_FILES.facts(`${root}/link`)).isSymbolicLink,
      true,
    );
    const names: string[] = [];
    for await (const { name } of SYSTEM_FILES.entries(root)) names.push(name);
    assertEquals(names.sort(), ["link", "one"]);
  });
});
