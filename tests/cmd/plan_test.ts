/** The promises of cmd/plan.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadPlan } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";

async function withFolder(
  body: (cwd: string) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir();
  await body(cwd);
  await Deno.remove(cwd, { recursive: true });
}

Deno.test("plan says what a run would do, and changes nothing", async () => {
  await withFolder(async (cwd) => {
    const end = await runCli(["plan", "--size", "8MiB"], {
      cwd,
      env: { HOME: cwd },
    });
    assertEquals([end.exit, end.err], [0, ""]);
    assertStringIncludes(end.out, `file://${cwd}/stor-verify-scratch`);
    assertStringIncludes(end.out, `direct://${cwd}/stor-verify-scratch-direct`);
    assertStringIncludes(end.out, "8 MiB");
    assertEquals([...Deno.readDirSync(cwd)], []);
  });
});

Deno.test("plan --json prints a plan that can be picked up again", async () => {
  await withFolder(async (cwd) => {
    const args = ["plan", "--json", "--seed", "7", "--target", "mem:"];
    const end = await runCli(args, { cwd });
    const plan = loadPlan(end.out);
    assertEquals([plan.seed, plan.targets.length], ["7", 1]);
  });
});

Deno.test("plan refuses a block size that the device cannot align", async () => {
  await withFolder(async (cwd) => {
    await Deno.writeTextFile(
      `${cwd}/p.yaml`,
      "name: odd\nunit: 512B\nsize: 1MiB\nsteps:\n" +
        "  - { name: fill, load: block, op: write, blockSize: 1000B }\n",
    );
    const end = await runCli(
      ["plan", "--profile", "p.yaml", "--target", `direct://${cwd}/x`],
      { cwd },
    );
    assertEquals([end.exit, end.out], [2, ""]);
    assertStringIncludes(end.err, "1000");
    assertStringIncludes(end.err, "512");
  });
});

Deno.test("plan refuses more than there is room for, with the way out", async () => {
  await withFolder(async (cwd) => {
    const end = await runCli(["plan", "--size", "900TiB"], { cwd });
    assertEquals(end.exit, 2);
    assertStringIncludes(end.err, "are free");
    assertStringIncludes(end.err, "Give a smaller size");
  });
});
