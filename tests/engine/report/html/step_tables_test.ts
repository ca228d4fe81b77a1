import { assertEquals } from "@std/assert";
import { markup } from "../../../../engine/report/html/markup.ts";
import {
  latencyTable,
  megabytes,
  rateTable,
  sizeTable,
} from "../../../../engine/report/html/step_tables.ts";
import { fullReport } from "../../../_support/full_report.ts";

const OPEN = fullReport().steps.find(({ openLoop }) => openLoop);
if (OPEN === undefined) throw new TypeError("has an open loop");

Deno.test("latencyTable() marks what rests on too few samples", () => {
  const { html } = markup`${latencyTable(OPEN, "steps.1")}`;
  assertEquals(html.includes("read response"), true);
  assertEquals(html.includes('data-path="steps.1.ops.0.response.maxNs"'), true);
});

Deno.test("rateTable() has each operation with its errors", () => {
  const { html } = markup`${rateTable(OPEN, "steps.1")}`;
  assertEquals(html.includes('data-path="steps.1.ops.0.count"'), true);
});

Deno.test("sizeTable() is nothing for a step without sizes", () => {
  assertEquals(sizeTable(OPEN, "steps.1"), null);
});

Deno.test("megabytes() has decimals where they say something", () => {
  assertEquals([megabytes(1.5e6), megabytes(1234.5e6)], ["1.50", "1,234.5"]);
});
