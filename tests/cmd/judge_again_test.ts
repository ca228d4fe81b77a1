/** The promises of cmd/judge_again.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("a judgement is told, and saved beside the run", async () => {
  await withRunPlace(async (place) => {
    const { env, flags } = place;
    await runCli(["run", "--keep", "--quiet", ...flags], place);
    const end = await runCli(["verify", "last"], place);
    assertEquals(end.exit, 0, end.err);
    const [runId = ""] = [...Deno.readDirSync(env.STOR_VERIFY_RUNS)]
      .map(({ name }) => name);
    const path = `${env.STOR_VERIFY_RUNS}/${runId}/verify.json`;
    assertEquals(loadReport(await Deno.readTextFile(path)).runId, runId);
  });
});

Deno.test("a place that is not the run's any more is not judged", async () => {
  await withRunPlace(async (place) => {
    await runCli(["run", "--keep", "--quiet", ...place.flags], place);
    for (const { name } of Deno.readDirSync(`${place.cwd}/x`)) {
      if (!name.endsWith(".dat")) await Deno.remove(`${place.cwd}/x/${name}`);
    }
    const end = await runCli(["verify", "last"], place);
    assertEquals(end.exit, 3, end.out);
    assertStringIncludes(end.err, `${place.cwd}/x`);
  });
});
