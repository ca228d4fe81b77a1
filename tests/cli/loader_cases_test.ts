/** Cases `loader.*` as people run them: on folders and on a store. */
import { assertEquals } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";
import { withStorePlace } from "../_support/store_place.ts";

/**
 * Those that cannot be told from others in memory, where all are tried: whole
 * files and ranges of every format, damage, a Python, and reads side by side.
 */
const SELECT = [
  "source.corrupt_sample",
  "source.remote_source",
  "adapter.end_to_end",
  "framework.pytorch",
].flatMap((name) => ["--select", `loader.${name}`]);

/** How many cases there are, and those that did not hold. */
function verdicts(out: string) {
  const { cases } = loadReport(out);
  return {
    count: cases.length,
    broken: cases.filter(({ verdict }) => verdict === "broken"),
    failed: cases.filter(({ verdict }) => verdict === "failed"),
    skipped: cases.filter(({ verdict }) => verdict === "skipped")
      .map(({ id }) => id)
      .filter((id) => !id.startsWith("loader.framework.")),
  };
}

Deno.test("cases run loads training data from folders, and leaves nothing", async () => {
  await withRunPlace(async ({ cwd, env }) => {
    const targets = ["file", "direct"]
      .flatMap((scheme) => ["--target", `${scheme}://${cwd}/${scheme}`]);
    const args = ["cases", "run", "--json", ...targets, ...SELECT];
    const end = await runCli(args, { cwd, env });
    const remote = "loader.source.remote_source";
    assertEquals(verdicts(end.out), {
      count: 8,
      broken: [],
      failed: [],
      skipped: [remote, remote],
    }, end.err);
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name).sort();
    assertEquals(left, ["long.yaml", "runs", "short.yaml"]);
  });
});

Deno.test("cases run loads training data from a store", async () => {
  await withStorePlace({}, async ({ run }) => {
    const args = ["cases", "run", "--json", "--target", "store", ...SELECT];
    const { out, err } = await run(args);
    assertEquals(verdicts(out), {
      count: 4,
      broken: [],
      failed: [],
      skipped: [],
    }, err);
  });
});
