/** A cluster of processes, a profile over it, and nothing left of both. */
import { assert, assertEquals } from "@std/assert";
import { main } from "../../cmd/mod.ts";
import { builtinProfileUrl } from "../../engine/mod.ts";
import { runCli, testContext } from "../_support/cli.ts";
import { processesOf } from "../_support/processes_of.ts";

/** Those that take bytes up, down and away, and those of bad input. */
const FEW = "cluster.e2e.delete_file, cluster.grpc.get_chunk_success, " +
  "cluster.input.*";

/** `cluster-verify` with fewer cases and keys: it is the same otherwise. */
async function smallProfile(): Promise<string> {
  const text = await Deno.readTextFile(builtinProfileUrl("cluster-verify"));
  return text.replace("cluster.*, object.*", FEW)
    .replace("keys: 60", "keys: 12").replace("ops: 600", "ops: 60");
}

Deno.test("serve cluster and run --profile cluster-verify end whole, and leave nothing", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cluster-run-" });
  const context = testContext();
  const ending = main([
    ...["serve", "cluster", "--nodes", "1", "--data", `${folder}/c`],
    ...["--port", "0", "--chunk-port", "0"],
  ], context);
  const ended = ending.then(() => true);
  while (!context.out().includes("Ctrl-C ends it")) {
    const turn = new Promise<boolean>((resolve) =>
      setTimeout(() => resolve(false), 20)
    );
    if (await Promise.race([ended, turn])) break;
  }
  try {
    const target = /gateway:\/\/[\d.:]+/.exec(context.out())?.[0] ?? "";
    assert(target !== "", context.err());
    await Deno.writeTextFile(`${folder}/small.yaml`, await smallProfile());
    const run = await runCli([
      ...["run", "--profile", "small.yaml", "--target", `${target}/run`],
      ...["--json", "out.json"],
    ], { cwd: folder, env: { XDG_STATE_HOME: `${folder}/state` } });
    assertEquals(run.exit, 0, run.out + run.err);
    assert(run.out.includes("8 held, 0 broken, 0 failed"), run.out);
    const report = JSON.parse(await Deno.readTextFile(`${folder}/out.json`));
    assertEquals(report.version > 0, true);
    const checked = await runCli(["targets", "check", target], {
      cwd: folder,
      env: {},
    });
    assertEquals(checked.exit, 0, checked.out);
    // After a clean pass the run takes away what it made.
    const http = target.replace("gateway:", "http:");
    const page = await (await fetch(`${http}/objects`)).json();
    assertEquals(page.objects, []);
  } finally {
    context.send("SIGINT");
  }
  assertEquals(await ending, 0);
  assertEquals(processesOf([`${folder}/c/objects/gateway`]), []);
  await Deno.remove(folder, { recursive: true });
});
