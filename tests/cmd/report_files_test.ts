/** The promises of cmd/report_files.ts. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  annotationsFor,
  checkReportPaths,
  OTHER_FORM_FLAGS,
  writeReportFiles,
} from "../../cmd/report_files.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import {
  loadReport,
  renderJunit,
  renderOpenMetrics,
  renderSummary,
} from "../../engine/mod.ts";
import { arrowSeries } from "../../engine/report/arrow/mod.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";
import { fullReport } from "../_support/full_report.ts";

const ONE_FILE = OTHER_FORM_FLAGS.filter(({ value }) => value === "FILE");

Deno.test("checkReportPaths() refuses every folder that is not there, at once", () => {
  const context = testContext();
  checkReportPaths(context, makeArgs());
  checkReportPaths(context, makeArgs({ json: ["-"] }));
  checkReportPaths(context, makeArgs({ json: ["/tmp/r.json"] }));
  const typed = ONE_FILE.map(({ name }) => [name, [`/nowhere/${name}`]]);
  const args = makeArgs({ ...Object.fromEntries(typed), json: ["/no/r.json"] });
  const error = assertThrows(() => checkReportPaths(context, args), UsageError);
  const told = error.message.match(/is not a folder that exists/g);
  assertEquals(told?.length, ONE_FILE.length + 1);
});

Deno.test("checkReportPaths() refuses two forms in one file, and a file that is called -", () => {
  const context = testContext({ cwd: "/tmp" });
  const told = (typed: Record<string, string[]>) =>
    assertThrows(
      () => checkReportPaths(context, makeArgs(typed)),
      UsageError,
    ).message;
  assertStringIncludes(
    told({ "json": ["/tmp/r"], "op-log": ["./r"] }),
    'Cannot write --json and --op-log into one file, "/tmp/r": name two',
  );
  assertStringIncludes(
    told({ summary: ["-"] }),
    'Cannot write --summary to "-": only --json goes to stdout by that name: ' +
      "name a file, or /dev/stdout",
  );
  const stream = ["/dev/null"];
  checkReportPaths(context, makeArgs({ junit: stream, summary: stream }));
  checkReportPaths(context, makeArgs({ "op-log": stream, "json": ["-"] }));
});

Deno.test("writeReportFiles() writes each form where it was asked for", async () => {
  const folder = await Deno.makeTempDir();
  const report = fullReport();
  const context = testContext();
  const args = makeArgs({
    json: ["-"],
    junit: [`${folder}/j.xml`],
    summary: [`${folder}/s.md`],
    openmetrics: [`${folder}/m.txt`],
    arrow: [`${folder}/s.arrow`],
    hgrm: [`${folder}/hgrm`],
  });
  await writeReportFiles(context, args, report);
  const read = (name: string) => Deno.readTextFile(`${folder}/${name}`);
  assertEquals(await read("j.xml"), renderJunit(report));
  assertEquals(await read("s.md"), renderSummary(report));
  assertEquals(await read("m.txt"), renderOpenMetrics(report));
  const arrow = await Deno.readFile(`${folder}/s.arrow`);
  assertEquals(new TextDecoder().decode(arrow.slice(0, 6)), "ARROW1");
  assertEquals(arrow, await arrowSeries(report));
  assertEquals(loadReport(context.out()).runId, report.runId);
  assertStringIncludes(
    await read("hgrm/local.overwrite.read.service.hgrm"),
    "1/(1-Percentile)",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("annotationsFor() speaks only to a runner of GitHub Actions", () => {
  const report = fullReport();
  assertEquals(annotationsFor(testContext(), report), "");
  const context = testContext({ env: { GITHUB_ACTIONS: "true" } });
  assertStringIncludes(annotationsFor(context, report), "::error title=");
});
