import { assertEquals } from "@std/assert";
import { chartsOf } from "../../../../../engine/report/html/page/browser.ts";
import { fakeBrowser } from "./fake_browser.ts";

Deno.test("chartsOf() reads the list that the page holds", () => {
  assertEquals(chartsOf(fakeBrowser("[]")), []);
});
