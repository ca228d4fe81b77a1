import { assertEquals } from "@std/assert";
import {
  machineSection,
  planSection,
  remarkSections,
} from "../../../../engine/report/html/list_section.ts";
import { markup } from "../../../../engine/report/html/markup.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("remarkSections() hold every doubt, failure and objective", () => {
  const report = fullReport();
  const { html } = markup`${remarkSections(report)}`;
  for (const text of ["doubts", "failures", "objectives", "not-run"]) {
    assertEquals(html.includes(`id="${text}"`), true, text);
  }
  assertEquals(
    html.match(/<li>/g)?.length,
    report.doubts.length +
      report.failures.length + report.notRun.length,
  );
});

Deno.test("planSection() says when a report does not hold its plan", () => {
  const { planText: _, ...earlier } = fullReport();
  assertEquals(markup`${planSection(earlier)}`.html.includes("earlier"), true);
  assertEquals(
    markup`${planSection(fullReport())}`.html.includes("<pre>"),
    true,
  );
});

Deno.test("machineSection() has the facts of the machine", () => {
  const { html } = machineSection(fullReport());
  assertEquals(html.includes("Example CPU"), true);
});

Deno.test("machineSection() says nothing of a client that nobody measured", () => {
  const report = fullReport();
  const told = (residentBytesMax: number) => {
    const client = { ...report.client, residentBytesMax };
    return machineSection({ ...report, client }).html.includes("resident");
  };
  assertEquals([told(1 << 20), told(0)], [true, false]);
});
