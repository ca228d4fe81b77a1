import { assert, assertEquals } from "@std/assert";
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

Deno.test("findingSection() folds what is beyond a screen, and says how many are not there", () => {
  const report = fullReport();
  const page = (count: number) => {
    const findings = report.findings.slice(0, 1).flatMap((one) =>
      Array.from({ length: count }, (_, unit) => ({
        ...one,
        unit,
        offsetBytes: unit * 4096,
        sentence: `Unit ${unit} is wrong`,
      }))
    );
    return markup`${findingSection({ ...report, findings })}`.html;
  };
  const summary = "<summary>and 180 more places</summary>";
  const [seen = "", folded = ""] = page(205).split(summary);
  const places = (html: string) => html.match(/is wrong/g)?.length;
  assertEquals([places(seen), places(folded)], [20, 180]);
  assert(folded.includes("5 further places are in the JSON report"));
  assertEquals(page(20).includes("more places"), false);
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
