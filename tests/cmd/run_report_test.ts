/** The promises of cmd/run_report.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { WriteFailed } from "../../cmd/context.ts";
import {
  plainText,
  saveResults,
  tellReport,
  textOutput,
} from "../../cmd/run_report.ts";
import { RunFolder } from "../../cmd/store/run_folder.ts";
import { buildReport, loadReport } from "../../engine/mod.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";
import { recording } from "../_support/report_fixture.ts";

Deno.test("saveResults() saves every form of the report", async () => {
  const folder = new RunFolder(await Deno.makeTempDir());
  const { report, failure } = await saveResults(folder, recording());
  assertEquals(failure, undefined);
  const text = await folder.load("report.json") ?? "";
  assertEquals(loadReport(text).runId, report.runId);
  assertEquals(await folder.load("report.txt"), plainText(report));
  assertStringIncludes(await folder.load("latency.hlog") ?? "", "#[");
  await Deno.remove(folder.path, { recursive: true });
});

Deno.test("saveResults() gives the report also when it cannot be saved", async () => {
  const folder = new RunFolder("/nowhere/at/all");
  const { report, failure } = await saveResults(folder, recording());
  assertEquals(report.runId, recording().plan.runId);
  assertEquals(failure instanceof WriteFailed, true);
});

Deno.test("tellReport() gives the verdict's code and keeps JSON apart", async () => {
  const report = buildReport(recording());
  const context = testContext();
  const args = makeArgs({ json: ["-"] });
  assertEquals(await tellReport(context, args, report), report.verdict.exit);
  assertEquals(loadReport(context.out()).runId, report.runId);
  assertEquals(context.err(), plainText(report));
});

Deno.test("tellReport() colors a terminal only", async () => {
  const report = buildReport(recording());
  const plain = testContext();
  await tellReport(plain, makeArgs(), report);
  assertEquals(plain.out().includes("\x1b["), false);
});

Deno.test("textOutput() is stderr only when stdout is for JSON", () => {
  const context = testContext();
  const { stdout, stderr } = context;
  assertEquals(textOutput(context, makeArgs()) === stdout, true);
  assertEquals(textOutput(context, makeArgs({ json: ["f"] })) === stdout, true);
  assertEquals(textOutput(context, makeArgs({ json: ["-"] })) === stderr, true);
});
