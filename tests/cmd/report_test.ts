/** The promises of cmd/report.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("report prints the same text and JSON as the run did", async () => {
  await withRunPlace(async (place) => {
    await runCli(["run", "--quiet", ...place.flags], place);
    const text = await runCli(["report", "last"], place);
    assertEquals([text.exit, text.err], [0, ""]);
    const [runId = ""] = [...Deno.readDirSync(place.env.STOR_VERIFY_RUNS)]
      .map(({ name }) => name);
    const folder = `${place.env.STOR_VERIFY_RUNS}/${runId}`;
    assertEquals(text.out, await Deno.readTextFile(`${folder}/report.txt`));
    const json = await runCli(["report", runId, "--json"], place);
    assertEquals(json.out, await Deno.readTextFile(`${folder}/report.json`));
    assertEquals(loadReport(json.out).runId, runId);
    const file = await runCli(["report", `${folder}/report.json`], place);
    assertEquals(file.out, text.out);
    await Deno.copyFile(`${folder}/report.json`, `${place.cwd}/saved`);
    const plain = await runCli(["report", "./saved"], place);
    assertEquals(plain.out, text.out);
    const hdr = await runCli(["report", runId, "--hdr"], place);
    assertEquals(hdr.out, await Deno.readTextFile(`${folder}/latency.hlog`));
    const rows = await runCli(["report", runId, "--intervals"], place);
    assertStringIncludes(rows.out, "p99 us");
  });
});

Deno.test("report prints a run of cases again, whose recording has verdicts", async () => {
  await withRunPlace(async (place) => {
    const flags = ["--target", "mem:", "--select", "object.get.*", "--quiet"];
    await runCli(["cases", "run", ...flags], place);
    const [runId = ""] = [...Deno.readDirSync(place.env.STOR_VERIFY_RUNS)]
      .map(({ name }) => name);
    const folder = `${place.env.STOR_VERIFY_RUNS}/${runId}`;
    const text = await runCli(["report", "last"], place);
    assertEquals([text.exit, text.err], [0, ""]);
    assertEquals(text.out, await Deno.readTextFile(`${folder}/report.txt`));
  });
});

Deno.test("report --schema prints a JSON Schema without a run", async () => {
  const end = await runCli(["report", "--schema"]);
  assertEquals(end.exit, 0);
  assertEquals(typeof JSON.parse(end.out), "object");
});

Deno.test("report refuses what is no report, in one sentence", async () => {
  await withRunPlace(async (place) => {
    await Deno.writeTextFile(`${place.cwd}/bad.json`, '{"version": 7}');
    await Deno.writeTextFile(`${place.cwd}/words`, "no report");
    for (const name of ["bad.json", "absent.json", "./words", "./absent"]) {
      const end = await runCli(["report", name], place);
      assertEquals([end.exit, end.out], [2, ""], name);
    }
    const { err } = await runCli(["compare", "./words", "./words"], place);
    assertStringIncludes(err, 'Cannot use "./words"');
    assertEquals((await runCli(["report"], place)).exit, 2);
  });
});
