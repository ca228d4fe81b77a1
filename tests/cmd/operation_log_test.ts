/** The promises of cmd/operation_log.ts. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tableFromIPC } from "apache-arrow";
import { OP_LOG_FLAG, OperationLog } from "../../cmd/operation_log.ts";
import { makeArgs } from "../_support/args.ts";
import { runCli, testContext } from "../_support/cli.ts";
import { plan } from "../_support/plan_fixture.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("run --op-log keeps every write with its beginning and its end", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    const log = ["--op-log", "ops.arrow", "--fault", "latency.delay:count=1"];
    const { exit, out, err } = await runCli(
      ["run", ...flags, ...log],
      { cwd, env },
    );
    assertEquals(exit, 0, out + err);
    assertStringIncludes(err, `op-log   64 writes and syncs in ${cwd}/ops.`);
    const table = tableFromIPC(await Deno.readFile(`${cwd}/ops.arrow`));
    const column = (name: string) => [...table.getChild(name) ?? []];
    assertEquals(new Set(column("op")), new Set(["write"]));
    const bytes = column("bytes")
      .reduce((sum: number, one) => sum + Number(one), 0);
    assertEquals(bytes, 4 * 2 ** 20);
    assertEquals(new Set(column("offset")).size, 64);
    const ended = column("ended_ns");
    assert(column("begun_ns").every((ns, at) => ns <= ended[at]));
    const armed = table.schema.metadata.get("faults_armed") ?? "";
    assert(armed.startsWith("FAULTS ARMED: latency.delay"), armed);
  });
});

Deno.test("run --op-log refuses what keeps no log, before anything is made", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const { exit, err } = await runCli([
      ...["run", "--profile", "short.yaml", "--target", "mem:"],
      ...["--op-log", "ops.arrow"],
    ], { cwd, env });
    assertEquals(exit, 2, err);
    assertStringIncludes(err, 'Cannot keep each operation on "mem:');
    const names = [...Deno.readDirSync(cwd)].map(({ name }) => name);
    assertEquals(names.includes("ops.arrow"), false);
  });
});

Deno.test("run --op-log and --resume are refused together", async () => {
  const typed = ["run", "--resume", "last", "--op-log", "x"];
  const { exit, err } = await runCli(typed);
  assertEquals(exit, 2);
  assertStringIncludes(err, "Cannot use --op-log and --resume at once");
});

Deno.test("OperationLog is none without its flag", async () => {
  const { name } = OP_LOG_FLAG;
  assertEquals(name, "op-log");
  const opened = await OperationLog.open(testContext(), makeArgs(), {
    plan: plan(),
    faultsArmed: [],
  });
  assertEquals(opened, undefined);
});
