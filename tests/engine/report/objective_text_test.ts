import { assertEquals } from "@std/assert";
import { measuredText } from "../../../engine/report/objective_text.ts";

Deno.test("measuredText() writes each metric in its own unit", () => {
  assertEquals(measuredText("throughput", 120_340_000), "120.34 MB/s");
  assertEquals(measuredText("iops", 1234.4), "1,234/s");
  assertEquals(measuredText("p99.9", 1_500_000), "1.50 ms");
  assertEquals(measuredText("coverage", 99.90001), "99.9 %");
  assertEquals(measuredText("findings", 3), "3");
  assertEquals(measuredText("rows", 123_456.7), "123,457 rows/s");
});
