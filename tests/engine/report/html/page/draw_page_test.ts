import { assertEquals } from "@std/assert";
import { drawPage } from "../../../../../engine/report/html/page/draw_page.ts";
import { fakeBrowser } from "./fake_browser.ts";

Deno.test("drawPage() tells how many charts it drew and which it could not", () => {
  const browser = fakeBrowser("[]");
  drawPage(browser);
  const { dataset } = browser.document.documentElement;
  assertEquals([dataset["drawn"], dataset["failed"]], ["0", ""]);
});
