/** The promises of cmd/cases.ts. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";

function entries(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("cases list shows what is selected, as text and as JSON", async () => {
  const select = ["--select", "object.real_io.*", "--select", "table.lance*"];
  const text = await runCli(["cases", "list", ...select]);
  assertEquals(text.exit, 0);
  assertStringIncludes(text.out, "object.real_io.file ");
  assertStringIncludes(text.out, "table.lance_import.");
  const json = await runCli(["cases", "list", ...select, "--json"]);
  const found: { id: string }[] = JSON.parse(json.out).cases;
  for (const { id } of found) assertStringIncludes(text.out, `${id} `);
});

Deno.test("cases list --json FILE writes a file", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const end = await runCli(["cases", "list", "--json", "c.json"], {
      cwd,
      env,
    });
    assertEquals([end.exit, end.out], [0, ""]);
    const text = await Deno.readTextFile(`${cwd}/c.json`);
    assertEquals(JSON.parse(text).version, 1);
  });
});

Deno.test("cases list refuses what only a run can use", async () => {
  const end = await runCli(["cases", "list", "--target", "mem:"]);
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, '"--target" belongs to "cases run"');
});

Deno.test("cases run holds on folders, and leaves nothing in them", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const targets = ["file", "direct"]
      .flatMap((scheme) => ["--target", `${scheme}://${cwd}/${scheme}`]);
    const select = ["--select", "object.*", "--select", "block.*"];
    const end = await runCli(
      ["cases", "run", "--json", ...targets, ...select],
      {
        cwd,
        env,
      },
    );
    const report = loadReport(end.out);
    const bad = report.cases.filter(({ verdict }) =>
      verdict === "broken" || verdict === "failed"
    );
    assertEquals([end.exit, bad], [0, []], end.err);
    for (const scheme of ["file", "direct"]) {
      for (const name of ["real_io", "uri_acceptance"]) {
        assert(
          report.cases.some(({ id, verdict }) =>
            id === `object.${name}.${scheme}` && verdict === "held"
          ),
        );
      }
    }
    assertEquals(entries(cwd), ["long.yaml", "runs", "short.yaml"]);
  });
});

Deno.test("cases run of a broken promise ends with 1 and the command for it", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const end = await runCli([
      ..."cases run --quiet --seed 7 --select block.*".split(" "),
      ..."--fault read.bitflip --target".split(" "),
      `file://${cwd}/x`,
    ], { cwd, env });
    assertEquals(end.exit, 1, end.err);
    assertStringIncludes(end.out, "1 broken case");
    assertStringIncludes(
      end.out.replaceAll(/\s+/g, " "),
      "again with: stor-verify cases run --select block.sweep.verified",
    );
    assertEquals(entries(cwd).includes("x"), false);
  });
});

Deno.test("cases run that only skips is inconclusive", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const end = await runCli(
      ["cases", "run", "--select", "table.append.*", "--target", "mem:"],
      { cwd, env },
    );
    assertEquals(end.exit, 4, end.err);
    assertStringIncludes(end.out, "INCONCLUSIVE");
  });
});

Deno.test("cases run refuses a place that is not empty and not ours", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    await Deno.mkdir(`${cwd}/x/foreign`, { recursive: true });
    const end = await runCli(
      ["cases", "run", "--target", `file://${cwd}/x`],
      { cwd, env },
    );
    assertEquals(end.exit, 3);
    assertEquals(entries(`${cwd}/x`), ["foreign"]);
  });
});

Deno.test("a profile runs cases beside its load", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    await Deno.writeTextFile(
      `${cwd}/both.yaml`,
      "{ name: both, size: 1MiB, steps: [" +
        "{ name: fill, load: block, op: write }, " +
        "{ cases: [object.put.*, block.*] }, " +
        "{ name: back, load: block, op: read }] }",
    );
    const end = await runCli(
      ["run", "--profile", "both.yaml", "--target", `file://${cwd}/x`],
      { cwd, env },
    );
    assertEquals(end.exit, 0, end.err + end.out);
    assertStringIncludes(end.out, "4 of 4 cases held");
    assertEquals(entries(cwd).includes("x"), false);
  });
});
