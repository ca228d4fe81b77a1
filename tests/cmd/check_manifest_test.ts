/** Manifests as their users meet them: written by a copy, judged later. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { bytesOf, withCopyPlaces } from "../_support/copy_place.ts";

Deno.test("check-manifest finds every byte that changed, and objects that are gone", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", bytesOf(100_000, 1));
    await write("in/b/c", bytesOf(5, 2));
    const copied = await run(
      ...["copy", "file://./in", "file://./out", "--manifest", "m"],
    );
    assertEquals(copied.exit, 0, copied.context.out());
    assertEquals((await run("check-manifest", "m")).exit, 0);

    await write("out/b/c", bytesOf(5, 3));
    const rotten = await run("check-manifest", "m");
    assertEquals(rotten.exit, 1);
    assertStringIncludes(rotten.context.out(), 'FINDING  "b/c": sha256');

    await write("out/more", bytesOf(5, 3));
    await Deno.remove(`${cwd}/out/a`);
    const gone = await run("check-manifest", "m", "--json", "-");
    assertEquals(gone.exit, 1);
    const { objects, unnamed } = JSON.parse(gone.context.out());
    assertEquals(unnamed, ["more"]);
    assertEquals([objects.findings, objects.failed], [2, 0]);
  });
});

Deno.test("check-manifest judges another place that has the same objects", async () => {
  await withCopyPlaces(async ({ write, run }) => {
    await write("in/a", bytesOf(1000, 1));
    await run("copy", "file://./in", "s3/p", "--manifest", "m");
    await run("copy", "s3/p", "az/q");
    const { exit, context } = await run("check-manifest", "m", "az/q");
    assertEquals(exit, 0, context.out() + context.err());
    assertStringIncludes(context.out(), "checked 1 object");
  });
});

Deno.test("check-manifest of one object finds it where it was copied to", async () => {
  await withCopyPlaces(async ({ write, run }) => {
    await write("in/a", bytesOf(1000, 1));
    await run("copy", "file://./in/a", "file://./to", "--manifest", "m");
    const { exit, context } = await run("check-manifest", "m");
    assertEquals(exit, 0, context.out() + context.err());
  });
});

Deno.test("check-manifest refuses what was edited, cut, or is no manifest", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", bytesOf(1000, 1));
    await run("copy", "file://./in", "file://./out", "--manifest", "m");
    const text = await Deno.readTextFile(`${cwd}/m`);
    for (
      const edited of [text.replace('"a"', '"b"'), text.slice(0, -5), "hi\n"]
    ) {
      await Deno.writeTextFile(`${cwd}/m`, edited);
      const { exit, context } = await run("check-manifest", "m");
      assertEquals(exit, 2);
      assertStringIncludes(context.err(), "Cannot read the manifest");
    }
    assertEquals((await run("check-manifest", "absent")).exit, 2);
  });
});
