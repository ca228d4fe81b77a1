import { assertEquals } from "@std/assert";
import {
  faultSection,
  findingSection,
} from "../../../../engine/report/html/finding_section.ts";
import { markup } from "../../../../engine/report/html/markup.ts";
import { fullReport } from "../../../_support/full_report.ts";

Deno.test("findingSection() counts all, also those that were not kept", () => {
  const { html } = markup`${findingSection(fullReport())}`;
  assertEquals(html.includes(">5</span>"), true);
  assertEquals(html.includes("counted but not kept"), true);
});

Deno.test("findingSection() of a clean run is nothing", () => {
  const clean = { ...fullReport(), findings: [], findingsOmitted: 0 };
  assertEquals(findingSection(clean), null);
});

Deno.test("faultSection() tells what each point did, or is nothing", () => {
  const points = [{ point: "write.zero", reached: 7, fired: 1 }];
  const { html } = markup`${
    faultSection({ ...fullReport(), faultPoints: points })
  }`;
  assertEquals(html.includes('data-path="faultPoints.0.fired"'), true);
  assertEquals(faultSection({ ...fullReport(), faultsArmed: [] }), null);
});
