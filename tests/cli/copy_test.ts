/**
 * Copies by the real program, as hosts and storage end them: killed, stopped,
 * out of space, from sources that go away. Method: the destination is slow on
 * purpose, so that each of them happens amid the copy, however fast the host.
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { Child, type ChildEnd } from "../_support/child.ts";
import {
  bytesOf,
  type CopyPlaces,
  withCopyPlaces,
} from "../_support/copy_place.ts";

const BIG = bytesOf(48 << 20, 1);
/** Each megabyte takes a tenth of a second, and no connection is lost. */
const SLOW = ["--net-fault", "throttle:arg=10000000"];

function child({ cwd }: CopyPlaces, ...words: readonly string[]): Child {
  return new Child(words, { cwd, env: { HOME: cwd } });
}

function copied(
  places: CopyPlaces,
  ...words: readonly string[]
): Promise<ChildEnd> {
  return child(places, "copy", ...words).end();
}

/** Resolves once the journal tells of `count` parts; fails if it never does. */
async function untilParts(path: string, count: number): Promise<void> {
  for (;;) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text.split('"line":"part"').length > count) return;
    if (text.includes('"line":"done"')) throw new Error(`It is done: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** What a folder shows to people; the staging folder is none of it. */
function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name !== ".stor-verify").sort();
}

for (const store of ["s3", "az"] as const) {
  Deno.test(`a copy to ${store} that was killed goes on, and sends only what is missing`, async () => {
    await withCopyPlaces(async (places) => {
      const { cwd, run, write } = places;
      await write("in/a", BIG);
      const words = ["file://./in", `${store}/p`, "--journal", "j"];
      const killed = child(places, "copy", ...words, ...SLOW);
      await untilParts(`${cwd}/j`, 2);
      killed.kill("SIGKILL");
      assertEquals((await killed.end()).signal, "SIGKILL");
      const none = await run("copy", `${store}/p`, "file://./none");
      assertEquals(none.exit, 4, "something half-written is visible");

      const again = await copied(places, ...words, "--json", "again.json");
      assertEquals(again.exit, 0, again.out + again.err);
      const json = JSON.parse(await Deno.readTextFile(`${cwd}/again.json`));
      // Two parts of 2 MiB or more had been acknowledged.
      assert(json.bytes.notSentAgain >= 4 << 20, again.out);
      assertEquals(json.objects.done, 1);
      assertEquals((await run("copy", `${store}/p`, "file://./out")).exit, 0);
      assertEquals(await Deno.readFile(`${cwd}/out/a`), BIG);
    });
  });
}

Deno.test("a copy that was killed before its journal said so is found done", async () => {
  await withCopyPlaces(async (places) => {
    const { cwd, run, write } = places;
    await write("in/a", BIG.slice(0, 9 << 20));
    for (const to of ["file://./out", "s3/p", "az/p"]) {
      const words = ["copy", "file://./in", to, "--journal", "j"];
      assertEquals((await run(...words)).exit, 0);
      const journal = await Deno.readTextFile(`${cwd}/j`);
      const lines = journal.split("\n");
      assert(lines.at(-2)?.includes('"line":"done"'));
      await Deno.writeTextFile(
        `${cwd}/j`,
        `${lines.slice(0, -2).join("\n")}\n{"line":"do`,
      );
      const again = await run(...words);
      assertEquals(again.exit, 0, again.context.out());
      assertStringIncludes(again.context.out(), "were there already");
      await Deno.remove(`${cwd}/j`);
    }
  });
});

Deno.test("Ctrl-C ends a copy with 130, a partial report, and nothing to see", async () => {
  await withCopyPlaces(async (places) => {
    const { cwd, run, write } = places;
    await write("in/a", BIG);
    const words = ["file://./in", "s3/p", "--journal", "j"];
    const stopped = child(
      places,
      ...["copy", ...words, ...SLOW, "--json", "stopped.json"],
    );
    await untilParts(`${cwd}/j`, 1);
    stopped.kill("SIGINT");
    const end = await stopped.end();
    assertEquals(end.exit, 130, end.out + end.err);
    assertStringIncludes(end.out, "INTERRUPTED");
    const json = JSON.parse(await Deno.readTextFile(`${cwd}/stopped.json`));
    assertEquals([json.exit, json.objects.interrupted], [130, 1]);
    assertEquals((await run("copy", "s3/p", "file://./none")).exit, 4);
    const again = await copied(places, ...words);
    assertEquals(again.exit, 0, again.out + again.err);
    assertStringIncludes(again.out, "were there already");
  });
});

Deno.test("Ctrl-C amid a run of copies ends with 130 and a report, and takes all away", async () => {
  await withCopyPlaces(async (places) => {
    const { cwd } = places;
    const running = child(
      places,
      ...["run", "--profile", "copy-verify", "--target", "s3"],
      ...["--net-fault", "throttle:arg=4000000", "--runs", `${cwd}/runs`],
    );
    await running.until("FAULTS ARMED");
    running.kill("SIGINT");
    const end = await running.end();
    assertEquals(end.exit, 130, end.out + end.err);
    const report = await places.run("report", "last", "--runs", `${cwd}/runs`);
    assertEquals(report.exit, 0, report.context.err());
    assertEquals((await places.run("copy", "s3", "file://./none")).exit, 4);
  });
});

Deno.test("a source that vanishes amid a copy ends it with 3, one sentence, and nothing to see", async () => {
  await withCopyPlaces(async (places) => {
    const { cwd, run, write } = places;
    await write("in/a", BIG);
    const running = child(
      places,
      ...["copy", "file://./in", "s3/p", "--journal", "j", ...SLOW],
    );
    await untilParts(`${cwd}/j`, 1);
    await Deno.truncate(`${cwd}/in/a`, 100);
    const end = await running.end();
    assertEquals(end.exit, 3, end.out + end.err);
    // It depends on whether all of it had been read by then.
    assertMatch(end.out, /^failed {2}Cannot read "a" .* while it was read$/m);
    assertEquals((await run("copy", "s3/p", "file://./none")).exit, 4);
  });
});

for (
  const [point, sentence] of [
    ["stream.write.fail:after=1:arg=28", "no space is left"],
    ["stream.publish.fail:arg=30", "the file system is read-only"],
    ["stream.read.fail", "the device reported an I/O error"],
    ["fs.sync.fail", "the device reported an I/O error"],
    ["fs.rename.fail", "the device reported an I/O error"],
  ] as const
) {
  Deno.test(`${point} on a copy is one clear sentence, 3, and nothing half-written`, async () => {
    await withCopyPlaces(async (places) => {
      await places.write("in/a", BIG.slice(0, 9 << 20));
      const end = await copied(
        places,
        ...["file://./in", "file://./out", "--fault", point],
      );
      assertEquals(end.exit, 3, end.out + end.err);
      assertStringIncludes(end.out, sentence);
      assertEquals(end.out.match(/^failed /gm)?.length, 1, end.out);
      assertEquals(namesIn(`${places.cwd}/out`), []);
    });
  });
}

Deno.test("a manifest that was edited is refused, and a byte that changed is found", async () => {
  await withCopyPlaces(async (places) => {
    const { cwd, run, write } = places;
    await write("in/a", BIG.slice(0, 9 << 20));
    const made = await copied(
      places,
      ...["file://./in", "file://./out", "--manifest", "m"],
    );
    assertEquals(made.exit, 0, made.out + made.err);
    {
      using file = await Deno.open(`${cwd}/out/a`, { write: true });
      await file.seek(5_000_000, Deno.SeekMode.Start);
      await file.write(Uint8Array.of((BIG[5_000_000] ?? 0) ^ 1));
    }
    const found = await child(places, "check-manifest", "m").end();
    assertEquals(found.exit, 1, found.out + found.err);
    assertStringIncludes(found.out, "FINDING");
    const text = await Deno.readTextFile(`${cwd}/m`);
    await Deno.writeTextFile(`${cwd}/m`, text.replace("9437184", "9437185"));
    const edited = await run("check-manifest", "m");
    assertEquals(edited.exit, 2, edited.context.out());
  });
});
