import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { renderJunit } from "../../../../engine/report/mod.ts";
import type { Report } from "../../../../engine/report/mod.ts";
import { fullReport } from "../../../_support/full_report.ts";
import { copiesJudged } from "../../../_support/pipeline_fixture.ts";

/** Names of all elements, opened and closed in order, or a failure. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  for (
    const [tag, slash, name = ""] of xml.matchAll(/<(\/?)([a-z]+)[^<>]*>/g)
  ) {
    if (slash === "/") assertEquals(open.pop(), name);
    else {
      seen.push(name);
      if (!tag.endsWith("/>")) open.push(name);
    }
  }
  assertEquals(open, []);
  return seen;
}

function attributesOf(xml: string, element: string): Record<string, string>[] {
  return [...xml.matchAll(new RegExp(`<${element}( [^<>]*?)/?>`, "g"))].map(
    ([, text = ""]) =>
      Object.fromEntries(
        [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, k, v]) => [k, v]),
      ),
  );
}

Deno.test("renderJunit() closes what it opens and counts what it says", () => {
  const xml = renderJunit(fullReport());
  const elements = elementsOf(xml);
  const count = (name: string) => elements.filter((one) => one === name).length;
  const suites = attributesOf(xml, "testsuite");
  const sum = (key: string) =>
    suites.reduce((total, one) => total + Number(one[key]), 0);
  assertEquals(sum("tests"), count("testcase"));
  assertEquals(sum("failures"), count("failure"));
  assertEquals(sum("errors"), count("error"));
  assertEquals(sum("skipped"), count("skipped"));
  assert(count("failure") > 0);
});

Deno.test("renderJunit() shows a step with findings as failed, with how to see it again", () => {
  const report = fullReport();
  const xml = renderJunit(report);
  const [first] = report.findings;
  assertStringIncludes(xml, `<failure message="${report.findings.length}`);
  assertStringIncludes(xml, first?.again ?? "?");
});

Deno.test("renderJunit() never shows a skip as a pass", () => {
  const report: Report = {
    ...fullReport(),
    cases: ["held", "broken", "failed", "not claimed", "skipped"].map(
      (verdict) => ({
        type: "case-ended",
        target: "local",
        step: "cases",
        id: `a.${verdict}`,
        // The list above is all there are.
        verdict: verdict as Report["cases"][number]["verdict"],
        reason: "because",
        durationNs: 1e9,
      }),
    ),
  };
  const xml = renderJunit(report);
  const cases = xml.slice(xml.indexOf("local: cases"));
  const shown = [...cases.matchAll(/name="a\.([a-z ]+)"[^>]*(\/?)>\s*<(\w+)/g)]
    .map(([, name, , element]) => [name, element]).slice(1);
  assertEquals(shown, [
    ["broken", "failure"],
    ["failed", "error"],
    ["not claimed", "skipped"],
    ["skipped", "skipped"],
  ]);
});

Deno.test("renderJunit() begins with the mark of armed faults", () => {
  const [all] = attributesOf(renderJunit(fullReport()), "testsuites");
  assertStringIncludes(all?.name ?? "", "FAULTS ARMED: write.zero:after=3");
});

Deno.test("renderJunit() tells of a run that is inconclusive in itself", () => {
  const base = fullReport();
  const report: Report = {
    ...base,
    findings: [],
    verdict: { outcome: "inconclusive", exit: 4, sentence: "Nothing compared" },
  };
  assertStringIncludes(
    renderJunit(report),
    '<error message="Nothing compared"',
  );
});

Deno.test("renderJunit() has a test for each step of copies, and why it failed", () => {
  const report = fullReport();
  const target = report.targets[0]?.name ?? "";
  const copyTest = (changes: Parameters<typeof copiesJudged>[1]) => {
    const pipeline = [copiesJudged(target, changes)];
    const xml = renderJunit({ ...report, pipeline });
    elementsOf(xml);
    const start = xml.indexOf('name="copy"');
    return xml.slice(start, xml.indexOf("<testcase", start));
  };
  const trouble = [{ key: "k", sentence: "It is another one" }];
  const broken = copyTest({ findings: trouble });
  assertStringIncludes(broken, '<failure message="1 findings, first: It is');
  assertStringIncludes(broken, "stor-verify run --profile /p.yaml");
  const failed = copyTest({ failed: trouble });
  assertStringIncludes(failed, '<error message="Copies failed">It is another');
  assertEquals(/<(failure|error)/.test(copyTest({})), false);
});
