/** The promises of cmd/begin_run.ts. */
import { assertEquals } from "@std/assert";
import { runningHere } from "../../cmd/begin_run.ts";
import { isRunAlive } from "../../cmd/store/run_state.ts";
import { runCli, testContext } from "../_support/cli.ts";
import { makeRunState } from "../_support/run_state.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("runningHere() is the state of a run that lives in this process", () => {
  const state = makeRunState(runningHere(testContext()));
  assertEquals([state.state, isRunAlive(state)], ["running", true]);
});

Deno.test("beginRun() leaves no folder of a run whose place refused", async () => {
  await withRunPlace(async ({ cwd, env, flags }) => {
    await Deno.mkdir(`${cwd}/x`);
    await Deno.writeTextFile(`${cwd}/x/precious`, "x");
    const end = await runCli(["run", ...flags], { cwd, env });
    assertEquals(end.exit, 3);
    assertEquals([...Deno.readDirSync(env.STOR_VERIFY_RUNS)], []);
  });
});
