import { assertEquals } from "@std/assert";
import {
  headSection,
  overviewSection,
  verdictMark,
} from "../../../../engine/report/html/head_section.ts";
import { markup } from "../../../../engine/report/html/markup.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("headSection() says the faults before the verdict", () => {
  const { html } = headSection(fullReport());
  assertEquals(html.indexOf("FAULTS ARMED") < html.indexOf("verdict"), true);
});

Deno.test("overviewSection() has a row for each operation and target", () => {
  const report = fullReport();
  const { html } = markup`${overviewSection(report)}`;
  assertEquals(html.includes('href="#step-1"'), true);
  for (const { url } of report.targets) assertEquals(html.includes(url), true);
  assertEquals(overviewSection({ ...report, steps: [] }), null);
});

Deno.test("verdictMark() never shows what is wrong as good", () => {
  assertEquals([0, 1, 3, 4, 5, 130].map(verdictMark), [
    "good",
    "bad",
    "bad",
    "warn",
    "warn",
    "warn",
  ]);
});
