import { assertEquals } from "@std/assert";
import { buildReport, type StepReport } from "../../../engine/report/mod.ts";
import { paletteOf } from "../../../engine/report/palette.ts";
import { summaryLines } from "../../../engine/report/summary_text.ts";
import { fullReport } from "../../_support/full_report.ts";
import { recording } from "../../_support/report_fixture.ts";

const PLAIN = paletteOf(false);

/** One healthy step before the three of a full report. */
function fourSteps(changes: Partial<StepReport> = {}): StepReport[] {
  const healthy = buildReport(recording()).steps
    .map((step) => ({ ...step, step: "first" }));
  return [...healthy, ...fullReport().steps]
    .map((step) => ({ ...step, ...changes }));
}

Deno.test("summaryLines() has one row for each operation, in one unit", () => {
  assertEquals(summaryLines(fourSteps(), 80, PLAIN), [
    "target  step       op      MB/s   IOPS  p50 us  p99 us  findings",
    "local   first      write    4.1  1,000   100.0   100.0         0",
    "        fill       write    4.1  1,000   100.0   100.0         0",
    "        overwrite  read     8.2  2,000   550.4   991.2         5",
    "                   write    0.0      0       -       -",
    "other   fill       failed     -      -       -       -         0",
  ]);
});

Deno.test("summaryLines() are none for three steps", () => {
  assertEquals(summaryLines(fullReport().steps, 80, PLAIN), []);
});

Deno.test("summaryLines() mark the rows of a step with findings", () => {
  const lines = summaryLines(fourSteps(), 80, paletteOf(true));
  const marked = lines.map((line) => line.includes("\x1b"));
  assertEquals(marked, [false, false, false, true, true, false]);
});

Deno.test("summaryLines() cut names before they break the screen", () => {
  const target = "direct:///mnt/nvme/a/long/way/down";
  const lines = summaryLines(fourSteps({ target, step: target }), 80, PLAIN);
  assertEquals(lines.every((line) => line.length <= 80), true);
  assertEquals(lines[1]?.startsWith("direct:///mn"), true);
  assertEquals(lines[1]?.includes(".. "), true);
});
