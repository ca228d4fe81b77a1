/** Tables that a run keeps, judged and taken away by later commands. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../../_support/cli.ts";

const PROFILE = `name: tables
steps:
  - { name: appends, load: table, appends: 5, rows: 20, writers: 2, readers: 1 }
objectives: [findings == 0, appends.coverage >= 100%]
`;

async function withRun(
  keep: readonly string[],
  body: (place: {
    readonly folder: string;
    readonly url: string;
    readonly out: string;
    run(...words: readonly string[]): ReturnType<typeof runCli>;
  }) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir({ prefix: "stor-verify-kept-" });
  const folder = `${cwd}/place`;
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${cwd}/p.yaml`, PROFILE);
  const env = { STOR_VERIFY_RUNS: `${cwd}/runs` };
  const run = (...words: readonly string[]) => runCli(words, { cwd, env });
  const url = `file://${folder}`;
  try {
    const made = await run(
      ...["run", "--profile", `${cwd}/p.yaml`, "--target", url, ...keep],
    );
    assertEquals(made.exit, 0, made.err);
    await body({ folder, url, out: made.out, run });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

function entries(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("run --keep keeps a table, verify judges it by what was acknowledged, clean takes it away", async () => {
  await withRun(["--keep"], async ({ folder, out, run, url }) => {
    const kept = /kept\s+at\s+(\S+)/.exec(out)?.[1] ?? "";
    assertStringIncludes(kept, `${url}/sv-`);
    assertStringIncludes(out, "judge again with: stor-verify verify");
    const checked = await run("table", "check", kept);
    assertEquals([checked.exit, checked.err], [0, ""]);
    const listed = await run("table", "ls", url, "--json");
    const [{ path }] = JSON.parse(listed.out);
    const shown = await run("table", "show", url, "--path", path);
    assertStringIncludes(shown.out, "rows         100");
    const again = await run("verify", "last");
    assertEquals(again.exit, 0, again.err);
    assertStringIncludes(again.out, "5 acknowledged appends read again");
    const [table = ""] = entries(folder).filter((one) => one.startsWith("sv-"));
    const last = `${folder}/${table}/_metadata%/manifest-5.svm`;
    await Deno.remove(last);
    const wrong = await run("verify", "last");
    assertEquals(wrong.exit, 1);
    assertStringIncludes(wrong.out, "was acknowledged, and 0 of its 20 rows");
    assertStringIncludes(wrong.out, "1 finding in tables");
    assertEquals((await run("clean", "last")).exit, 0);
    assertEquals(entries(folder), []);
    assertEquals((await run("verify", "last")).exit, 2);
  });
});

Deno.test("run takes a table that is whole away, and leaves nothing to judge", async () => {
  await withRun([], async ({ folder, out, run }) => {
    assertEquals(entries(folder), []);
    assertStringIncludes(out, "every byte was as it should be");
    assertEquals((await run("verify", "last")).exit, 2);
  });
});
