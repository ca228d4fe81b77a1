import { assert, assertEquals } from "@std/assert";
import { main } from "../../cmd/mod.ts";
import { type Report, saveReport } from "../../engine/mod.ts";
import { bundlePage } from "../../cmd/bundle_page.ts";
import { testContext } from "../_support/cli.ts";
import { runOf } from "../engine/report/compare/comparison_fixture.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Files `a1.json` and so on in a folder of the test. */
async function withReports(
  reports: Readonly<Record<string, Report>>,
  body: (cwd: string) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir();
  try {
    for (const [name, report] of Object.entries(reports)) {
      await Deno.mkdir(`${cwd}/${name}/..`, { recursive: true });
      await Deno.writeTextFile(`${cwd}/${name}.json`, saveReport(report));
    }
    await body(cwd);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("compare ends with 5 when a condition is missed, else with 0", async () => {
  await withReports({ a: runOf(1e5), b: runOf(2e5) }, async (cwd) => {
    const context = testContext({ cwd });
    const words = ["compare", "a.json", "b.json"];
    assertEquals(await main(words, context), 0);
    assert(context.out().includes("too few runs"));
    const missed = [...words, "--fail-if", "fill.write.p99 > +10%"];
    assertEquals(await main(missed, context), 5);
    const kept = [...words, "--fail-if", "write.p99 > +200%"];
    assertEquals(await main(kept, context), 0);
  });
});

Deno.test("compare takes named lists and folders, and writes each form", async () => {
  const reports = Object.fromEntries(
    [1, 2, 3, 4].flatMap((number) => [
      [`old/${number}`, runOf(200e3 + number * 1e3)],
      [`n${number}`, runOf(100e3 + number * 1e3)],
    ]),
  );
  await bundlePage(ROOT);
  await withReports(reports, async (cwd) => {
    const context = testContext({ cwd });
    const exit = await main([
      ...["compare", "old", "new=n1.json,n2.json,n3.json,n4.json"],
      ...["--json", "out.json", "--html", "out.html"],
    ], context);
    assertEquals([exit, context.err()], [0, ""]);
    assert(context.out().includes("faster"));
    const saved = JSON.parse(await Deno.readTextFile(`${cwd}/out.json`));
    assertEquals(
      saved.groups.map(({ name }: { name: string }) => name),
      ["A", "new"],
    );
    const page = await Deno.readTextFile(`${cwd}/out.html`);
    assert(page.includes("Comparison A / new"));
  });
});

Deno.test("compare tells mistakes before it reads, and all of them", async () => {
  await withReports({ a: runOf(1e5) }, async (cwd) => {
    const context = testContext({ cwd });
    const both = ["--fail-if", "p99 > 1", "--fail-if", "read.p98 > 1%"];
    assertEquals(
      await main(["compare", "a.json", "b.json", ...both], context),
      2,
    );
    assert(context.err().includes("2 mistakes"));
    assertEquals(await main(["compare", "a.json"], context), 2);
    assertEquals(await main(["compare", "a.json", "b.json"], context), 2);
    const lost = ["a.json", "a.json", "--fail-if", "read.p99 > 1%"];
    assertEquals(await main(["compare", ...lost], context), 2);
    assert(context.err().includes("have in common fill.write"));
  });
});
