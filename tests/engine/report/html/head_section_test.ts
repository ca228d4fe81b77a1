import { assertEquals } from "@std/assert";
import {
  headSection,
  verdictMark,
} from "../../../../engine/report/html/head_section.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("headSection() says the faults before the verdict", () => {
  const { html } = headSection(fullReport());
  assertEquals(html.indexOf("FAULTS ARMED") < html.indexOf("verdict"), true);
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
