/** The promises of backends/disk_place.ts. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { devicePlace, folderPlace } from "../../backends/disk_place.ts";
import { withScratch } from "./_scratch.ts";

Deno.test("folderPlace() is the same for a folder and a link to it", async () => {
  await withScratch(async (root) => {
    await Deno.mkdir(`${root}/a`);
    await Deno.mkdir(`${root}/b`);
    await Deno.symlink(`${root}/a`, `${root}/link`);
    const [a, b, link] = await Promise.all(
      ["a", "b", "link"].map((name) => folderPlace(`${root}/${name}`)),
    );
    assertEquals(link, a);
    assertNotEquals(b?.placeId, a?.placeId);
    assertEquals(b?.roomId, a?.roomId);
  });
});

Deno.test("folderPlace() knows a folder to be made below a link", async () => {
  await withScratch(async (root) => {
    await Deno.mkdir(`${root}/a`);
    await Deno.symlink(`${root}/a`, `${root}/link`);
    const at = (path: string) => folderPlace(`${root}/${path}`);
    assertEquals(await at("link/new/x"), await at("a/new/x"));
    assertNotEquals(await at("a/new"), await at("a/other"));
    assertEquals([...Deno.readDirSync(`${root}/a`)], []);
  });
});

Deno.test("devicePlace() tells devices apart by their numbers", async () => {
  const [zero, full] = await Promise.all(
    ["/dev/zero", "/dev/full"].map(devicePlace),
  );
  assertNotEquals(zero, full);
  assertEquals(zero, await devicePlace("/dev/../dev/zero"));
  assertEquals(await devicePlace("/dev/there-is-none"), {});
});
