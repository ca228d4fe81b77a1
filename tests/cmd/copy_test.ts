/** Copies as their users meet them: between folders, S3 and Azure. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  bytesOf,
  type CopyPlaces,
  withCopyPlaces,
} from "../_support/copy_place.ts";

const BIG = bytesOf(11_000_003, 1);
const SMALL = bytesOf(777, 2);

async function writeTree({ write }: CopyPlaces): Promise<void> {
  await write("in/big", BIG);
  await write("in/a/50% ü.txt", SMALL);
  await write("in/empty", new Uint8Array());
}

async function expectTree({ cwd }: CopyPlaces, name: string): Promise<void> {
  assertEquals(await Deno.readFile(`${cwd}/${name}/big`), BIG);
  assertEquals(await Deno.readFile(`${cwd}/${name}/a/50% ü.txt`), SMALL);
  assertEquals(await Deno.readFile(`${cwd}/${name}/empty`), new Uint8Array());
}

Deno.test("copy takes a tree through S3 and Azure and back, byte for byte", async () => {
  await withCopyPlaces(async (places) => {
    await writeTree(places);
    const ways = [
      ["file://./in", "s3/x"],
      ["s3/x", "az/y"],
      ["az/y", "s3/z/"],
      ["s3/z", "file://./out"],
    ];
    for (const [from = "", to = ""] of ways) {
      const { exit, context } = await places.run(
        "copy",
        from,
        to,
        "--read-back",
      );
      assertEquals(exit, 0, context.out() + context.err());
      assertMatch(context.out(), /^copied 3 objects, 11\.0 MB in/m);
      assertMatch(context.out(), /^PASS$/m);
    }
    await expectTree(places, "out");
  });
});

Deno.test("copy of one object takes its name, or the one it is given", async () => {
  await withCopyPlaces(async (places) => {
    await writeTree(places);
    const { cwd, run } = places;
    assertEquals((await run("copy", "file://./in/big", "s3/dir/")).exit, 0);
    assertEquals((await run("copy", "s3/dir/big", "file://./there")).exit, 0);
    assertEquals(await Deno.readFile(`${cwd}/there`), BIG);
    await Deno.mkdir(`${cwd}/folder`);
    assertEquals((await run("copy", "s3/dir/big", "file://./folder")).exit, 0);
    assertEquals(await Deno.readFile(`${cwd}/folder/big`), BIG);
  });
});

Deno.test("copy replaces nothing unless it is told to", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", SMALL);
    await write("out/a", bytesOf(5, 3));
    for (const to of ["file://./out", "s3/p"]) {
      if (to === "s3/p") await run("copy", "file://./out", to);
      const refused = await run("copy", "file://./in", to);
      assertEquals(refused.exit, 3);
      assertStringIncludes(refused.context.out(), "is there already");
      const replaced = await run("copy", "file://./in", to, "--overwrite");
      assertEquals(replaced.exit, 0, replaced.context.out());
    }
    assertEquals(await Deno.readFile(`${cwd}/out/a`), SMALL);
  });
});

Deno.test("copy holds 50 MB back to a memory of 30 MB, and says its peak", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", bytesOf(50_000_000, 4));
    const { exit } = await run(
      ...["copy", "file://./in/a", "s3/a", "--memory", "30MB"],
      ...["--json", "out.json", "--quiet"],
    );
    assertEquals(exit, 0);
    const { memory } = JSON.parse(await Deno.readTextFile(`${cwd}/out.json`));
    assertEquals(memory.limitBytes, 30_000_000);
    assertEquals(memory.peakBytes <= 30_000_000, true);
    assertEquals(memory.peakBytes > 10_000_000, true);
  });
});

const LIES: readonly (readonly [string, number])[] = [
  ["flip-bit", 1],
  ["zero-tail", 1],
  ["lose-part", 1],
  ["swap-parts", 1],
  ["cut-body", 3],
  ["drop-write", 3],
  ["error-in-200", 3],
];
for (const [mutant, exit] of LIES) {
  Deno.test(`copy to a store with the lie "${mutant}" ends with ${exit}`, async () => {
    await withCopyPlaces(async ({ write, run }) => {
      await write("in/a", bytesOf(20_000_000, 5));
      const ended = await run(
        ...["copy", "file://./in", "s3/p", "--read-back", "--retries", "0"],
      );
      assertEquals(ended.exit, exit, ended.context.out());
      assertEquals(ended.context.out().includes("PASS"), false);
    }, [{ name: mutant }]);
  });
}

for (
  const [what, words, exit, text] of [
    ["a source that is not there", ["file://./no", "s3/p"], 3, "no such file"],
    ["nothing to copy", ["s3/no", "file://./out"], 4, "NOTHING"],
    ["a place within itself", ["s3/a", "s3/a/b"], 2, "within it"],
    ["a scheme without objects", ["mem:", "s3/p"], 2, "copies go between"],
    ["an unknown name", ["sdrei/a", "s3/p"], 2, "no target has that name"],
    ["an unknown digest", ["s3/a", "az/b", "--digest", "sha1"], 2, "sha1"],
    ["no memory", ["s3/a", "az/b", "--memory", "many"], 2, "--memory many"],
    ["no lanes", ["s3/a", "az/b", "--parallel", "0"], 2, "--parallel 0"],
    [
      "a bucket that is not there",
      ["file://./in", "s3://other-bucket/x"],
      3,
      "",
    ],
  ] as const
) {
  Deno.test(`copy of ${what} ends with ${exit} and one clear sentence`, async () => {
    await withCopyPlaces(async ({ write, run }) => {
      await write("in/a", SMALL);
      const ended = await run("copy", ...words);
      const said = ended.context.out() + ended.context.err();
      assertEquals(ended.exit, exit, said);
      assertStringIncludes(said, text);
      assertEquals(said.includes("bug"), false);
    });
  });
}

Deno.test("copy tells of links that it passed over", async () => {
  await withCopyPlaces(async ({ write, run, cwd }) => {
    await write("in/a", SMALL);
    await Deno.symlink("a", `${cwd}/in/link`);
    const { exit, context } = await run("copy", "file://./in", "file://./out");
    assertEquals(exit, 0);
    assertStringIncludes(context.out(), "1 entry passed over");
  });
});

Deno.test("copy with a journal does not copy again what is there", async () => {
  await withCopyPlaces(async (places) => {
    await writeTree(places);
    const words = ["copy", "file://./in", "s3/p", "--journal", "j"];
    assertEquals((await places.run(...words)).exit, 0);
    const again = await places.run(...words);
    assertEquals(again.exit, 0, again.context.out());
    assertStringIncludes(again.context.out(), "3 objects done before");
    await places.write("in/a/50% ü.txt", BIG);
    const changed = await places.run(...words, "--overwrite");
    assertStringIncludes(changed.context.out(), "copied 1 object");
    const other = await places.run(
      "copy",
      "file://./in",
      "s3/q",
      "--journal",
      "j",
    );
    assertEquals(other.exit, 2);
    assertStringIncludes(other.context.err(), "it is of a copy from");
  });
});
