/** The promises of cmd/clean.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { createRun } from "../../cmd/store/run_store.ts";
import { processMark } from "../../cmd/store/run_state.ts";
import { runCli } from "../_support/cli.ts";
import { makeRunState } from "../_support/run_state.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("clean deletes what the run made and nothing beside it", async () => {
  await withRunPlace(async (place) => {
    await runCli(["run", "--keep", "--quiet", ...place.flags], place);
    await Deno.writeTextFile(`${place.cwd}/x/other`, "not ours");
    const end = await runCli(["clean", "last"], place);
    assertEquals([end.exit, end.err], [0, ""]);
    assertStringIncludes(end.out, `left ${place.cwd}/x/other: not of this run`);
    const names = [...Deno.readDirSync(`${place.cwd}/x`)];
    assertEquals(names.map(({ name }) => name), ["other"]);
    const again = await runCli(["clean", "last"], place);
    assertStringIncludes(again.out, "nothing kept in");
  });
});

Deno.test("clean does not touch a run that is still going on", async () => {
  await withRunPlace(async (place) => {
    const folder = await createRun(place.env.STOR_VERIFY_RUNS, "0a");
    await folder.saveState(makeRunState({
      runId: "0a",
      state: "running",
      processMark: processMark(Deno.pid),
    }));
    const end = await runCli(["clean", "last"], place);
    assertEquals(end.exit, 2);
    assertStringIncludes(end.err, "it is still running");
  });
});

Deno.test("clean of a folder that is gone says that nothing is left", async () => {
  await withRunPlace(async (place) => {
    await runCli(["run", "--keep", "--quiet", ...place.flags], place);
    await Deno.remove(`${place.cwd}/x`, { recursive: true });
    const end = await runCli(["clean", "last"], place);
    assertEquals(end.exit, 0, end.err);
    assertStringIncludes(end.out, "nothing of run");
  });
});
