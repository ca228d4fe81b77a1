import { assertEquals, assertRejects } from "@std/assert";
import { CrashDisk } from "../../../backends/crash/crash_disk.ts";
import { FolderBackend } from "../../../backends/folder/folder_backend.ts";
import { runConformance } from "../../../backends/mod.ts";

function backendOn(disk: CrashDisk): FolderBackend {
  return new FolderBackend({
    url: "file:///data",
    root: "/data",
    core: disk.core,
    files: disk.files,
    direct: false,
  });
}

Deno.test("CrashDisk holds a folder of objects as a file system does", async () => {
  const disk = new CrashDisk();
  await disk.files.makeFolder("/data");
  const report = await runConformance(backendOn(disk), { seed: 1 });
  const broken = report.results.filter(({ outcome }) =>
    outcome !== "held" && outcome !== "not claimed"
  );
  assertEquals(broken, []);
});

Deno.test("CrashDisk starts again from an image of another", async () => {
  const disk = new CrashDisk();
  await disk.files.makeFolder("/data");
  await backendOn(disk).put("a/b", Uint8Array.of(1, 2, 3));
  const again = new CrashDisk(disk.image());
  assertEquals(await backendOn(again).get("a/b"), Uint8Array.of(1, 2, 3));
  assertEquals(again.image(), disk.image());
});

Deno.test("CrashDisk logs writes and syncs in their order", async () => {
  const disk = new CrashDisk();
  const file = await disk.core.openFile("/a", { create: true, direct: false });
  await file.append(Uint8Array.of(7));
  await file.sync();
  await disk.core.pathSync("/");
  disk.note("done");
  const kinds = disk.log.map(({ kind }) => kind);
  assertEquals(kinds, ["make", "write", "sync", "syncFolder", "note"]);
  await assertRejects(() => disk.files.remove("/none"), Error, "ENOENT");
});
