import { assertEquals } from "@std/assert";
import { shareText } from "../../../engine/report/share_text.ts";

Deno.test("shareText() has a decimal below ten percent", () => {
  assertEquals(shareText(0.014), "1.4 %");
  assertEquals(shareText(0.0999), "10 %");
  assertEquals(shareText(0.284), "28 %");
});

Deno.test("shareText() never writes a little as nothing", () => {
  assertEquals(shareText(0.0004), "<0.1 %");
  assertEquals(shareText(0), "0 %");
});
