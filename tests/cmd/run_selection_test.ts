/** The promises of cmd/run_selection.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("runSelection() refuses one folder under two names before it makes a file", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    await Deno.mkdir(`${cwd}/x`);
    await Deno.symlink(`${cwd}/x`, `${cwd}/y`);
    const targets = ["x", "y"].flatMap((name) => [
      "--target",
      `file://${cwd}/${name}`,
    ]);
    const profile = ["--profile", "short.yaml"];
    for (
      const words of [
        ["run", ...profile, ...targets],
        ["plan", ...profile, ...targets],
        ["cases", "run", "--select", "object.put.*", ...targets],
      ]
    ) {
      const end = await runCli(words, { cwd, env });
      assertEquals([end.exit, end.out], [2, ""], words.join(" "));
      assertStringIncludes(end.err, "lead to one; give each its own");
    }
    assertEquals([...Deno.readDirSync(`${cwd}/x`)], []);
  });
});

Deno.test("runSelection() disarms what it armed, for whoever comes next", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const fault = ["--fault", "write.lost:count=1"];
    const words = ["--quiet", ...flags];
    const faulty = await runCli(["run", ...fault, ...words], { cwd, env });
    assertEquals(faulty.exit, 1, faulty.out);
    await runCli(["clean", "last"], { cwd, env });
    const honest = await runCli(["run", ...words], { cwd, env });
    assertEquals(honest.exit, 0, honest.out);
  });
});
