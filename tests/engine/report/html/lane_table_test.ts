import { assertEquals } from "@std/assert";
import { laneTable } from "../../../../engine/report/html/lane_table.ts";
import { markup } from "../../../../engine/report/html/markup.ts";
import { fullReport } from "../../../_support/full_report.ts";

const [FILL] = fullReport().steps;
const [LANE] = FILL?.laneRows ?? [];
if (FILL === undefined || LANE === undefined) throw new TypeError("has lanes");

Deno.test("laneTable() marks a lane that lags behind the others", () => {
  const slow = { ...LANE, lane: 3, durationNs: 2 * LANE.durationNs };
  const step = { ...FILL, laneRows: [LANE, LANE, slow] };
  const { html } = markup`${laneTable(step, "steps.0")}`;
  assertEquals(html.includes("3 lanes, each by itself"), true);
  assertEquals(html.match(/class="warn"/g)?.length, 1);
});

Deno.test("laneTable() is nothing in a report of an earlier version", () => {
  const { laneRows: _, ...earlier } = FILL;
  assertEquals(laneTable(earlier, "steps.0"), null);
});
