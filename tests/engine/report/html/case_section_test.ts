import { assertEquals } from "@std/assert";
import { caseSections } from "../../../../engine/report/html/case_section.ts";
import { markup } from "../../../../engine/report/html/markup.ts";
import { fullReport } from "../../../_support/full_report.ts";

const BASE = {
  type: "case-ended",
  target: "local",
  step: "cases",
  reason: "",
  durationNs: 1,
} as const;

Deno.test("caseSections() are matrices, power cuts apart", () => {
  const cases = [
    { ...BASE, id: "object.put", verdict: "held" as const },
    {
      ...BASE,
      id: "object.put",
      target: "other",
      verdict: "broken" as const,
      reason: "is <late>",
    },
    { ...BASE, id: "crash.rename", verdict: "held" as const },
  ];
  const { html } = markup`${caseSections({ ...fullReport(), cases })}`;
  assertEquals(html.includes('id="crash"'), true);
  assertEquals(html.includes('<section id="cases" class="bad">'), true);
  assertEquals(html.includes("is &#60;late&#62;"), true);
  assertEquals(html.match(/<td class="good t">/g)?.length, 2);
  assertEquals(html.match(/<td class="bad t">/g)?.length, 1);
});

Deno.test("caseSections() have the command of a power cut to copy", () => {
  const cases = [{
    ...BASE,
    id: "crash.lie_lost",
    verdict: "held" as const,
    reason: "Found by 5 of 9; see it with: stor-verify crash replay <x>",
  }];
  const { html } = markup`${caseSections({ ...fullReport(), cases })}`;
  const text = "Found by 5 of 9; see it with: " +
    "<code>stor-verify crash replay &#60;x&#62;</code>";
  assertEquals(html.includes(text), true);
  assertEquals(html.includes('<div class="scroll told">'), true);
});
