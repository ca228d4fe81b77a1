import { assert, assertEquals } from "@std/assert";
import {
  numberText,
  recordSection,
  valueMarkup,
} from "../../../../engine/report/html/record_section.ts";
import { markup } from "../../../../engine/report/html/markup.ts";

Deno.test("recordSection() shows every name and value, escaped", () => {
  const value = [{ verdict: "<b>", report: { readNs: 1.5e6, list: [1, 2] } }];
  const { html } = recordSection("x", "X", { value, path: "x" });
  assertEquals(html.includes("&#60;b&#62;"), true);
  assertEquals(html.includes('data-path="x.0.report.readNs"'), true);
  assertEquals(html.includes("1.50 ms"), true);
});

Deno.test("valueMarkup() says how many items it leaves out", () => {
  const many = Array.from({ length: 130 }, () => ({ a: 1 }));
  const { html } = markup`${valueMarkup(many, { path: "x", name: "x" })}`;
  assertEquals(html.includes("and 30 more in the JSON report"), true);
});

Deno.test("numberText() takes the unit from the name", () => {
  assertEquals(numberText(2048, "memoryPeakBytes"), "2 KiB");
  assertEquals(numberText(2e9, "durationNs"), "2 s");
  assertEquals(numberText(2000, "copies"), "2,000");
});

Deno.test("valueMarkup() makes a table of records that are alike", () => {
  const value = { get: { asked: 3, failed: 0 }, put: { asked: 4, failed: 1 } };
  const { html } = markup`${valueMarkup(value, { path: "a", name: "" })}`;
  assert(html.includes("<table>"), html);
  assert(html.includes('data-path="a.put.failed" data-value="1"'), html);
  const other = { get: { asked: 3 }, put: { failed: 1 } };
  const dl = markup`${valueMarkup(other, { path: "a", name: "" })}`;
  assertEquals(dl.html.includes("<table>"), false);
});
