import { assertEquals } from "@std/assert";
import { stagedFiles } from "../../../backends/folder/staged_files.ts";
import { FolderPlace } from "../../../backends/folder/folder_place.ts";
import { loadCore } from "../../../ffi/mod.ts";

Deno.test("stagedFiles() names what was written aside, and nothing that nobody stages", async () => {
  using core = loadCore();
  const root = await Deno.makeTempDir({ prefix: "stor-verify-staged-" });
  try {
    const place = new FolderPlace({ root, core, direct: false });
    assertEquals(await stagedFiles(place), []);
    const { path } = await place.stage([new Uint8Array(5)]);
    await Deno.writeTextFile(`${root}/.stor-verify/notes`, "mine");
    const found = await stagedFiles(place);
    assertEquals(
      found.map(({ isLeft, name, sizeBytes }) => [
        `${root}/${name}`,
        sizeBytes,
        isLeft,
      ]),
      [[path, 5, false]],
    );
    // The system numbers processes up to 4194304.
    const gone = `${root}/.stor-verify/0a1b2c3d-4194305-1`;
    await Deno.writeTextFile(gone, "half");
    const left = (await stagedFiles(place)).find(({ isLeft }) => isLeft);
    assertEquals(`${root}/${left?.name}`, gone);
    await left?.remove();
    await found[0]?.remove();
    await found[0]?.remove();
    assertEquals(await stagedFiles(place), []);
    assertEquals([...Deno.readDirSync(`${root}/.stor-verify`)].length, 1);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
