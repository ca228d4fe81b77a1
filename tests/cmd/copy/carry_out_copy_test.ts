/** What a copy does on the way to its end: signals, JSON, journals. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../../cmd/mod.ts";
import { testContext } from "../../_support/cli.ts";
import { bytesOf, withCopyPlaces } from "../../_support/copy_place.ts";

Deno.test("JSON goes to stdout alone, and the text beside it", async () => {
  await withCopyPlaces(async ({ write, run }) => {
    await write("in/a", bytesOf(10, 1));
    const { context } = await run(
      ...["copy", "file://./in", "file://./out", "--json", "-"],
    );
    assertEquals(JSON.parse(context.out()).objects.done, 1);
    assertStringIncludes(context.err(), "PASS");
  });
});

Deno.test("Ctrl-C ends a copy with 130, leaves nothing, and a journal goes on", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    const bytes = bytesOf(64 << 20, 1);
    await write("in/a", bytes);
    const words = ["copy", "file://./in", "s3/p", "--journal", "j"];
    const context = testContext({ cwd });
    // Each megabyte takes a tenth of a second, so that nobody is late.
    const slow = ["--net-fault", "throttle:arg=10000000"];
    const running = main([...words, ...slow], context);
    while (!await hasParts(`${cwd}/j`)) {
      await new Promise((r) => setTimeout(r, 5));
    }
    assertEquals(context.send("SIGINT"), 1);
    assertEquals(await running, 130);
    assertStringIncludes(context.out(), "INTERRUPTED");
    const none = await run("copy", "s3/p", "file://./none");
    assertEquals(none.exit, 4);

    const again = await run(...words);
    assertEquals(again.exit, 0, again.context.out() + again.context.err());
    assertStringIncludes(again.context.out(), "were there already");
    assertEquals((await run("copy", "s3/p", "file://./out")).exit, 0);
    assertEquals(await Deno.readFile(`${cwd}/out/a`), bytes);
  });
});

async function hasParts(path: string): Promise<boolean> {
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.includes('"line":"part"');
}
