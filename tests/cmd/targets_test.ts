/** The promises of cmd/targets.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";

const FILE = `
targets:
  far:
    url: s3://bucket/prefix
    region: eu-1
    secretAccessKey: \${KEY}
`;

async function withFile(
  body: (config: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(path, FILE);
  await body(path);
  await Deno.remove(path);
}

Deno.test("targets list shows the built-in ones and those of the file", async () => {
  await withFile(async (config) => {
    const end = await runCli(["targets", "list", "--config", config], {
      cwd: "/w",
      env: { KEY: "hush" },
    });
    assertEquals(end.exit, 0);
    assertStringIncludes(end.out, "local ");
    assertStringIncludes(end.out, "file:///w/stor-verify-scratch ");
    assertStringIncludes(end.out, "s3://bucket/prefix\n");
  });
});

Deno.test("targets show never prints a secret, as text or as JSON", async () => {
  await withFile(async (config) => {
    for (const extra of [[], ["--json"]]) {
      const end = await runCli(
        ["targets", "show", "far", "--config", config, ...extra],
        { env: { KEY: "hush" } },
      );
      assertEquals(end.exit, 0);
      assertStringIncludes(end.out, "eu-1");
      assertStringIncludes(end.out, "***");
      assertEquals(end.out.includes("hush"), false);
    }
  });
});

Deno.test("targets refuses what does not belong to its action", async () => {
  assertEquals((await runCli(["targets", "list", "x"])).exit, 2);
  assertEquals((await runCli(["targets", "show"])).exit, 2);
  const end = await runCli(["targets", "show", "locla"], { cwd: "/w" });
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, 'did you mean "local"?');
});

Deno.test("targets tells all mistakes of a damaged file", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(
    path,
    "targets: { a: { url: 'flie:///x' }, b: { url: 'file:///y', zone: q } }",
  );
  const end = await runCli(["targets", "list", "--config", path]);
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, "stor-verify: 2 mistakes");
  assertStringIncludes(end.err, "targets.a.url");
  assertStringIncludes(end.err, "targets.b.zone");
  await Deno.remove(path);
});
