/** Faults on copies: said first, counted last, caught by the digests. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { bytesOf, withCopyPlaces } from "../../_support/copy_place.ts";

const BYTES = bytesOf(50_000, 1);

Deno.test("a byte that flips on the way out is caught by its hash, and the report says what was armed", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", BYTES);
    const fault = ["--fault", "stream.write.bitflip:count=1"];
    const ended = await run(
      ...["copy", "file://./in", "file://./out", "--read-back", ...fault],
      ...["--json", "j.json"],
    );
    const text = ended.context.out();
    assertEquals(ended.exit, 1, text);
    assert(text.startsWith("FAULTS ARMED: stream.write.bitflip:count=1"), text);
    assertStringIncludes(text, "fault  stream.write.bitflip:count=1 reached");
    assertStringIncludes(text, "FINDING");
    const json = await Deno.readTextFile(`${cwd}/j.json`);
    assertEquals(Object.keys(JSON.parse(json))[0], "faultsArmed");
    // Nothing stays armed, and a clean copy is not marked.
    const clean = await run("copy", "file://./in", "file://./clean");
    assertEquals([clean.exit, clean.context.out().includes("FAULT")], [
      0,
      false,
    ]);
  });
});

Deno.test("a byte that flips on the way in is caught by the manifest", async () => {
  await withCopyPlaces(async ({ write, run }) => {
    await write("in/a", BYTES);
    const made = await run(
      ...["copy", "file://./in", "file://./out", "--manifest", "m"],
    );
    assertEquals(made.exit, 0);
    const checked = await run(
      ...["check-manifest", "m", "--fault", "stream.read.bitflip"],
    );
    assertEquals(checked.exit, 1, checked.context.out());
    assertEquals((await run("check-manifest", "m")).exit, 0);
  });
});

Deno.test("cut connections are asked again, counted, and cost nothing else", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", bytesOf(20_000_000, 2));
    await write("in/b", BYTES);
    assertEquals((await run("copy", "file://./in", "s3/p")).exit, 0);
    const ended = await run(
      ...["copy", "s3/p", "az/q", "--retries", "9", "--read-back"],
      ...["--net-fault", "reset:every=7", "--json", "j.json"],
    );
    const text = ended.context.out() + ended.context.err();
    assertEquals(ended.exit, 0, text);
    assert(text.startsWith("FAULTS ARMED: net.reset:every=7"), text);
    const json = JSON.parse(await Deno.readTextFile(`${cwd}/j.json`));
    assert(json.retries > 0, text);
    assertEquals(json.agreed.destination, 2);
  });
});

Deno.test("all faults that cannot be armed are refused before anything is opened", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", BYTES);
    const words = ["copy", "file://./in", "file://./out"];
    const net = await run(...words, "--net-fault", "reset");
    assertEquals(net.exit, 2);
    assertStringIncludes(
      net.context.err(),
      "nothing of it goes over a network",
    );
    const point = await run(...words, "--fault", "stream.reed.fail");
    assertEquals(point.exit, 2);
    assertStringIncludes(point.context.err(), "stream.read.fail");
    const made = [...Deno.readDirSync(cwd)].map(({ name }) => name);
    assertEquals(made.includes("out"), false);
  });
});
