import { assertEquals } from "@std/assert";
import {
  switchTheme,
  themeOf,
} from "../../../../../engine/report/html/page/theme.ts";
import { fakeBrowser } from "./fake_browser.ts";

Deno.test("themeOf() reads colors by their names in the sheet", () => {
  assertEquals(themeOf(fakeBrowser("[]"))("c0"), "--c0");
});

Deno.test("switchTheme() goes from what the system says to the other", () => {
  const browser = fakeBrowser("[]", true);
  const { dataset } = browser.document.documentElement;
  switchTheme(browser);
  assertEquals(dataset["theme"], "light");
  switchTheme(browser);
  assertEquals(dataset["theme"], "dark");
});
