import { assertEquals } from "@std/assert";
import {
  axisText,
  shareText,
} from "../../../../../engine/report/html/page/axis_text.ts";

Deno.test("axisText() has three digits and the unit of its kind", () => {
  assertEquals(axisText(1_234_567, "latency"), "1.23 ms");
  assertEquals(axisText(850e6, "bytes"), "850 MB/s");
  assertEquals(axisText(16.78e9, "bytes"), "16.8 GB/s");
  assertEquals(axisText(45_600, "count"), "45.6k");
  assertEquals(axisText(null, "count"), "-");
  assertEquals(axisText(0, "count"), "0");
  assertEquals(axisText(93.75, "percent"), "93.8 %");
  assertEquals(axisText(1536, "size"), "1.5 KiB");
});

Deno.test("shareText() counts nines, and calls nothing but all 100 %", () => {
  const shares = [1, 2, 10, 100, 1000, 1e6];
  assertEquals(shares.map(shareText), [
    "0 %",
    "50 %",
    "90 %",
    "99 %",
    "99.9 %",
    "99.9999 %",
  ]);
  assertEquals(shareText(999_999).startsWith("99.9"), true);
});
