import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  renderAnnotations,
  type Report,
} from "../../../../engine/report/mod.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("renderAnnotations() gives one command a line", () => {
  const lines = renderAnnotations(fullReport()).trimEnd().split("\n");
  assert(lines.length > 3);
  for (const line of lines) {
    assert(/^::(notice|error|warning) title=[^:]*::./.test(line), line);
  }
});

Deno.test("renderAnnotations() escapes what would begin another command", () => {
  const report: Report = {
    ...fullReport(),
    failures: ["100% of a\n::error::b"],
  };
  assertStringIncludes(
    renderAnnotations(report),
    "::error title=failure::100%25 of a%0A::error::b\n",
  );
});

Deno.test("renderAnnotations() counts what is beyond ten", () => {
  const failures = Array.from({ length: 40 }, (_, index) => `f${index}`);
  const base = fullReport();
  const text = renderAnnotations({ ...base, failures });
  const errors = text.split("\n").filter((line) => line.startsWith("::error"));
  assertEquals(errors.length, 10);
  assert(/and \d+ more/.test(errors.at(-1) ?? ""));
});

Deno.test("renderAnnotations() says nothing of a clean pass", () => {
  const report: Report = {
    ...fullReport(),
    ...{ findings: [], cases: [], objectives: [], failures: [], doubts: [] },
    faultsArmed: [],
  };
  assertEquals(renderAnnotations(report), "");
});
